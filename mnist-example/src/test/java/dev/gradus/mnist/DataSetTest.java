package dev.gradus.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.mnist.source.LabelledImages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TensorFlow's rule of batches and epochs, and the form in which the examples come. */
final class DataSetTest {
  /** Examples whose two pixels tell their index, and whose label is its last digit. */
  private static LabelledImages numbered(int count) {
    byte[] pixels = new byte[2 * count];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[2 * i] = (byte) (i >> 8);
      pixels[2 * i + 1] = (byte) i;
      labels[i] = (byte) (i % 10);
    }
    return LabelledImages.of(1, 2, pixels, labels);
  }

  private static DataSet set(int count, long seed) {
    return DataSet.of(numbered(count), true, seed);
  }

  private static int pixel(Tensor<Float> images, int row, int column) {
    return Math.round(images.getFloat(row, column) * 255);
  }

  /** Tells which examples a batch is made of, having checked that labels go with their images. */
  private static List<Integer> indices(Batch batch) {
    return IntStream.range(0, batch.images().shape().dimension(0))
        .map(
            row -> {
              int index = pixel(batch.images(), row, 0) << 8 | pixel(batch.images(), row, 1);
              assertThat(batch.classes().getLong(row)).isEqualTo(index % 10);
              assertThat(batch.labels().getFloat(row, index % 10)).isEqualTo(1);
              return index;
            })
        .boxed()
        .toList();
  }

  /** What TensorFlow's own method does, statement by statement, to the order of the examples. */
  private static final class TensorFlowModel {
    private final int numExamples;
    private final Random random;
    private List<Integer> images;
    private int indexInEpoch;
    private int epochsCompleted;

    TensorFlowModel(int numExamples, long seed) {
      this.numExamples = numExamples;
      this.random = new Random(seed);
      this.images = new ArrayList<>(IntStream.range(0, numExamples).boxed().toList());
    }

    List<Integer> nextBatch(int batchSize, boolean shuffle) {
      int start = indexInEpoch;
      if (epochsCompleted == 0 && start == 0 && shuffle) {
        Collections.shuffle(images, random);
      }
      if (start + batchSize > numExamples) {
        epochsCompleted++;
        int restNumExamples = numExamples - start;
        List<Integer> batch = new ArrayList<>(images.subList(start, numExamples));
        if (shuffle) {
          Collections.shuffle(images, random);
        }
        indexInEpoch = batchSize - restNumExamples;
        batch.addAll(images.subList(0, indexInEpoch));
        return batch;
      }
      indexInEpoch += batchSize;
      return List.copyOf(images.subList(start, indexInEpoch));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void givesTheBatchesThatTensorFlowGives(long seed) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(40);
    DataSet set = set(count, seed);
    TensorFlowModel model = new TensorFlowModel(count, seed);
    for (int call = 0; call < 100; call++) {
      int batchSize = 1 + random.nextInt(count);
      boolean shuffle = random.nextInt(4) > 0;

      assertThat(indices(set.nextBatch(batchSize, shuffle)))
          .as("seed %d, call %d", seed, call)
          .isEqualTo(model.nextBatch(batchSize, shuffle));
      assertThat(set.epochsCompleted()).isEqualTo(model.epochsCompleted);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 33, 99, 100})
  void everyEpochHasEveryExampleOnce(int batchSize) {
    DataSet set = set(100, 42);
    List<Integer> seen = new ArrayList<>();
    while (seen.size() < 400) {
      seen.addAll(indices(set.nextBatch(batchSize)));
    }

    Set<List<Integer>> orders = new HashSet<>();
    for (int epoch = 0; epoch < 4; epoch++) {
      List<Integer> order = seen.subList(100 * epoch, 100 * (epoch + 1));
      assertThat(new HashSet<>(order)).hasSize(100);
      orders.add(order);
    }
    assertThat(orders).as("orders, one an epoch").hasSize(4);
  }

  @Test
  void anExactFitRollsOverAtTheNextCall() {
    DataSet set = set(10, 1);

    set.nextBatch(5);
    set.nextBatch(5);
    assertThat(set.epochsCompleted()).isZero();
    set.nextBatch(1);
    assertThat(set.epochsCompleted()).isEqualTo(1);
  }

  @Test
  void withoutShufflingTheOrderIsThatOfTheFile() {
    DataSet set = set(5, 1);

    assertThat(indices(set.nextBatch(3, false))).containsExactly(0, 1, 2);
    assertThat(indices(set.nextBatch(3, false))).containsExactly(3, 4, 0);
    assertThat(indices(set.nextBatch(4, false))).containsExactly(1, 2, 3, 4);
    assertThat(indices(set.nextBatch(1, false))).containsExactly(0);
  }

  @Test
  void theSeedDecidesTheOrder() {
    List<Integer> one = indices(set(1000, 7).nextBatch(1000));

    assertThat(indices(set(1000, 7).nextBatch(1000))).isEqualTo(one);
    assertThat(indices(set(1000, 8).nextBatch(1000))).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 11, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesABatchSizeOutOfRange(int batchSize) {
    DataSet set = set(10, 1);

    assertThatExceptionOfType(GradusException.class)
        .isThrownBy(() -> set.nextBatch(batchSize))
        .withMessage("A batch of this set has 1 to 10 examples, not %d.", batchSize);
    assertThat(set.epochsCompleted()).isZero();
  }

  @Test
  void anEmptySetHasNoBatches() {
    assertThatExceptionOfType(GradusException.class)
        .isThrownBy(() -> set(0, 1).nextBatch(1))
        .withMessageContaining("empty");
    assertThat(set(0, 1).images().shape()).isEqualTo(Shape.of(0, 2));
  }

  @Test
  void oneHotLabelsAreRowsWithOneOne() {
    Tensor<Float> labels = set(12, 1).labels();

    assertThat(labels.shape()).isEqualTo(Shape.of(12, 10));
    for (int row = 0; row < 12; row++) {
      for (int column = 0; column < 10; column++) {
        assertThat(labels.getFloat(row, column)).isEqualTo(column == row % 10 ? 1 : 0);
      }
    }
  }

  @Test
  void otherLabelsAreTheClasses() {
    DataSet set = DataSet.of(numbered(12), false, 1);
    Batch batch = set.nextBatch(12, false);

    assertThat(batch.labels()).isEqualTo(Tensor.of(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1));
    assertThat(batch.classes()).isEqualTo(Tensor.of(0L, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1));
  }

  @Test
  void wholeTensorsKeepTheOrderOfTheFile() {
    DataSet set = set(300, 5);
    Batch all = set(300, 5).nextBatch(300, false);
    set.nextBatch(200);

    assertThat(set.images()).isEqualTo(all.images());
    assertThat(set.labels()).isEqualTo(all.labels());
    assertThat(set.classes()).isEqualTo(all.classes());
    assertThat(set.numExamples()).isEqualTo(300);
    assertThat(set.imageSize()).isEqualTo(2);
  }

  @Test
  void threadsShareAnEpochWithoutLossOrRepetition() throws Exception {
    DataSet set = set(6400, 3);
    List<Callable<List<Integer>>> tasks =
        Collections.nCopies(64, () -> indices(set.nextBatch(100)));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Integer> seen = new ArrayList<>();
      for (Future<List<Integer>> batch : threads.invokeAll(tasks)) {
        seen.addAll(batch.get());
      }

      assertThat(new HashSet<>(seen)).hasSize(6400).hasSameSizeAs(seen);
      assertThat(set.epochsCompleted()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void examplesAreInTheOrderOfTheFileWhateverBatchesWereTaken() {
    DataSet set = set(30, 1);
    set.nextBatch(20);

    assertThat(indices(set.examples(7, 12))).containsExactly(7, 8, 9, 10, 11);
    assertThat(indices(set.examples(0, 30))).isEqualTo(IntStream.range(0, 30).boxed().toList());
    assertThat(set.examples(30, 30).images().shape()).isEqualTo(Shape.of(0, 2));
    set.nextBatch(20);
    assertThat(set.epochsCompleted()).isEqualTo(1);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> set.examples(20, 31));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> set.examples(-1, 3));
  }
}
