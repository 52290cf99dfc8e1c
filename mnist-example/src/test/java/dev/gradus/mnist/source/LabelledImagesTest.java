package dev.gradus.mnist.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Images and labels as bytes. */
final class LabelledImagesTest {
  private static final LabelledImages IMAGES =
      LabelledImages.of(
          1, 2, new byte[] {0, 1, 2, 3, (byte) 128, (byte) 255}, new byte[] {7, 0, 9});

  @Test
  void convertsPixelsAsTensorFlowDoes() {
    float[] target = {9, 9, 9, 9};

    IMAGES.copyImage(2, target, 1);

    assertThat(target).containsExactly(9, 128 * (1f / 255f), 1, 9);
  }

  @Test
  void aRangeCountsFromItsOwnStart() {
    LabelledImages range = IMAGES.range(1, 3).range(1, 2);
    float[] image = new float[2];
    range.copyImage(0, image, 0);

    assertThat(range.count()).isEqualTo(1);
    assertThat(range.label(0)).isEqualTo(9);
    assertThat(image[1]).isEqualTo(1);
    assertThat(IMAGES.range(3, 3).count()).isZero();
  }

  @Test
  void aRangeHidesWhatLiesOutside() {
    LabelledImages range = IMAGES.range(0, 1);

    assertThatThrownBy(() -> range.label(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> range.label(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> range.copyImage(1, new float[2], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> range.range(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void changesToTheArraysGivenDoNotReachIt() {
    byte[] pixels = {1};
    byte[] labels = {1};
    LabelledImages images = LabelledImages.of(1, 1, pixels, labels);
    pixels[0] = 2;
    labels[0] = 2;

    assertThat(images.label(0)).isEqualTo(1);
  }

  @Test
  void refusesArraysThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledImages.of(2, 2, new byte[7], new byte[2]))
        .withMessage("7 pixels cannot be 2 images of 2 x 2 pixels.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledImages.of(1, 1, new byte[1], new byte[] {(byte) 200}))
        .withMessage("A label is 0 to 9, not 200.");
  }
}
