package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Workers;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * A checksum of the bits of what has no other oracle to the bit, recorded once. It says nothing
 * about whether the values are good (the other tests do), only that they are those of every other
 * machine, JVM and compiler setting. A change of a polynomial or of a law changes it, and must.
 */
class SameBitsTest {

  private static final long SEED = 1;
  private static final int COUNT = 100_000;

  private static final Map<String, Long> RECORDED =
      Map.ofEntries(
          Map.entry("exp", 2025430553L),
          Map.entry("exp of doubles", 3311343441L),
          Map.entry("log", 4293449099L),
          Map.entry("log of doubles", 2211365914L),
          Map.entry("matmul", 1796692954L),
          Map.entry("normal", 1032200043L),
          Map.entry("normal doubles", 3068702917L),
          Map.entry("pow", 59523816L),
          Map.entry("sigmoid", 2360388852L),
          Map.entry("sigmoid of doubles", 2897552392L),
          Map.entry("softmax", 4259808934L),
          Map.entry("tanh", 542347485L),
          Map.entry("tanh of doubles", 4247600832L));

  private static long checksum(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    buffer.asIntBuffer().put(Samples.bits(values));
    return checksum(buffer);
  }

  private static long checksum(double[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length);
    buffer.asLongBuffer().put(Samples.bits(values));
    return checksum(buffer);
  }

  private static long checksum(ByteBuffer buffer) {
    CRC32 checksum = new CRC32();
    checksum.update(buffer);
    return checksum.getValue();
  }

  @Test
  void theBitsAreThoseOfEveryOtherMachine() {
    FloatKernels kernels = Kernels.floats();
    float[] x = Samples.wildFloats(new Random(SEED), COUNT);
    float[] logits = new float[COUNT];
    RandomFill.uniform(logits, COUNT, SEED, 0, 0);
    Map<String, Long> checksums = new TreeMap<>();
    Map<String, UnaryBlock<float[], float[]>> floats =
        Map.of(
            "exp", Kernels.floatElements().unary(UnaryFunction.EXP).orElseThrow(),
            "log", Kernels.floatElements().unary(UnaryFunction.LOG).orElseThrow(),
            "tanh", Kernels.floatElements().unary(UnaryFunction.TANH).orElseThrow(),
            "sigmoid", Kernels.floatElements().unary(UnaryFunction.SIGMOID).orElseThrow());
    floats.forEach(
        (name, function) -> {
          float[] result = new float[COUNT];
          function.apply(x, 0, result, 0, COUNT);
          checksums.put(name, checksum(result));
        });
    Map<String, UnaryBlock<double[], double[]>> doubles =
        Map.of(
            "exp of doubles", Kernels.doubleElements().unary(UnaryFunction.EXP).orElseThrow(),
            "log of doubles", Kernels.doubleElements().unary(UnaryFunction.LOG).orElseThrow(),
            "tanh of doubles", Kernels.doubleElements().unary(UnaryFunction.TANH).orElseThrow(),
            "sigmoid of doubles",
                Kernels.doubleElements().unary(UnaryFunction.SIGMOID).orElseThrow());
    doubles.forEach(
        (name, function) -> {
          double[] result = new double[COUNT];
          function.apply(Samples.doubles(x), 0, result, 0, COUNT);
          checksums.put(name, checksum(result));
        });
    float[] result = new float[COUNT];
    Kernels.floatElements()
        .binary(BinaryFunction.POW)
        .orElseThrow()
        .apply(logits, 0, x, 0, result, 0, COUNT);
    checksums.put("pow", checksum(result));
    kernels.softmax(COUNT / 10, 10, Workers.caller()).softmax(logits, result);
    checksums.put("softmax", checksum(result));
    kernels
        .product(false, true, 200, 250, 300, Workers.caller())
        .multiply(logits, 0, logits, 500, result, 0);
    checksums.put("matmul", checksum(result));
    RandomFill.normal(result, COUNT, SEED, 0, 0);
    checksums.put("normal", checksum(result));
    double[] normal = new double[COUNT];
    RandomFill.normal(normal, COUNT, SEED, 0, 0);
    checksums.put("normal doubles", checksum(normal));

    assertThat(checksums).as("seed %d", SEED).containsExactlyEntriesOf(new TreeMap<>(RECORDED));
  }
}
