package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Initializers.Distribution;
import dev.gradus.ops.Initializers.FanMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What variables start with: the distributions, their sizes, their seeds and their names. */
class InitializersTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private static <T> Tensor<T> initialized(Variable<T> variable) {
    try (Session session = new Session(variable.graph())) {
      session.run(variable.initializer());
      return session.run(variable);
    }
  }

  private static double[] numbers(Initializer initializer, int... dimensions) {
    Ops tf = Ops.on(new Graph()).seeded(20_171_109);
    return initialized(tf.variable(FLOAT64, Shape.of(dimensions), initializer)).toDoubleArray();
  }

  static List<Initializer> random() {
    return List.of(
        Initializers.randomUniform(-0.1, 0.1),
        Initializers.randomNormal(0, 0.1),
        Initializers.truncatedNormal(0, 0.1),
        Initializers.glorotUniform(),
        Initializers.glorotNormal(),
        Initializers.heUniform(),
        Initializers.heNormal(),
        Initializers.orthogonal(),
        Initializers.varianceScaling(1, FanMode.FAN_OUT, Distribution.NORMAL));
  }

  @Test
  void equalElements() {
    for (int size : new int[] {0, 3, 100_000}) { // The last is not kept in the graph.
      assertThat(numbers(Initializers.zeros(), size))
          .hasSize(size)
          .containsOnly(zeroIfAny(size, 0));
      assertThat(numbers(Initializers.ones(), size)).containsOnly(zeroIfAny(size, 1));
      assertThat(numbers(Initializers.constant(0.3), size)).containsOnly(zeroIfAny(size, 0.3));
    }
    Variable<Integer> sevens = tf.variable(INT32, Shape.of(2), Initializers.constant(7));
    assertThat(initialized(sevens)).isEqualTo(Tensor.of(7, 7));
  }

  private static double[] zeroIfAny(int size, double value) {
    return size == 0 ? new double[0] : new double[] {value};
  }

  /** The variance that is wanted of a shape, from which the fans follow. */
  @ParameterizedTest
  @CsvSource({
    "FAN_IN, 300x200, 300",
    "FAN_OUT, 300x200, 200",
    "FAN_AVERAGE, 300x200, 250",
    "FAN_IN, 5x3x40x80, 600",
    "FAN_OUT, 5x3x40x80, 1200",
    "FAN_AVERAGE, 5x3x40x80, 900",
    "FAN_IN, 10x20x300, 200",
    "FAN_OUT, 50000, 50000",
    "FAN_IN, 50000, 50000",
  })
  void varianceIsScaledByTheFans(FanMode mode, String dimensions, double fan) {
    int[] shape = Arrays.stream(dimensions.split("x")).mapToInt(Integer::parseInt).toArray();
    for (Distribution distribution : Distribution.values()) {
      double[] drawn = numbers(Initializers.varianceScaling(3, mode, distribution), shape);
      double deviation = Math.sqrt(3 / fan);
      double error = 5 / Math.sqrt(drawn.length);
      double mean = DoubleStream.of(drawn).average().orElseThrow();
      double actual = Math.sqrt(DoubleStream.of(drawn).map(x -> x * x).average().orElseThrow());
      double greatest = DoubleStream.of(drawn).map(Math::abs).max().orElseThrow() / deviation;

      assertThat(mean).isCloseTo(0, within(deviation * error));
      assertThat(actual).isCloseTo(deviation, within(deviation * error));
      switch (distribution) {
        case UNIFORM -> assertThat(greatest).isBetween(0.99 * Math.sqrt(3), Math.sqrt(3));
        // Cut off at two of the deviations that the normal distribution had before.
        case TRUNCATED_NORMAL -> assertThat(greatest).isBetween(2.2, 2 / 0.8796256610342398);
        case NORMAL -> assertThat(greatest).isBetween(3.0, 6.0);
      }
    }
  }

  @Test
  void theUsualScalesAreTensorFlows() {
    assertThat(numbers(Initializers.glorotUniform(), 30, 20))
        .isEqualTo(numbers(scaling(1, FanMode.FAN_AVERAGE, Distribution.UNIFORM), 30, 20));
    assertThat(numbers(Initializers.glorotNormal(), 30, 20))
        .isEqualTo(numbers(scaling(1, FanMode.FAN_AVERAGE, Distribution.TRUNCATED_NORMAL), 30, 20));
    assertThat(numbers(Initializers.heUniform(), 30, 20))
        .isEqualTo(numbers(scaling(2, FanMode.FAN_IN, Distribution.UNIFORM), 30, 20));
    assertThat(numbers(Initializers.heNormal(), 30, 20))
        .isEqualTo(numbers(scaling(2, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL), 30, 20));
  }

  private static Initializer scaling(double scale, FanMode mode, Distribution distribution) {
    return Initializers.varianceScaling(scale, mode, distribution);
  }

  @Test
  void aFanIsAtLeastOne() {
    double[] scalar = numbers(scaling(1, FanMode.FAN_IN, Distribution.UNIFORM));
    assertThat(scalar).hasSize(1);
    assertThat(Math.abs(scalar[0])).isLessThanOrEqualTo(Math.sqrt(3));
    assertThat(numbers(Initializers.glorotUniform(), 0, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"6, 6", "7, 3", "3, 7", "1, 4", "4, 1"})
  void orthogonalMatrices(int rows, int columns) {
    for (int[] shape : new int[][] {{rows, columns}, {1, rows, 1, columns}}) {
      double[] drawn = numbers(Initializers.orthogonal(3), shape);
      boolean wide = rows < columns;
      for (int a = 0; a < Math.min(rows, columns); a++) {
        for (int b = 0; b < Math.min(rows, columns); b++) {
          double product = 0;
          for (int i = 0; i < Math.max(rows, columns); i++) {
            product +=
                wide
                    ? drawn[a * columns + i] * drawn[b * columns + i]
                    : drawn[i * columns + a] * drawn[i * columns + b];
          }
          assertThat(product).isCloseTo(a == b ? 9 : 0, within(1e-13));
        }
      }
    }
  }

  /** If every orthogonal matrix is equally likely, an element's mean is 0, its variance 1 / n. */
  @Test
  void orthogonalMatricesAreDrawnFromAll() {
    Ops seeded = tf.seeded(1);
    Variable<Double> matrix = seeded.variable(FLOAT64, Shape.of(3, 3), Initializers.orthogonal());
    double[] sums = new double[9];
    double[] squares = new double[9];
    int draws = 2_000;
    try (Session session = new Session(graph)) {
      for (int draw = 0; draw < draws; draw++) {
        session.run(matrix.initializer());
        double[] elements = session.run(matrix).toDoubleArray();
        for (int i = 0; i < 9; i++) {
          sums[i] += elements[i];
          squares[i] += elements[i] * elements[i];
        }
      }
    }
    for (int i = 0; i < 9; i++) {
      assertThat(sums[i] / draws).isCloseTo(0, within(0.065));
      assertThat(squares[i] / draws).isCloseTo(1 / 3.0, within(0.04));
    }
  }

  @ParameterizedTest
  @MethodSource("random")
  void aSeedDecidesEveryBit(Initializer initializer) {
    for (DataType<? extends Number> type : List.of(FLOAT32, FLOAT64)) {
      Variable<?> one = tf.variable(type, Shape.of(6, 7), initializer.seeded(5));
      Variable<?> same = tf.seeded(5).variable(type, Shape.of(6, 7), initializer);
      Variable<?> other = tf.variable(type, Shape.of(6, 7), initializer.seeded(6));
      Variable<?> none = tf.variable(type, Shape.of(6, 7), initializer);

      assertThat(initialized(one)).isEqualTo(initialized(one)).isEqualTo(initialized(same));
      assertThat(initialized(other)).isNotEqualTo(initialized(one));
      assertThat(initialized(none)).isNotEqualTo(initialized(none));
    }
  }

  @Test
  void theNodesAreNamedAsTensorFlows() {
    Ops layer = tf.scope("layer");
    Variable<Float> kernel =
        layer.named("kernel").variable(Shape.of(2, 3), Initializers.heNormal());
    layer.named("bias").variable(Shape.of(3), Initializers.zeros());
    tf.variable(Shape.of(3), Initializers.constant(1));

    assertThat(kernel.name()).isEqualTo("layer/kernel");
    assertThat(graph.operations().stream().map(node -> node.name() + " " + node.type()))
        .containsExactly(
            "layer/kernel/Initializer/truncated_normal/shape Const",
            "layer/kernel/Initializer/truncated_normal/mean Const",
            "layer/kernel/Initializer/truncated_normal/stddev Const",
            "layer/kernel/Initializer/truncated_normal/TruncatedNormal TruncatedNormal",
            "layer/kernel/Initializer/truncated_normal/mul Mul",
            "layer/kernel/Initializer/truncated_normal AddV2",
            "layer/kernel VariableV2",
            "layer/kernel/Assign Assign",
            "layer/kernel/read Identity",
            "layer/bias/Initializer/zeros Const",
            "layer/bias VariableV2",
            "layer/bias/Assign Assign",
            "layer/bias/read Identity",
            "Variable/Initializer/Const Const",
            "Variable VariableV2",
            "Variable/Assign Assign",
            "Variable/read Identity");
  }

  @Test
  void aVariableMayBeWithheldFromTraining() {
    Variable<Float> trained = tf.variable(Shape.of(1), Initializers.zeros());
    Variable<Float> kept = tf.variable(FLOAT32, Shape.of(1), Initializers.zeros(), false);
    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES)).containsExactly(trained, kept);
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES)).containsExactly(trained);
  }

  @Test
  void initialValuesWaitForNothing() {
    Operation before = tf.noOp();
    Variable<Float> variable = tf.after(before).variable(Shape.of(2), Initializers.heUniform());
    assertThat(variable.initialValue().operation().controlInputs()).isEmpty();
    assertThat(variable.initializer().controlInputs()).isEmpty();
  }

  @Test
  void anInitializerOfOnesOwnIsAMethod() {
    Variable<Float> variable = tf.variable(Shape.of(2), InitializersTest::halves);
    assertThat(initialized(variable)).isEqualTo(Tensor.of(0.5f, 0.5f));
  }

  private static <T extends Number> Output<T> halves(Ops tf, DataType<T> dataType, Shape shape) {
    return tf.fill(shape, tf.scalar(dataType, 0.5));
  }

  private static <T extends Number> Output<T> tooLong(Ops tf, DataType<T> dataType, Shape shape) {
    return tf.zeros(dataType, Shape.of(5));
  }

  @Test
  void mistakesAreTold() {
    assertThatThrownBy(() -> tf.named("w").variable(Shape.of(2), InitializersTest::tooLong))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("The initializer of variable 'w' gives 'w/Initializer/zeros:0' of")
        .hasMessageContaining("float32[5], but the variable is of float32[2]");
    assertThatThrownBy(() -> tf.variable(Shape.of(Shape.UNKNOWN, 2), Initializers.zeros()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("A variable needs a fully known shape, not [?,2]");
    assertThatThrownBy(() -> tf.variable(Shape.of(2), Initializers.orthogonal()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("needs two dimensions or more, but the shape is [2]");
    assertThatThrownBy(() -> scaling(0, FanMode.FAN_IN, Distribution.NORMAL))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("The scale of variances is a positive number, not 0.0");
    assertThatThrownBy(() -> tf.variable(INT32, Shape.of(2), Initializers.heNormal()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("int32");
  }
}
