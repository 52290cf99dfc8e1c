package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.ops.NeuralNetworkOps;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
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
  void everyOpHasALine() {
    String table = OpTable.write();
    assertThat(OpTable.builtInOps()).hasSizeGreaterThan(60);
    assertThat(OpTable.builtInOps().keySet())
        .allSatisfy(op -> assertThat(table).contains("\n| `" + op + "` | "));
    assertThat(table).doesNotContain("missing");
  }

  @Test
  void methodsAndNotesAreThoseOfOpsThatExist() {
    assertThat(OpTable.builtInOps().keySet())
        .containsAll(OpTable.METHODS.keySet())
        .containsAll(OpTable.NOTES.keySet());
  }

  @Test
  void theMethodsAreAllThatAddAnOp() {
    Set<String> listed = new TreeSet<>();
    OpTable.METHODS.values().forEach(listed::addAll);
    Set<String> existing = new TreeSet<>();
    existing.addAll(methods(Ops.class, ""));
    existing.addAll(methods(NeuralNetworkOps.class, "nn."));
    assertThat(listed).isEqualTo(existing);
  }

  /** The public methods that return something of a graph. */
  private static Set<String> methods(Class<?> face, String prefix) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(face.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> addsAnOp(method.getReturnType()))
        .map(Method::getName)
        .forEach(name -> names.add(prefix + name));
    return names;
  }

  private static boolean addsAnOp(Class<?> result) {
    Collection<Class<?>> nodes = Set.of(Output.class, Variable.class, Operation.class);
    return nodes.contains(result) || Operand.class.equals(result);
  }
}
