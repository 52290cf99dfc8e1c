package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import org.junit.jupiter.api.Test;

/** Strides and sizes near the ends of their types are what they are, and do not wrap. */
class ExtremeSizesTest {
  private static final int MOST = Integer.MAX_VALUE;

  private final Ops tf = Ops.on(new Graph());

  private Tensor<Float> run(Output<Float> fetch) {
    try (Session session = new Session(tf.graph())) {
      return session.run(fetch);
    }
  }

  @Test
  void aWindowMakesItsFirstStepHoweverFarTheNextWouldBe() {
    Output<Float> images = tf.ones(1, 5, 5, 1);
    for (int stride : new int[] {5, 1 << 30, MOST - 4, MOST}) {
      Output<Float> all = tf.nn.conv2d(images, tf.ones(1, 1, 1, 1), stride, Padding.SAME);
      assertThat(all.shape()).isEqualTo(Shape.of(1, 1, 1, 1));
      assertThat(run(all).getFloat(0, 0, 0, 0)).isEqualTo(1);
      assertThat(tf.nn.maxPool(images, 2, stride, Padding.VALID).shape())
          .isEqualTo(Shape.of(1, 1, 1, 1));
    }
  }

  @Test
  void imagesOfTheLargestSizeHaveHalfAsManyWindows() {
    Output<Float> none = tf.placeholder(FLOAT32, Shape.of(0, MOST, MOST, 8));
    assertThat(tf.nn.maxPool(none, 2, 2, Padding.SAME).shape())
        .isEqualTo(Shape.of(0, 1 << 30, 1 << 30, 8));
  }

  @Test
  void aSliceTakesStridesThatAreNoInt() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(1));
    Output<Float> slice =
        tf.stridedSlice(
            x,
            tf.constant(new long[] {0}),
            tf.constant(new long[] {1}),
            tf.constant(new long[] {1L << 40}));
    try (Session session = new Session(tf.graph())) {
      assertThat(session.run(slice, feed(x, Tensor.of(new float[] {2.5f}))))
          .isEqualTo(Tensor.of(new float[] {2.5f}));
    }
  }

  @Test
  void thereCanBeVeryManyEmptyRows() {
    Output<Float> rows = tf.reshape(tf.constant(Tensor.zeros(FLOAT32, Shape.of(0))), MOST, 0);
    assertThat(run(tf.nn.softmax(rows)).shape()).isEqualTo(Shape.of(MOST, 0));
    Output<Float> nothing = tf.constant(Tensor.zeros(FLOAT32, Shape.of(0, 0)));
    assertThat(run(tf.matmul(rows, nothing)).shape()).isEqualTo(Shape.of(MOST, 0));
  }
}
