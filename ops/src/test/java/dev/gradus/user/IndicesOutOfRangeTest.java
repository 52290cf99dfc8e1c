package dev.gradus.user;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import org.junit.jupiter.api.Test;

/**
 * An index that is out of range fails the run, and the message names the index, where it stands
 * among the others, the range, and the program's line.
 */
class IndicesOutOfRangeTest {
  private final Ops tf = Ops.on(new Graph());
  private final Output<Integer> i = tf.placeholder(DataType.INT32);

  private void assertFails(Output<?> fetch, Tensor<Integer> indices, String problem) {
    try (Session session = new Session(tf.graph())) {
      session.run(tf.globalVariablesInitializer());
      assertThatThrownBy(() -> session.run(fetch, feed(i, indices)))
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith(problem)
          .hasMessageContaining(fetch.operation().toString())
          .hasMessageContaining("built at dev.gradus.user.IndicesOutOfRangeTest.")
          .hasMessageContaining("(IndicesOutOfRangeTest.java:");
    }
  }

  @Test
  void inGathering() {
    Output<Float> x = tf.ones(5, 3);
    assertFails(tf.gather(x, i), Tensor.of(5), "indices = 5 is not in [0, 5)");
    assertFails(tf.gather(x, i, 1), Tensor.of(0, 3), "indices[1] = 3 is not in [0, 3)");
    assertFails(
        tf.gather(x, i),
        Tensor.of(new int[][] {{0, 1}, {4, -1}}),
        "indices[1,1] = -1 is not in [0, 5)");
    assertFails(
        tf.gatherNd(x, i),
        Tensor.of(new int[][] {{0, 1}, {4, 3}}),
        "indices[1] = [4,3] is outside an array of shape [5,3]");
    assertFails(
        tf.gatherNd(x, i),
        Tensor.of(new int[] {-1}),
        "indices = [-1] is outside an array of shape [5,3]");
    assertFails(tf.gather(tf.zeros(0, 3), i), Tensor.of(0), "indices = 0 is not in [0, 0)");
  }

  @Test
  void inScattering() {
    Output<Float> updates = tf.ones(2);
    Tensor<Integer> indices = Tensor.of(new int[][] {{3}, {4}});
    String problem = "indices[1] = [4] is outside an array of shape [4]";
    assertFails(tf.scatterNd(i, updates, Shape.of(4)), indices, problem);
    assertFails(tf.tensorScatterUpdate(tf.ones(4), i, updates), indices, problem);
    assertFails(tf.tensorScatterAdd(tf.ones(4), i, updates), indices, problem);
    assertFails(
        tf.scatterAdd(tf.variable(tf.ones(4)), i, updates),
        Tensor.of(0, 4),
        "indices[1] = 4 is not in [0, 4)");
  }

  @Test
  void aVariableKeepsItsValueIfAnUpdateFails() {
    Variable<Float> table = tf.variable(tf.constant(1f, 2f, 3f));
    Output<Float> update = tf.scatterUpdate(table, i, tf.constant(9f));
    try (Session session = new Session(tf.graph())) {
      session.run(tf.globalVariablesInitializer());
      assertThatThrownBy(() -> session.run(update, feed(i, Tensor.of(0, 3))))
          .isInstanceOf(RunException.class);
      assertThat(session.run(table)).isEqualTo(Tensor.of(1f, 2f, 3f));
    }
  }

  @Test
  void aLongIndexIsNotCutOff() {
    Output<Float> row = tf.gather(tf.ones(5, 3), tf.constant(1L << 32));
    try (Session session = new Session(tf.graph())) {
      assertThatThrownBy(() -> session.run(row))
          .hasMessageStartingWith("indices = 4294967296 is not in [0, 5)");
    }
  }
}
