package dev.gradus.ops;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.core.UInt8;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is composed of the ops that pick, place and search, and what they do in special cases. */
class IndexingTest {
  private static final long SEED = 5;

  private final Ops tf = Ops.on(new Graph());

  private <T> Tensor<T> run(Operand<T> fetch) {
    try (Session session = new Session(tf.graph())) {
      return session.run(fetch);
    }
  }

  @Test
  void theExamplesOfTheDocumentation() {
    Output<Integer> matrix = tf.constant(new int[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(run(tf.gather(tf.constant(10, 20, 30, 40), tf.constant(3, 0, 3))))
        .isEqualTo(Tensor.of(40, 10, 40));
    assertThat(run(tf.gather(matrix, tf.constant(2, 0), 1)))
        .isEqualTo(Tensor.of(new int[][] {{3, 1}, {6, 4}}));
    assertThat(run(tf.gather(matrix, tf.constant(new int[][] {{2}, {0}}), 1, 1)))
        .isEqualTo(Tensor.of(new int[][] {{3}, {4}}));
    Output<Integer> places = tf.constant(new int[][] {{4}, {1}, {4}});
    assertThat(run(tf.scatterNd(places, tf.constant(1, 2, 3), Shape.of(6))))
        .isEqualTo(Tensor.of(0, 2, 0, 0, 4, 0));
    assertThat(
            run(
                tf.tensorScatterUpdate(
                    tf.constant(1, 2, 3), tf.constant(new int[][] {{2}, {0}}), tf.constant(9, 8))))
        .isEqualTo(Tensor.of(8, 2, 9));
    assertThat(run(tf.oneHot(tf.constant(2, 0), 3)))
        .isEqualTo(Tensor.of(new float[][] {{0, 0, 1}, {1, 0, 0}}));
    assertThat(run(tf.where(tf.constant(true, false, true))))
        .isEqualTo(Tensor.of(new long[][] {{0}, {2}}));
    TopK<Float> top = tf.nn.topK(tf.constant(1f, 5f, 2f, 5f), 3);
    assertThat(run(top.values())).isEqualTo(Tensor.of(5f, 5f, 2f));
    assertThat(run(top.indices())).isEqualTo(Tensor.of(1, 3, 2));
    Unique<Integer> unique = tf.unique(tf.constant(7, 5, 7, 9));
    assertThat(run(unique.values())).isEqualTo(Tensor.of(7, 5, 9));
    assertThat(run(unique.indices())).isEqualTo(Tensor.of(0, 1, 0, 2));
    assertThat(run(tf.uniqueWithCounts(tf.constant(7, 5, 7, 9)).counts()))
        .isEqualTo(Tensor.of(2, 1, 1));
    Output<Float> predictions = tf.constant(new float[][] {{0.1f, 0.7f, 0.2f}, {0.5f, 0.3f, 0.2f}});
    assertThat(run(tf.nn.inTopK(predictions, tf.constant(2, 2), 2)))
        .isEqualTo(Tensor.of(true, false));
  }

  @Test
  void aMaskPicksWhereverItStands() {
    Tensor<Double> x = Tensor.ofDoubles(Shape.of(2, 3, 4), e -> Arrays.setAll(e, i -> i));
    Tensor<Boolean> rows = Tensor.of(true, false, true);
    Tensor<Boolean> matrix =
        Tensor.of(
            new boolean[][] {
              {true, false, false, true}, {false, true, false, true}, {false, false, false, false}
            });
    for (Shape known : new Shape[] {x.shape(), Shape.unknownOfRank(3)}) {
      Output<Double> in = tf.placeholder(DataType.FLOAT64, known);
      Output<Boolean> first = tf.placeholder(DataType.BOOL, Shape.unknownOfRank(1));
      Output<Boolean> both = tf.placeholder(DataType.BOOL, Shape.unknownOfRank(2));
      try (Session session = new Session(tf.graph())) {
        Tensor<Double> middle =
            session.run(tf.booleanMask(in, first, 1), feed(in, x), feed(first, rows));
        assertThat(middle.shape()).isEqualTo(Shape.of(2, 2, 4));
        assertThat(middle.getDouble(1, 1, 2)).isEqualTo(x.getDouble(1, 2, 2));
        Tensor<Double> last =
            session.run(tf.booleanMask(in, both, -2), feed(in, x), feed(both, matrix));
        assertThat(last.shape()).isEqualTo(Shape.of(2, 4));
        assertThat(last.toDoubleArray()).containsExactly(0, 3, 5, 7, 12, 15, 17, 19);
      }
    }
    assertThat(run(tf.booleanMask(tf.constant(x), tf.constant(true, false))).shape())
        .isEqualTo(Shape.of(1, 3, 4));
  }

  @Test
  void aMaskThatDoesNotFitIsRefused() {
    Output<Float> x = tf.zeros(2, 3);
    assertThatThrownBy(() -> tf.booleanMask(x, tf.constant(true)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("A mask needs a known rank of 1 or more")
        .hasMessageContaining("has shape []");
    assertThatThrownBy(() -> tf.booleanMask(x, tf.constant(true, false, true)))
        .hasMessageContaining("A mask of shape [3] does not fit a tensor of shape [2,3] at axis 0");
    assertThatThrownBy(() -> tf.booleanMask(x, tf.constant(true, false, true), 2))
        .hasMessageContaining("does not fit a tensor of shape [2,3] at axis 2");
    assertThatThrownBy(
            () -> tf.booleanMask(tf.placeholder(DataType.FLOAT32), tf.constant(true, false), 1))
        .hasMessageContaining("A mask at axis 1 needs a tensor of known rank");
  }

  /** Each follows from the rule, but TensorFlow refuses it. */
  @Test
  void whatTensorFlowRefusesFollowsTheRuleToo() {
    Output<Float> x = tf.constant(1f, 2f, 3f);
    Output<Integer> single = tf.constant(new int[] {1});
    assertThat(run(tf.gatherNd(x, single))).isEqualTo(Tensor.of(2f));
    assertThat(run(tf.scatterNd(single, tf.constant(9f), Shape.of(3))))
        .isEqualTo(Tensor.of(0f, 9f, 0f));
    assertThat(run(tf.tensorScatterAdd(x, single, tf.constant(9f))))
        .isEqualTo(Tensor.of(1f, 11f, 3f));
    Output<Float> matrix = tf.constant(new float[][] {{1, 2}, {3, 4}});
    assertThat(run(tf.gatherNd(matrix, single))).isEqualTo(Tensor.of(3f, 4f));
    assertThat(run(tf.tensorScatterUpdate(matrix, single, tf.constant(8f, 9f))))
        .isEqualTo(Tensor.of(new float[][] {{1, 2}, {8, 9}}));
    Output<Integer> ofNothing = tf.constant(new int[2][0]);
    assertThat(run(tf.gatherNd(x, ofNothing)).toFloatArray()).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(run(tf.scatterNd(ofNothing, tf.ones(2, 3), Shape.of(3))))
        .isEqualTo(Tensor.of(2f, 2f, 2f));
    assertThat(run(tf.gatherNd(tf.zeros(4, 0), tf.constant(new int[][] {{2}, {1}}))).shape())
        .isEqualTo(Shape.of(2, 0));
    assertThat(run(tf.where(tf.constant(true))).shape()).isEqualTo(Shape.of(1, 0));
    assertThat(run(tf.where(tf.constant(false))).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void sortingAgreesWithJavas() {
    Random random = new Random(SEED);
    for (int size : new int[] {0, 1, 2, 10, 300}) {
      double[] x = random.ints(size, 0, 50).asDoubleStream().toArray();
      double[] ascending = x.clone();
      Arrays.sort(ascending);
      Output<Double> values = tf.constant(x);
      assertThat(run(tf.sort(values)).toDoubleArray()).containsExactly(ascending);
      Integer[] order = IntStream.range(0, size).boxed().toArray(Integer[]::new);
      Arrays.sort(order, Comparator.comparingDouble(i -> x[i])); // Stable, as is ours.
      assertThat(run(tf.argsort(values)).toIntArray())
          .containsExactly(Arrays.stream(order).mapToInt(i -> i).toArray());
      Arrays.sort(order, Comparator.comparingDouble(i -> -x[i]));
      assertThat(run(tf.argsort(values, 0, SortDirection.DESCENDING)).toIntArray())
          .containsExactly(Arrays.stream(order).mapToInt(i -> i).toArray());
    }
  }

  @Test
  void integersSortToTheirVeryEnds() {
    assertThat(run(tf.sort(tf.constant(0, Integer.MAX_VALUE, Integer.MIN_VALUE, -1))))
        .isEqualTo(Tensor.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE));
    assertThat(run(tf.sort(tf.constant(Long.MAX_VALUE, Long.MIN_VALUE))))
        .isEqualTo(Tensor.of(Long.MIN_VALUE, Long.MAX_VALUE));
    Output<UInt8> bytes = tf.cast(tf.constant(200, 0, 255, 7), DataType.UINT8);
    assertThat(run(tf.cast(tf.sort(bytes), DataType.INT32))).isEqualTo(Tensor.of(0, 7, 200, 255));
  }

  @Test
  void anyAxisCanBeSorted() {
    Output<Integer> matrix = tf.constant(new int[][] {{3, 1, 2}, {0, 5, 1}});
    assertThat(run(tf.sort(matrix, 0, SortDirection.ASCENDING)))
        .isEqualTo(Tensor.of(new int[][] {{0, 1, 1}, {3, 5, 2}}));
    assertThat(run(tf.argsort(matrix, -2, SortDirection.DESCENDING)))
        .isEqualTo(Tensor.of(new int[][] {{0, 1, 0}, {1, 0, 1}}));
    Output<Integer> x = tf.placeholder(DataType.INT32);
    try (Session session = new Session(tf.graph())) {
      assertThat(
              session.run(
                  tf.sort(x, -1, SortDirection.DESCENDING),
                  feed(x, Tensor.of(new int[][] {{3, 1, 2}, {0, 5, 1}}))))
          .isEqualTo(Tensor.of(new int[][] {{3, 2, 1}, {5, 1, 0}}));
    }
    assertThatThrownBy(() -> tf.sort(matrix, 2, SortDirection.ASCENDING))
        .hasMessageContaining("Axis 2 is out of range: shape [2,3] has 2 dimensions");
    assertThatThrownBy(() -> tf.sort(x, 0, SortDirection.ASCENDING))
        .hasMessageContaining("To sort along axis 0, the rank of the values must be known");
  }

  @Test
  void aNanIsTheGreatestAndEqualToNothing() {
    Output<Float> x = tf.constant(1f, Float.NaN, Float.POSITIVE_INFINITY, -0f, 0f, Float.NaN);
    assertThat(run(tf.nn.topK(x, 6).indices())).isEqualTo(Tensor.of(1, 5, 2, 0, 3, 4));
    Unique<Float> unique = tf.unique(x);
    assertThat(run(unique.indices())).isEqualTo(Tensor.of(0, 1, 2, 3, 3, 4));
    assertThat(run(unique.values()).getFloat(3)).isEqualTo(-0f);
  }

  @Test
  void embeddingsAreRows() {
    Variable<Float> words = tf.variable(tf.constant(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    Output<Long> ids = tf.placeholder(DataType.INT64, Shape.of(Shape.UNKNOWN, 2));
    Output<Float> vectors = tf.nn.embeddingLookup(words, ids);
    assertThat(vectors.shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 2, 2));
    assertThat(vectors.operation()).hasToString("'embedding_lookup' (op: 'GatherV2')");
    try (Session session = new Session(tf.graph())) {
      session.run(tf.globalVariablesInitializer());
      assertThat(session.run(vectors, feed(ids, Tensor.of(new long[][] {{2, 0}}))).toFloatArray())
          .containsExactly(5, 6, 1, 2);
    }
  }

  @Test
  void theNormOfEmbeddingsCanBeLimited() {
    Output<Float> words = tf.constant(new float[][] {{3, 4}, {0.5f, 0}, {0, 0}});
    Output<Integer> ids = tf.constant(new int[][] {{0, 1, 2}});
    assertThat(run(tf.nn.embeddingLookup(words, ids, 1)).toFloatArray())
        .containsExactly(0.6f, 0.8f, 0.5f, 0, 0, 0);
    assertThat(run(tf.nn.embeddingLookup(tf.constant(3f, -7f), tf.constant(1), 2)))
        .isEqualTo(Tensor.of(-2f));
    assertThatThrownBy(() -> tf.nn.embeddingLookup(words, tf.placeholder(DataType.INT32), 1))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("must be known, but their shapes are [3,2] and ?");
  }
}
