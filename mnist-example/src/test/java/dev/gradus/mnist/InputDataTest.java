package dev.gradus.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.mnist.source.DataSource;
import dev.gradus.mnist.source.DataSourceException;
import dev.gradus.mnist.source.SampleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files become training, validation and test set. */
final class InputDataTest {
  private static final DataSetOptions OPTIONS = DataSetOptions.defaults().withValidationSize(2);

  @TempDir Path temporary;

  private DataSource source() {
    return DataSource.path(SampleFiles.write(temporary.resolve("data"), SampleFiles.plain(31)));
  }

  @Test
  void splitsMnistAsTensorFlowDoes() throws Exception {
    DataSets mnist = InputData.bundled(true);

    assertThat(mnist.train().numExamples()).isEqualTo(55_000);
    assertThat(mnist.validation().numExamples()).isEqualTo(5_000);
    assertThat(mnist.test().numExamples()).isEqualTo(10_000);
    assertThat(mnist.test().images().shape()).isEqualTo(Shape.of(10_000, 784));
    assertThat(mnist.test().labels().shape()).isEqualTo(Shape.of(10_000, 10));
  }

  @Test
  void readsTheRealDigits() throws Exception {
    DataSets mnist = InputData.bundled(false);

    // The digits that every book on MNIST shows: 5 0 4 1 9 2 1 3 1 4, and 7 2 1 0 4 1 4 9 5 9.
    assertThat(first(mnist.validation(), 10)).isEqualTo(Tensor.of(5L, 0, 4, 1, 9, 2, 1, 3, 1, 4));
    assertThat(first(mnist.test(), 10)).isEqualTo(Tensor.of(7L, 2, 1, 0, 4, 1, 4, 9, 5, 9));
    // Background is 0; the darkest point of a digit is 1, or nearly so.
    float[] digit = mnist.test().nextBatch(1, false).images().toFloatArray();
    assertThat(digit[0]).isZero();
    assertThat(Arrays.copyOf(digit, digit.length)).contains(254 * (1f / 255f));
  }

  private static Tensor<Long> first(DataSet set, int count) {
    return set.nextBatch(count, false).classes();
  }

  @Test
  void theValidationSetIsTheStartOfTheTrainingFile() throws Exception {
    DataSets split = InputData.readDataSets(source(), OPTIONS);
    DataSets whole = InputData.readDataSets(source(), OPTIONS.withValidationSize(0));

    assertThat(whole.train().numExamples()).isEqualTo(7);
    assertThat(whole.validation().numExamples()).isZero();
    float[] all = whole.train().images().toFloatArray();
    assertThat(split.validation().images().toFloatArray()).isEqualTo(Arrays.copyOf(all, 2 * 20));
    assertThat(split.train().images().toFloatArray())
        .isEqualTo(Arrays.copyOfRange(all, 2 * 20, all.length));
  }

  @Test
  void refusesAValidationSetThatLeavesNothingToLearnFrom() {
    assertThatExceptionOfType(GradusException.class)
        .isThrownBy(() -> InputData.readDataSets(source(), OPTIONS.withValidationSize(7)))
        .withMessage("Of 7 training examples, a validation set can take 0 to 6, not 7.");
    assertThatExceptionOfType(GradusException.class)
        .isThrownBy(() -> OPTIONS.withValidationSize(-1))
        .withMessageContaining("-1");
  }

  @Test
  void theSeedDecidesTheBatches() throws Exception {
    Batch one = InputData.readDataSets(source(), OPTIONS.withSeed(5)).train().nextBatch(5);
    Batch same = InputData.readDataSets(source(), OPTIONS.withSeed(5)).train().nextBatch(5);
    Batch other = InputData.readDataSets(source(), OPTIONS.withSeed(6)).train().nextBatch(5);

    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void readsTheDirectoryThatIsThere() throws Exception {
    Path directory = SampleFiles.write(temporary, SampleFiles.plain(32, 5003, 4, 2, 2));

    DataSets data = InputData.readDataSets(directory, true);

    assertThat(data.train().numExamples()).isEqualTo(3);
    assertThat(data.train().labels().shape()).isEqualTo(Shape.of(3, 10));
  }

  @Test
  void fallsBackOnTheBundledDataOnlyIfThereIsNoDirectory() throws Exception {
    Path missing = temporary.resolve("MNIST_data");
    assertThat(InputData.readDataSets(missing, true).train().numExamples()).isEqualTo(55_000);
    assertThat(missing).doesNotExist();

    Files.createDirectory(missing);
    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> InputData.readDataSets(missing, true))
        .withMessageContaining("lacks train-images-idx3-ubyte.gz");
  }
}
