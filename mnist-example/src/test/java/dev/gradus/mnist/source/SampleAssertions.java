package dev.gradus.mnist.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Compares what was read with the plain files that it came from. */
final class SampleAssertions {
  private SampleAssertions() {}

  static void assertHolds(TrainAndTest actual, Map<String, byte[]> plain) {
    assertHolds(
        actual.train(), plain.get("train-images-idx3-ubyte"), plain.get("train-labels-idx1-ubyte"));
    assertHolds(
        actual.test(), plain.get("t10k-images-idx3-ubyte"), plain.get("t10k-labels-idx1-ubyte"));
  }

  private static void assertHolds(LabelledImages actual, byte[] images, byte[] labels) {
    int size = actual.imageSize();
    assertThat(actual.count()).isEqualTo(labels.length - 8);
    assertThat(actual.count() * size).isEqualTo(images.length - 16);
    float[] image = new float[size];
    for (int i = 0; i < actual.count(); i++) {
      assertThat(actual.label(i)).isEqualTo(labels[8 + i]);
      actual.copyImage(i, image, 0);
      for (int j = 0; j < size; j++) {
        assertThat(image[j]).isEqualTo(Byte.toUnsignedInt(images[16 + i * size + j]) * (1f / 255f));
      }
    }
  }
}
