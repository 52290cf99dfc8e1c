package dev.gradus.ops;

import static dev.gradus.core.Feed.feed;
import static dev.gradus.ops.Index.all;
import static dev.gradus.ops.Index.at;
import static dev.gradus.ops.Index.between;
import static dev.gradus.ops.Index.ellipsis;
import static dev.gradus.ops.Index.from;
import static dev.gradus.ops.Index.newAxis;
import static dev.gradus.ops.Index.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is composed of the ops that join, cut, repeat and turn round, and the words for indices. */
class SlicingTest {
  private final Ops tf = Ops.on(new Graph());

  /** {@code x[i, j] = 10 i + j}, of shape [3,4]. */
  private final Output<Integer> x =
      tf.constant(new int[][] {{0, 1, 2, 3}, {10, 11, 12, 13}, {20, 21, 22, 23}});

  private <T> Tensor<T> run(Operand<T> fetch) {
    try (Session session = new Session(tf.graph())) {
      return session.run(fetch);
    }
  }

  private void assertGets(Tensor<Integer> expected, Index... indices) {
    assertThat(run(tf.get(x, indices))).as(List.of(indices).toString()).isEqualTo(expected);
  }

  @Test
  void indicesMeanWhatTheyMeanInNumPy() {
    assertGets(Tensor.of(10, 11, 12, 13), at(1));
    assertGets(Tensor.of(3, 13, 23), all(), at(-1));
    assertGets(Tensor.of(12), at(1), at(2));
    assertGets(Tensor.of(new int[][] {{10, 11, 12}, {20, 21, 22}}), from(1), between(0, 3));
    assertGets(Tensor.of(new int[][] {{0, 1, 2, 3}, {20, 21, 22, 23}}), all().step(2));
    assertGets(Tensor.of(Shape.of(3, 1, 2), 2, 3, 12, 13, 22, 23), all(), newAxis(), from(-2));
    assertGets(Tensor.of(2, 12, 22), ellipsis(), at(2));
    assertGets(Tensor.of(new int[][] {{0, 1, 2}, {10, 11, 12}}), until(-1), until(3));
    assertGets(
        Tensor.of(new int[][] {{23, 22}, {13, 12}}),
        between(2, 0).step(-1),
        between(3, 1).step(-1));
    assertGets(Tensor.of(new int[][] {{3, 2, 1, 0}}), until(1), all().step(-1));
    assertGets(Tensor.zeros(DataType.INT32, Shape.of(0, 4)), from(7));
  }

  @Test
  void indicesAreWrittenAsInNumPy() {
    assertThat(
            List.of(
                at(1),
                all(),
                from(2),
                until(-1),
                between(2, 5),
                all().step(-1),
                between(0, 9).step(2),
                newAxis(),
                ellipsis(),
                at(tf.named("step").constant(0))))
        .hasToString("[1, :, 2:, :-1, 2:5, ::-1, 0:9:2, newaxis, ..., step:0]");
  }

  @Test
  void indicesCanBeComputed() {
    Output<Integer> i = tf.placeholder(DataType.INT32, Shape.scalar());
    Output<Integer> row = tf.get(x, at(i));
    Output<Integer> block = tf.get(x, until(i), from(i));
    Output<Integer> between = tf.get(x, at(0), between(tf.sub(i, 1), tf.add(i, 1)));
    assertThat(row.shape()).isEqualTo(Shape.of(4));
    try (Session session = new Session(tf.graph())) {
      assertThat(session.run(row, feed(i, 1))).isEqualTo(Tensor.of(10, 11, 12, 13));
      assertThat(session.run(row, feed(i, -1))).isEqualTo(Tensor.of(20, 21, 22, 23));
      assertThat(session.run(block, feed(i, 2)))
          .isEqualTo(Tensor.of(new int[][] {{2, 3}, {12, 13}}));
      assertThat(session.run(between, feed(i, 1))).isEqualTo(Tensor.of(0, 1));
      assertThatThrownBy(() -> session.run(row, feed(i, 3)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("Index 3 is out of range: axis 0 of shape [3,4] has 3 elements");
    }
  }

  @Test
  void whatIsKnownOfAPartIsKnownWithoutTheRest() {
    Output<Float> rows = tf.placeholder(DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 4));
    assertThat(tf.get(rows, at(0)).shape()).isEqualTo(Shape.of(4));
    assertThat(tf.get(rows, all(), between(1, 3)).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 2));
    assertThat(tf.concat(List.of(rows, tf.zeros(2, 4)), 0).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 4));
    assertThat(tf.concat(List.of(rows, rows), 1).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 8));
    assertThat(tf.split(rows, 2, 0).get(0).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 4));
    assertThat(tf.split(rows, new int[] {1, -1}, 1).get(1).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 3));
    assertThat(tf.stack(List.of(rows, rows), 1).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 2, 4));
    assertThat(tf.pad(rows, new int[][] {{1, 1}, {2, 0}}).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 6));
    assertThat(tf.tile(rows, 2, 3).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 12));
    assertThat(tf.squeeze(tf.expandDims(rows, 1), 1).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 4));
  }

  @Test
  void aDefaultIsTakenWhereNothingIsFed() {
    Output<Float> rate = tf.placeholderWithDefault(Tensor.of(0.5f), Shape.scalar());
    Output<Float> rows =
        tf.named("rows").placeholderWithDefault(tf.zeros(1, 2), Shape.of(Shape.UNKNOWN, 2));
    Output<Float> shifted = tf.add(rows, rate);
    assertThat(shifted.shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 2));
    assertThat(rate.knownValue()).isEmpty();
    try (Session session = new Session(tf.graph())) {
      assertThat(session.run(shifted)).isEqualTo(Tensor.of(new float[][] {{0.5f, 0.5f}}));
      assertThat(session.run(shifted, feed(rate, 2f))).isEqualTo(Tensor.of(new float[][] {{2, 2}}));
      assertThat(session.run(shifted, feed(rows, Tensor.of(new float[][] {{1, 2}, {3, 4}}))))
          .isEqualTo(Tensor.of(new float[][] {{1.5f, 2.5f}, {3.5f, 4.5f}}));
      assertThatThrownBy(() -> session.run(shifted, feed(rows, Tensor.of(1f, 2f))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining(
              "Cannot feed a value of shape [2] for tensor 'rows:0', which has shape [?,2]");
    }
  }

  @Test
  void theExamplesOfTheDocumentation() {
    assertThat(run(tf.tile(tf.constant(1, 2), 3))).isEqualTo(Tensor.of(1, 2, 1, 2, 1, 2));
    assertThat(run(tf.roll(tf.constant(1, 2, 3, 4), 1, 0))).isEqualTo(Tensor.of(4, 1, 2, 3));
    Output<Integer> sequences = tf.constant(new int[][] {{1, 2, 3, 0}, {4, 5, 0, 0}});
    assertThat(run(tf.reverseSequence(sequences, tf.constant(3, 2), 1, 0)))
        .isEqualTo(Tensor.of(new int[][] {{3, 2, 1, 0}, {5, 4, 0, 0}}));
    Output<Integer> vector = tf.constant(1, 2, 3);
    int[][] one = {{1, 1}};
    assertThat(run(tf.pad(vector, one))).isEqualTo(Tensor.of(0, 1, 2, 3, 0));
    assertThat(run(tf.pad(vector, one, 7))).isEqualTo(Tensor.of(7, 1, 2, 3, 7));
    assertThat(run(tf.pad(vector, one, PadMode.REFLECT))).isEqualTo(Tensor.of(2, 1, 2, 3, 2));
    assertThat(run(tf.pad(vector, one, PadMode.SYMMETRIC))).isEqualTo(Tensor.of(1, 1, 2, 3, 3));
    assertThat(tf.squeeze(tf.zeros(1, 3, 1)).shape()).isEqualTo(Shape.of(3));
    assertThat(tf.squeeze(tf.zeros(1, 3, 1), -1).shape()).isEqualTo(Shape.of(1, 3));
    assertThat(run(tf.stridedSlice(x, new int[] {1, 0}, new int[] {3, 9}, new int[] {1, 2})))
        .isEqualTo(Tensor.of(new int[][] {{10, 12}, {20, 22}}));
  }

  @Test
  void aGridHasTheCoordinatesOfItsPoints() {
    List<Output<Integer>> plane = tf.meshgrid(List.of(tf.constant(1, 2, 3), tf.constant(4, 5)));
    assertThat(run(plane.get(0))).isEqualTo(Tensor.of(new int[][] {{1, 2, 3}, {1, 2, 3}}));
    assertThat(run(plane.get(1))).isEqualTo(Tensor.of(new int[][] {{4, 4, 4}, {5, 5, 5}}));
    List<Output<Integer>> indices =
        tf.meshgrid(List.of(tf.constant(1, 2, 3), tf.constant(4, 5)), GridIndexing.IJ);
    assertThat(run(indices.get(0))).isEqualTo(Tensor.of(new int[][] {{1, 1}, {2, 2}, {3, 3}}));
    assertThat(run(indices.get(1))).isEqualTo(Tensor.of(new int[][] {{4, 5}, {4, 5}, {4, 5}}));
    assertThat(run(tf.meshgrid(List.of(tf.constant(1, 2))).get(0))).isEqualTo(Tensor.of(1, 2));
    assertThat(tf.meshgrid(List.<Output<Integer>>of())).isEmpty();
    List<Output<Integer>> space =
        tf.meshgrid(List.of(tf.constant(1, 2), tf.constant(3, 4, 5), tf.constant(6, 7)));
    assertThat(run(space.get(2)).shape()).isEqualTo(Shape.of(3, 2, 2));
    assertThat(run(space.get(0)).getInt(2, 1, 0)).isEqualTo(2);
    assertThat(run(space.get(1)).getInt(2, 1, 0)).isEqualTo(5);
    assertThat(run(space.get(2)).getInt(2, 1, 0)).isEqualTo(6);
  }

  @Test
  void aSequenceMaskIsTrueUpToEachLength() {
    boolean[][] expected = {{true, false, false}, {true, true, true}, {true, true, false}};
    Output<Integer> lengths = tf.constant(1, 3, 2);
    assertThat(run(tf.sequenceMask(lengths))).isEqualTo(run(truths(expected)));
    assertThat(run(tf.sequenceMask(lengths, 3))).isEqualTo(run(truths(expected)));
    assertThat(run(tf.sequenceMask(tf.constant(1L, 0L), 2, DataType.FLOAT32)))
        .isEqualTo(Tensor.of(new float[][] {{1, 0}, {0, 0}}));
    assertThat(run(tf.sequenceMask(tf.constant(new int[0]))).shape()).isEqualTo(Shape.of(0, 0));
    assertThat(run(tf.sequenceMask(tf.constant(2)))).isEqualTo(Tensor.of(true, true));
  }

  private Output<Boolean> truths(boolean[][] rows) {
    return tf.stack(List.of(rows).stream().map(tf::constant).toList());
  }

  @Test
  void whatTheFaceCannotDoIsTold() {
    Output<Float> rows = tf.named("rows").placeholder(DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 4));
    assertThatThrownBy(() -> tf.unstack(rows))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(
            "tf.unstack needs to know the length of axis 0, but 'rows:0' has shape [?,4]");
    assertThatThrownBy(() -> tf.concat(List.<Output<Float>>of(), 0))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("tf.concat needs at least one tensor");
    assertThatThrownBy(() -> tf.stack(List.<Output<Float>>of()))
        .hasMessageContaining("tf.stack needs at least one tensor");
    assertThatThrownBy(() -> tf.pad(rows, new int[][] {{1, 1}, {1}}))
        .hasMessageContaining("how many elements to add in front and behind, not [1]");
    Output<Float> vector = tf.zeros(4);
    Output<Long> lengths = tf.constant(5L, 0L);
    Output<Float> turned = tf.reverseSequence(tf.stack(List.of(vector, vector)), lengths, 1, 0);
    assertThatThrownBy(() -> run(turned))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Sequence 0 cannot have the length 5, as there are 4 steps")
        .hasMessageContaining("'ReverseSequence' (op: 'ReverseSequence')");
  }
}
