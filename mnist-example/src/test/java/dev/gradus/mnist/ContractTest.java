package dev.gradus.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** That the tutorial's program, as promised and as taught, compiles, runs and learns. */
final class ContractTest {
  private interface Program {
    void run(String[] args) throws Exception;
  }

  private static String outputOf(Program program) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run(new String[0]);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void thePromisedProgramAndTheLessonLearnTheSame() throws Exception {
    String promised = outputOf(dev.gradus.mnist.contract.MnistSoftmax::main);
    String lesson = outputOf(MnistSoftmax::main);

    assertThat(Float.parseFloat(promised)).isBetween(0.91f, 0.93f);
    assertThat(lesson).isEqualTo(promised);
  }
}
