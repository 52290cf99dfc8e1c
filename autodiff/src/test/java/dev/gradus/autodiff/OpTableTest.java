package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.SetMultimap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of ops in the documentation is complete and current. */
class OpTableTest {
  @Test
  void theFileIsCurrent() throws IOException {
    Path file = find();
    String table = OpTable.write();
    if (Boolean.getBoolean("gradus.writeDocs")) {
      Files.writeString(file, table);
    }
    assertThat(file).as("Write it with: %s", OpTable.COMMAND).exists();
    assertThat(Files.readString(file))
        .as("docs/ops.md is not current. Write it anew with: %s", OpTable.COMMAND)
        .isEqualTo(table);
  }

  /** Returns the file: beside the module, in which Maven runs tests. */
  private static Path find() {
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return module.resolveSibling("docs").resolve("ops.md");
  }

  @Test
  void everyOpHasALine() throws IOException {
    String table = OpTable.write();
    assertThat(OpTable.builtInOps()).hasSizeGreaterThan(60);
    assertThat(OpTable.builtInOps().keySet())
        .allSatisfy(op -> assertThat(table).contains("\n| `" + op + "` | "));
    assertThat(table).doesNotContain("missing");
  }

  @Test
  void notesAreThoseOfOpsThatExist() {
    assertThat(OpTable.builtInOps().keySet()).containsAll(OpTable.NOTES.keySet());
  }

  @Test
  void methodsAreFoundInTheFace() {
    SetMultimap<String, String> methods = FaceMethods.of(OpTable.builtInOps().keySet());
    assertThat(methods.get("MatMul")).containsExactly("matmul");
    assertThat(methods.get("Softmax")).containsExactly("nn.softmax");
    assertThat(methods.get("RandomUniform")).contains("randomUniform");
    assertThat(methods.get("While")).contains("whileLoop");
    assertThat(methods.get("ReluGrad")).isEmpty();
  }
}
