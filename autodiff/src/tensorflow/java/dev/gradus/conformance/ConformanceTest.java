package dev.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.autodiff.Agreement;
import dev.gradus.autodiff.OpTable;
import dev.gradus.core.OpDef;
import dev.gradus.ops.cases.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/** Every op agrees with TensorFlow's; see the documentation of this package. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceTest {
  private static final int LEAST_CASES = 20_000;

  /** How many disagreements of one op are shown. */
  private static final int SHOWN = 12;

  /** Of what is too large to take part in gradients, as some of them are slow. */
  private static final int LARGE = 50_000;

  /** Prints each case before it runs: the last one printed is that in which TensorFlow crashed. */
  private static final boolean TRACE = Boolean.getBoolean("gradus.trace");

  private static final Ledger LEDGER = new Ledger();

  @TestFactory
  @Order(1)
  Stream<DynamicTest> agrees() {
    return OpTable.builtInOps().values().stream()
        .map(op -> DynamicTest.dynamicTest(op.name(), () -> check(op)));
  }

  private static void check(OpDef op) {
    List<String> differences = new ArrayList<>();
    Random random = new Random(op.name().hashCode());
    try (Laboratory laboratory = new Laboratory()) {
      Cases.forEach(
          op,
          sample -> {
            if (TRACE) {
              System.out.println(sample);
            }
            note(op, laboratory.forward(sample), differences);
            if (isForGradients(sample)) {
              laboratory.backward(sample, random).ifPresent(run -> note(op, run, differences));
            }
          });
    }
    System.out.println(LEDGER.line(op.name()));
    assertThat(differences.stream().limit(SHOWN))
        .as("%d cases in which %s differs from TensorFlow's", differences.size(), op.name())
        .isEmpty();
    assertThat(LEDGER.count(op.name(), Agreement.AGREES))
        .as("cases in which %s agrees with TensorFlow's", op.name())
        .isPositive();
  }

  private static boolean isForGradients(Sample sample) {
    return Laboratory.hasBackward(sample)
        && sample.inputs().stream().allMatch(input -> input.size() < LARGE);
  }

  private static void note(OpDef op, Run run, List<String> differences) {
    Verdict verdict = Comparison.of(run);
    LEDGER.add(op.name(), run.direction(), verdict);
    if (verdict instanceof Verdict.Differs differs) {
      differences.add(differs.message());
    }
  }

  @Test
  @Order(2)
  void thereAreManyCases() {
    System.out.println(LEDGER.line(""));
    assertThat(LEDGER.count("", Agreement.AGREES)).isGreaterThanOrEqualTo(LEAST_CASES);
  }

  @Test
  @Order(2)
  void everyNamedDifferenceIsNeeded() {
    assertThat(LEDGER.superfluous()).isEmpty();
  }

  @Test
  @Order(3)
  void theFileIsCurrent() throws IOException {
    List<String> lines = LEDGER.agreement().lines();
    if (Boolean.getBoolean("gradus.writeDocs")) {
      Files.createDirectories(Agreement.file().getParent());
      Files.write(Agreement.file(), lines);
    }
    assertThat(Agreement.file()).as("Write it with: %s", OpTable.CONFORMANCE_COMMAND).exists();
    assertThat(Files.readAllLines(Agreement.file()))
        .as("what the comparison found; write it anew with: %s", OpTable.CONFORMANCE_COMMAND)
        .isEqualTo(lines);
  }
}
