package dev.gradus.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.mnist.source.DataSource;
import dev.gradus.mnist.source.TrainAndTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the networks learn, the same from the same seed, and as much as the lessons promise. */
final class NetworksTest {
  private enum Network {
    MLP(MnistMlp.defaults()) {
      @Override
      float train(DataSets data, NetworkOptions options, TrainingListener listener) {
        return MnistMlp.train(data, options, listener);
      }
    };

    final NetworkOptions defaults;

    Network(NetworkOptions defaults) {
      this.defaults = defaults;
    }

    abstract float train(DataSets data, NetworkOptions options, TrainingListener listener);
  }

  /** Keeps what it is told. */
  private static final class Reports implements TrainingListener {
    final List<EpochReport> reports = new ArrayList<>();
    int steps;

    @Override
    public void update(String task, long done, long total) {
      steps++;
    }

    @Override
    public void epochDone(EpochReport report) {
      reports.add(report);
    }
  }

  /** A thousand examples are enough to see that something is learned. */
  private static DataSets few() throws IOException {
    TrainAndTest all = DataSource.bundled().read();
    return new DataSets(
        DataSet.of(all.train().range(0, 1_000), false, 1),
        DataSet.of(all.train().range(1_000, 1_600), false, 1),
        DataSet.of(all.test().range(0, 600), false, 1));
  }

  @ParameterizedTest
  @EnumSource
  void aFewStepsLowerTheLoss(Network network) throws IOException {
    Reports reports = new Reports();
    NetworkOptions options = new NetworkOptions(3, 50, 0.001, 0.1, 1);
    network.train(few(), options, reports);

    assertThat(reports.steps).isEqualTo(3 * 20);
    assertThat(reports.reports).hasSize(3);
    assertThat(reports.reports.get(2).loss()).isLessThan(0.6 * reports.reports.get(0).loss());
    assertThat(reports.reports.get(2).trainingAccuracy()).isGreaterThan(0.8);
    assertThat(reports.reports.get(2).validationAccuracy()).isGreaterThan(0.8);
  }
}
