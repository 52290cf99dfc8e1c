package dev.gradus.core;

import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shapes that depend on values, and so are found out only while a plan runs. */
class DynamicShapesTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Session session = new Session(graph);
  private final Output<Float> x = tf.placeholder(Shape.of(UNKNOWN));
  private final Output<Integer> shape = tf.placeholder("shape", INT32, Shape.of(UNKNOWN));

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aPlanServesEveryShapeThatItsValuesAskFor() {
    Output<Float> y = tf.neg(tf.positives(tf.neg(x)));

    assertThat(session.run(y, feed(x, Tensor.of(1f, -2f, -3f)))).isEqualTo(Tensor.of(-2f, -3f));
    assertThat(session.run(y, feed(x, Tensor.of(-1f, -2f, -3f))))
        .isEqualTo(Tensor.of(-1f, -2f, -3f));
    assertThat(session.run(y, feed(x, Tensor.of(1f, 2f, 3f)))).isEqualTo(Tensor.of(new float[0]));
  }

  @Test
  void aShapeCanBeFed() {
    Output<Float> matrix = tf.reshape(tf.neg(x), shape);
    Feed<Float> six = feed(x, Tensor.of(1f, 2f, 3f, 4f, 5f, 6f));

    assertThat(session.run(matrix, six, feed(shape, Tensor.of(2, 3))).shape())
        .isEqualTo(Shape.of(2, 3));
    assertThat(session.run(matrix, six, feed(shape, Tensor.of(3, 2))).getFloat(2, 1)).isEqualTo(-6);
    assertThat(session.run(tf.fill(shape, tf.sum(x)), six, feed(shape, Tensor.of(1, 2))))
        .isEqualTo(Tensor.of(new float[][] {{21, 21}}));
    assertThatThrownBy(() -> session.run(matrix, six, feed(shape, Tensor.of(4, 2))))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("Cannot reshape [6] to [4,2] for 'TestReshape'");
  }

  @Test
  void theShapeOfSomethingDynamicIsFoundOutDuringTheRun() {
    Output<Integer> found = tf.shape(tf.positives(x));

    assertThat(session.run(found, feed(x, Tensor.of(1f, -2f, 3f))))
        .isEqualTo(Tensor.of(new int[] {2}));
    assertThat(session.run(tf.fill(found, tf.constant(Tensor.of(7f))), feed(x, Tensor.of(1f, 2f))))
        .isEqualTo(Tensor.of(7f, 7f));
  }

  @Test
  void aViewOfSomethingDynamicUnderAFixedShapeIsChecked() {
    Output<Float> square = tf.reshape(tf.positives(x), 2, 2);

    assertThat(session.run(square, feed(x, Tensor.of(1f, 2f, -9f, 3f, 4f))))
        .isEqualTo(Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    assertThatThrownBy(() -> session.run(square, feed(x, Tensor.of(1f, 2f, -9f, 3f, -4f))))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "Cannot reshape [3] to [2,2] for 'TestReshape' (op: 'TestReshape')"
                + " with input shapes: [3], [2]");
    assertThatThrownBy(() -> session.run(tf.neg(square), feed(x, Tensor.of(1f, 2f, 3f, 4f, 5f))))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("Cannot reshape [5] to [2,2]");
  }

  /** A sum of something dynamic is a scalar, and may share the room of a larger value. */
  @Test
  void roomThatIsSharedStaysLargeEnough() {
    Output<Float> two = tf.neg(tf.add(x, tf.constant(1f, 1f)));
    Output<Float> sum = tf.neg(tf.sum(tf.positives(two)));

    for (int i = 0; i < 4; i++) {
      assertThat(session.run(sum, feed(x, Tensor.of(-3f, i))).floatValue()).isEqualTo(-2);
    }
  }
}
