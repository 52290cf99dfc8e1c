package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What pooling does with ties, NaNs, infinities, and windows that no pixel is under. */
class PoolingTest {
  private static final long SEED = 1998;
  private static final float NAN = Float.NaN;
  private static final float LEAST = Float.NEGATIVE_INFINITY;

  /** One window of 2 by 2 over the four numbers, for one channel. */
  private static final Pooling WINDOW =
      new Pooling(1, new WindowAxis(2, 2, 2, 1, 0, 1), new WindowAxis(2, 2, 2, 1, 0, 1), 1);

  private static float greatest(float... window) {
    float[] result = {99f};
    MaxPooling.FLOATS.forward(WINDOW, window, result);
    double[] doubles = {99};
    MaxPooling.DOUBLES.forward(WINDOW, Samples.doubles(window), doubles);
    assertSameBits(new float[] {(float) doubles[0]}, result, "as doubles");
    return result[0];
  }

  private static float[] byImages(float... window) {
    float[] byImages = {99f, 99f, 99f, 99f};
    MaxPooling.FLOATS.byImages(WINDOW, window, new float[] {7f}, byImages, new int[1]);
    double[] doubles = {99, 99, 99, 99};
    MaxPooling.DOUBLES.byImages(
        WINDOW, Samples.doubles(window), new double[] {7}, doubles, new int[1]);
    assertThat(doubles).isEqualTo(Samples.doubles(byImages));
    return byImages;
  }

  private static float atGreatest(float result, float... window) {
    float[] picked = {99f};
    float[] from = {7f, 8f, 9f, 10f};
    MaxPooling.FLOATS.atGreatest(WINDOW, window, new float[] {result}, from, picked, new int[1]);
    return picked[0];
  }

  @Test
  void aNaNIsTheGreatestOnlyWhereThereIsNothingElse() {
    assertThat(greatest(NAN, 1, 2, 3)).isEqualTo(3f);
    assertThat(greatest(1, NAN, 2, 3)).isEqualTo(3f);
    assertThat(greatest(3, 2, 1, NAN)).isEqualTo(3f);
    assertThat(greatest(NAN, NAN, NAN, NAN)).isNaN();
    assertThat(greatest(NAN, LEAST, NAN, NAN)).isEqualTo(LEAST);
    assertThat(greatest(LEAST, LEAST, LEAST, LEAST)).isEqualTo(LEAST);
  }

  @Test
  void theGradientGoesToTheFirstOfTheGreatest() {
    assertThat(byImages(1, 3, 3, 2)).containsExactly(0, 7, 0, 0);
    assertThat(byImages(-1, -1, -1, -1)).containsExactly(7, 0, 0, 0);
    assertThat(byImages(0f, -0f, 0f, -0f)).containsExactly(7, 0, 0, 0);
    assertThat(byImages(LEAST, LEAST, LEAST, LEAST)).containsExactly(7, 0, 0, 0);
    assertThat(byImages(3, 2, 1, NAN)).containsExactly(7, 0, 0, 0);
    assertThat(byImages(1, NAN, 2, 3)).containsExactly(0, 0, 0, 7);
  }

  @Test
  void whatIsPickedStandsAtTheFirstThatIsTheResult() {
    assertThat(atGreatest(3, 1, 3, 3, 2)).isEqualTo(8f);
    assertThat(atGreatest(3, 1, NAN, 2, 3)).isEqualTo(10f);
    assertThat(atGreatest(5, 1, 2, 3, 4)).as("there is none").isEqualTo(0f);
    assertThat(atGreatest(NAN, NAN, NAN, NAN, NAN)).isEqualTo(0f);
  }

  @Test
  void bytesAreUnsigned() {
    byte[] result = new byte[1];
    MaxPooling.UNSIGNED_BYTES.forward(WINDOW, new byte[] {1, -1, 127, 2}, result);
    assertThat(result).containsExactly(-1);
    byte[] byImages = new byte[4];
    MaxPooling.UNSIGNED_BYTES.byImages(
        WINDOW, new byte[] {1, 127, -1, 2}, new byte[] {7}, byImages, new int[1]);
    assertThat(byImages).containsExactly(0, 0, 7, 0);
  }

  @Test
  void aMeanAddsInOrderAndDividesOnce() {
    float[] mean = new float[1];
    FloatAveragePooling.forward(WINDOW, new float[] {1e8f, 1f, -1e8f, 1f}, mean);
    assertSameBits(mean, new float[] {(1e8f + 1f - 1e8f + 1f) / 4}, "mean");
    float[] byImages = new float[4];
    FloatAveragePooling.byImages(WINDOW, new float[] {0.3f}, byImages, new float[1]);
    assertSameBits(byImages, new float[] {0.3f / 4, 0.3f / 4, 0.3f / 4, 0.3f / 4}, "parts");
  }

  @Test
  void aWindowThatMakesNoStepLeavesZeros() {
    WindowAxis none = new WindowAxis(2, 3, 1, 1, 0, 0);
    Pooling sizes = new Pooling(1, none, none, 1);
    float[] byImages = {99f, 99f, 99f, 99f};
    MaxPooling.FLOATS.forward(sizes, new float[4], new float[0]);
    MaxPooling.FLOATS.byImages(sizes, new float[4], new float[0], byImages, new int[1]);
    assertThat(byImages).containsOnly(0f);
  }

  @Test
  void allKernelsGiveTheSameBits() {
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      Pooling sizes =
          new Pooling(
              random.nextInt(12),
              i % 3 == 0 ? halved(random) : axis(random),
              i % 3 == 0 ? halved(random) : axis(random),
              1 + random.nextInt(i % 5 == 0 ? 70 : 35));
      float[] images = Samples.wildFloats(random, sizes.imageSize());
      if (i % 2 == 0) { // Then there are equal ones.
        for (int at = 0; at < images.length; at++) {
          images[at] = random.nextInt(3);
        }
      }
      int steps = sizes.batch() * sizes.rows().steps() * sizes.columns().steps();
      float[] gradient = Samples.floats(random, steps * sizes.channels());
      if (gradient.length > 0) {
        gradient[random.nextInt(gradient.length)] = -0f;
      }
      float[] expected = new float[gradient.length];
      float[] result = gradient.clone();
      FloatMaxPooling plain = new ScalarKernels().floats().maxPooling(sizes, Workers.caller());
      FloatMaxPooling chosen = Kernels.floats().maxPooling(sizes, Samples.anyOrder());
      plain.forward(images, expected);
      chosen.forward(images, result);
      assertSameBits(result, expected, "%s, seed %d", sizes, SEED);
      float[] expectedBack = new float[images.length];
      float[] back = images.clone();
      plain.byImages(images, gradient, expectedBack);
      chosen.byImages(images, gradient, back);
      assertSameBits(back, expectedBack, "gradient of %s, seed %d", sizes, SEED);
    }
  }

  /** Along which windows of two stand side by side, over all pixels. */
  private static WindowAxis halved(Random random) {
    int steps = 1 + random.nextInt(6);
    return new WindowAxis(2 * steps, 2, 2, 1, 0, steps);
  }

  /** Along which windows overlap, or leave gaps, or jut out. */
  private static WindowAxis axis(Random random) {
    int input = 1 + random.nextInt(12);
    int window = 1 + random.nextInt(Math.min(4, input));
    int stride = 1 + random.nextInt(3);
    int before = random.nextInt(window);
    return new WindowAxis(input, window, stride, 1, before, (input + before - 1) / stride + 1);
  }
}
