package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A training step that ran before allocates next to nothing on the heap: every array has its place,
 * and kernels own what they need beside.
 *
 * <p>Measured with the plain kernels, in a JVM of its own. With the Vector API a vector is an
 * object until the JVM's compiler has been through the code that uses it, so what a step allocates
 * there says how far the compiler is, and not what the program asks for. That part is not tested
 * here.
 */
class TrainingAllocationTest {
  private static final long LARGEST_STEP = 1024;

  @Test
  void aWarmTrainingStepAllocatesLessThanAKibibyte() throws Exception {
    assumeThat(ManagementFactory.getThreadMXBean())
        .as("what counts a thread's allocated bytes, which this JVM lacks")
        .isInstanceOf(com.sun.management.ThreadMXBean.class);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgradus.simd=off",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingAllocation.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    List<String> lines = output.lines().toList();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(lines).as("softmax regression, perceptron, convolutional network").hasSize(3);
    assertThat(lines)
        .allSatisfy(bytes -> assertThat(Long.parseLong(bytes)).isBetween(0L, LARGEST_STEP - 1));
  }
}
