package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains of element-wise ops, which run block by block, compute what each op does on its own. */
class BlockwiseTest {
  private static final SessionOptions AS_BUILT =
      SessionOptions.defaults().withoutRewrites().withThreads(1);

  private final Ops tf = Ops.on(new Graph());

  private static Tensor<Float> numbers(Shape shape) {
    Random random = new Random(shape.hashCode());
    return Tensor.ofFloats(
        shape,
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextGaussian();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4095, 4096, 4097, 12_293, 100_000})
  void wholeBlocksAndWhatIsLeftOver(int size) {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(size));
    Output<Float> y = tf.placeholder(FLOAT32, Shape.of(size));
    Output<Float> scale = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> z = x;
    for (int i = 0; i < 4; i++) {
      z = tf.nn.relu(tf.sub(tf.mul(tf.add(z, y), scale), tf.tanh(z)));
      z = tf.clipByValue(tf.addN(List.of(z, x, y)), -3f, 3f);
    }
    compare(
        z,
        feed(x, numbers(Shape.of(size))),
        feed(y, numbers(Shape.of(size))),
        feed(scale, Tensor.of(0.7f)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 255, 300, 1000, 5000})
  void whatIsBroadcastIsRepeatedWhereverABlockBegins(int columns) {
    int rows = 60_000 / columns;
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(rows, columns));
    Output<Float> row = tf.placeholder(FLOAT32, Shape.of(columns));
    Output<Float> column = tf.placeholder(FLOAT32, Shape.of(rows, 1));
    Output<Float> z = tf.neg(tf.add(x, row));
    z = tf.mul(tf.maximum(column, z), tf.tanh(row));
    z = tf.add(tf.sub(z, tf.neg(column)), tf.nn.biasAdd(x, row));
    compare(
        z,
        feed(x, numbers(Shape.of(rows, columns))),
        feed(row, numbers(Shape.of(columns))),
        feed(column, numbers(Shape.of(rows, 1))));
  }

  /** The row lies in an array where there is room for the whole, and that is wanted next. */
  @Test
  void whatIsBroadcastIsNotOverwrittenBeforeTheLastBlockHasReadIt() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(2, 5000));
    Output<Float> y = tf.placeholder(FLOAT32, Shape.of(2, 5000));
    Output<Float> busy = tf.reduceSum(tf.tanh(x), 0);
    Output<Float> row = tf.reduceSum(y, 0);
    Output<Float> first = tf.add(x, row);
    Output<Float> second = tf.add(x, y);
    compare(
        tf.sub(tf.mul(first, second), busy),
        feed(x, numbers(Shape.of(2, 5000))),
        feed(y, numbers(Shape.of(2, 5000))));
  }

  private static void compare(Output<Float> fetch, Feed<?>... feeds) {
    Tensor<Float> expected = Runs.value(AS_BUILT, fetch, feeds);
    for (int threads = 1; threads <= 4; threads++) {
      SessionOptions options = SessionOptions.defaults().withThreads(threads);
      try (Session session = new Session(fetch.graph(), options)) {
        for (int run = 0; run < 2; run++) {
          assertThat(session.run(fetch, feeds)).as("%d threads", threads).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aMistakeIsThatOfTheOperationThatMeetsIt() {
    int size = 50_000;
    Output<Integer> x = tf.placeholder(INT32, Shape.of(size));
    Output<Integer> y = tf.placeholder(INT32, Shape.of(size));
    Output<Integer> sum = tf.add(tf.neg(x), y);
    Output<Integer> quotient = tf.named("quotient").floorDiv(sum, y);
    Output<Integer> last = tf.neg(tf.add(quotient, x));
    Tensor<Integer> ones = Tensor.ofInts(Shape.of(size), elements -> Arrays.fill(elements, 1));
    Tensor<Integer> oneZero =
        Tensor.ofInts(
            Shape.of(size),
            elements -> {
              Arrays.fill(elements, 1);
              elements[size - 7] = 0;
            });
    try (Session session = new Session(tf.graph())) {
      assertThatThrownBy(() -> session.run(last, feed(x, ones), feed(y, oneZero)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("division by zero: -1 / 0 for 'quotient' (op: 'FloorDiv')");
      assertThat(session.run(last, feed(x, ones), feed(y, ones)).getInt(size - 7)).isEqualTo(-1);
    }
  }

  @Test
  void anOpThatKnowsNoRangesIsComputedAsAWholeInBetween() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(10_000));
    Output<Float> before = tf.add(tf.neg(x), x);
    Output<Float> reversed = tf.reverse(tf.add(before, x), 0);
    Output<Float> halves = tf.cast(tf.less(reversed, x), FLOAT32);
    compare(tf.add(tf.tanh(reversed), tf.neg(halves)), feed(x, numbers(Shape.of(10_000))));
  }
}
