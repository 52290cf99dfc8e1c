package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.vector.VectorKernels;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kernels that go over from the plain to the SIMD ones while they are in use. */
class WarmUpTest {
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // Until the JVM has compiled all SIMD kernels.
  void nobodyCanTellWhenTheKernelsChange() throws InterruptedException {
    KernelFamily scalar = new ScalarKernels();
    KernelFamily vector = new VectorKernels(scalar);
    WarmUp warmUp = new WarmUp(scalar, vector);
    KernelFamily warming = new WarmingKernels(scalar, vector, warmUp);
    Random random = new Random(3);
    int rows = 17;
    int inner = 40;
    int columns = 33;
    float[] a = Samples.floats(random, rows * inner);
    float[] b = Samples.floats(random, inner * columns);
    float[] expected = new float[rows * columns];
    scalar
        .floats()
        .product(false, false, rows, inner, columns, Workers.caller())
        .multiply(a, 0, b, 0, expected, 0);
    float[] expectedTanh = new float[rows * inner];
    scalar
        .floatElements()
        .unary(UnaryFunction.TANH)
        .orElseThrow()
        .apply(a, 0, expectedTanh, 0, rows * inner);

    FloatProduct product =
        warming.floats().product(false, false, rows, inner, columns, Workers.caller());
    UnaryBlock<float[], float[]> tanh =
        warming.floatElements().unary(UnaryFunction.TANH).orElseThrow();
    float[] result = new float[rows * columns];
    float[] resultTanh = new float[rows * inner];
    boolean done;
    do {
      done = warmUp.isDone();
      product.multiply(a, 0, b, 0, result, 0);
      assertThat(result).isEqualTo(expected);
      tanh.apply(a, 0, resultTanh, 0, rows * inner);
      assertThat(resultTanh).isEqualTo(expectedTanh);
      Thread.sleep(20);
    } while (!done);
  }
}
