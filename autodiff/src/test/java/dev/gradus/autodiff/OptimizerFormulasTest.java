package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each optimizer against its formula, as it stands in the paper, in plain Java doubles. */
class OptimizerFormulasTest {
  private static final long SEED = 11;
  static final int SIZE = 6;
  private static final int STEPS = 20;
  private static final FtrlOptimizer.Settings REGULARIZED =
      new FtrlOptimizer.Settings(-0.75, 0.2, 0.001, 0.002);

  /** Rewrites the elements of a variable by a gradient, and remembers what it needs. */
  interface Formula {
    void step(double[] variable, double[] gradient);
  }

  /**
   * An optimizer and its formula.
   *
   * @param slots the variables that it keeps beside one named W
   */
  record Tested(
      String name,
      double rate,
      Function<Double, Optimizer> withNumber,
      Function<Operand<? extends Number>, Optimizer> withTensor,
      Supplier<Formula> formula,
      List<String> slots) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Tested> optimizers() {
    return Stream.of(
        new Tested(
            "gradient descent",
            0.25,
            GradientDescentOptimizer::new,
            GradientDescentOptimizer::new,
            () -> elementwise((i, v, g) -> v - 0.25 * g),
            List.of()),
        new Tested(
            "momentum",
            0.1,
            rate -> new MomentumOptimizer(rate, 0.9),
            rate -> new MomentumOptimizer(rate, 0.9),
            () -> {
              double[] sum = new double[SIZE];
              return elementwise((i, v, g) -> v - 0.1 * (sum[i] = 0.9 * sum[i] + g));
            },
            List.of("W/Momentum")),
        new Tested(
            "momentum, Nesterov's",
            0.1,
            rate -> new MomentumOptimizer(rate, 0.8, true),
            rate -> new MomentumOptimizer(rate, 0.8, true),
            () -> {
              double[] sum = new double[SIZE];
              return elementwise(
                  (i, v, g) -> {
                    sum[i] = 0.8 * sum[i] + g;
                    return v - 0.1 * (g + 0.8 * sum[i]);
                  });
            },
            List.of("W/Momentum")),
        new Tested(
            "Adagrad",
            0.1,
            AdagradOptimizer::new,
            AdagradOptimizer::new,
            () -> {
              double[] squares = filled(0.1);
              return elementwise((i, v, g) -> v - 0.1 * g / Math.sqrt(squares[i] += g * g));
            },
            List.of("W/Adagrad")),
        new Tested(
            "RMSProp",
            0.01,
            rate -> new RMSPropOptimizer(rate, 0.8, 0.5, 1e-3),
            rate -> new RMSPropOptimizer(rate, 0.8, 0.5, 1e-3),
            () -> rmsProp(0.8, 0.5, 1e-3),
            List.of("W/RMSProp", "W/RMSProp_1")),
        new Tested(
            "RMSProp, by default",
            0.01,
            RMSPropOptimizer::new,
            RMSPropOptimizer::new,
            () -> rmsProp(0.9, 0, 1e-10),
            List.of("W/RMSProp", "W/RMSProp_1")),
        new Tested(
            "Adam",
            0.001,
            AdamOptimizer::new,
            AdamOptimizer::new,
            OptimizerFormulasTest::adam,
            List.of("W/Adam", "W/Adam_1", "beta1_power", "beta2_power")),
        new Tested(
            "AdamW",
            0.001,
            rate -> new AdamWOptimizer(rate, 1e-4),
            rate -> new AdamWOptimizer(rate, 1e-4),
            () -> {
              Formula adam = adam();
              return (variable, gradient) -> {
                Arrays.setAll(variable, i -> variable[i] - 1e-4 * variable[i]);
                adam.step(variable, gradient);
              };
            },
            List.of("W/AdamW", "W/AdamW_1", "beta1_power", "beta2_power")),
        new Tested(
            "Adadelta",
            0.5,
            rate -> new AdadeltaOptimizer(rate, 0.9, 1e-3),
            rate -> new AdadeltaOptimizer(rate, 0.9, 1e-3),
            OptimizerFormulasTest::adadelta,
            List.of("W/Adadelta", "W/Adadelta_1")),
        new Tested(
            "FTRL",
            0.3,
            FtrlOptimizer::new,
            FtrlOptimizer::new,
            () -> ftrl(FtrlOptimizer.Settings.DEFAULTS),
            List.of("W/Ftrl", "W/Ftrl_1")),
        new Tested(
            "FTRL, regularized",
            0.3,
            rate -> new FtrlOptimizer(rate, REGULARIZED),
            rate -> new FtrlOptimizer(rate, REGULARIZED),
            () -> ftrl(REGULARIZED),
            List.of("W/Ftrl", "W/Ftrl_1")));
  }

  /** The next value of one element. */
  private interface Element {
    double next(int index, double value, double gradient);
  }

  private static Formula elementwise(Element element) {
    return (variable, gradient) ->
        Arrays.setAll(variable, i -> element.next(i, variable[i], gradient[i]));
  }

  private static double[] filled(double value) {
    double[] array = new double[SIZE];
    Arrays.fill(array, value);
    return array;
  }

  private static Formula rmsProp(double decay, double momentum, double epsilon) {
    double[] meanSquare = filled(1);
    double[] moment = new double[SIZE];
    return elementwise(
        (i, v, g) -> {
          meanSquare[i] = decay * meanSquare[i] + (1 - decay) * g * g;
          moment[i] = momentum * moment[i] + 0.01 * g / Math.sqrt(meanSquare[i] + epsilon);
          return v - moment[i];
        });
  }

  private static Formula adam() {
    double[] mean = new double[SIZE];
    double[] square = new double[SIZE];
    int[] t = {0};
    Formula elements =
        elementwise(
            (i, v, g) -> {
              mean[i] = 0.9 * mean[i] + (1 - 0.9) * g;
              square[i] = 0.999 * square[i] + (1 - 0.999) * g * g;
              double rate =
                  0.001 * Math.sqrt(1 - Math.pow(0.999, t[0])) / (1 - Math.pow(0.9, t[0]));
              return v - rate * mean[i] / (Math.sqrt(square[i]) + 1e-8);
            });
    return (variable, gradient) -> {
      t[0]++;
      elements.step(variable, gradient);
    };
  }

  private static Formula adadelta() {
    double[] square = new double[SIZE];
    double[] change = new double[SIZE];
    return elementwise(
        (i, v, g) -> {
          square[i] = 0.9 * square[i] + (1 - 0.9) * g * g;
          double next = Math.sqrt(change[i] + 1e-3) / Math.sqrt(square[i] + 1e-3) * g;
          change[i] = 0.9 * change[i] + (1 - 0.9) * next * next;
          return v - 0.5 * next;
        });
  }

  private static Formula ftrl(FtrlOptimizer.Settings settings) {
    double power = -settings.learningRatePower();
    double[] n = filled(settings.initialAccumulator());
    double[] z = new double[SIZE];
    return elementwise(
        (i, v, g) -> {
          double sigma = (Math.pow(n[i] + g * g, power) - Math.pow(n[i], power)) / 0.3;
          n[i] += g * g;
          z[i] += g - sigma * v;
          double curvature = Math.pow(n[i], power) / 0.3 + 2 * settings.l2();
          double pull = Math.signum(z[i]) * settings.l1() - z[i];
          return Math.abs(z[i]) <= settings.l1() ? 0 : pull / curvature;
        });
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void followsItsFormulaInFloat64(Tested tested) {
    // 20 steps with a few roundings each.
    compare(tested, DataType.FLOAT64, 1e-14, Feeding.NUMBER);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void followsItsFormulaInFloat32(Tested tested) {
    // An ulp of 1 is 1.2e-7; each of 20 steps may round the variable by half of that.
    compare(tested, DataType.FLOAT32, 3e-6, Feeding.NUMBER);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theLearningRateMayBeFed(Tested tested) {
    compare(tested, DataType.FLOAT64, 1e-14, Feeding.OF_FLOAT64);
    compare(tested, DataType.FLOAT32, 3e-6, Feeding.OF_FLOAT64);
    compare(tested, DataType.FLOAT32, 3e-6, Feeding.OF_FLOAT32);
  }

  /** How the learning rate is given. */
  private enum Feeding {
    NUMBER,
    OF_FLOAT32,
    OF_FLOAT64
  }

  private static void compare(
      Tested tested, DataType<? extends Number> type, double tolerance, Feeding feeding) {
    Random random = new Random(SEED);
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    double[] expected = random.doubles(SIZE, -1, 1).map(v -> (float) v).toArray();
    Problem<?> problem = Problem.of(tf, type, Tensor.of(expected));
    Output<Float> rate32 = tf.placeholder(DataType.FLOAT32, Shape.scalar());
    Output<Double> rate64 = tf.placeholder(DataType.FLOAT64, Shape.scalar());
    Optimizer optimizer =
        switch (feeding) {
          case NUMBER -> tested.withNumber().apply(tested.rate());
          case OF_FLOAT32 -> tested.withTensor().apply(rate32);
          case OF_FLOAT64 -> tested.withTensor().apply(rate64);
        };
    Operation step = optimizer.minimize(problem.loss());
    Formula formula = tested.formula().get();
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 1; i <= STEPS; i++) {
        double[] gradient = random.doubles(SIZE, -2, 2).map(g -> (float) g).toArray();
        Runner runner = session.runner().feed(problem.slope(), Tensor.of(gradient)).target(step);
        if (feeding != Feeding.NUMBER) {
          runner.feed(rate32, Tensor.of((float) tested.rate()));
          runner.feed(rate64, Tensor.of(tested.rate()));
        }
        runner.run();
        formula.step(expected, gradient);
        double[] actual = session.run(problem.value()).toDoubleArray();
        for (int j = 0; j < SIZE; j++) {
          assertThat(Math.abs(actual[j] - expected[j]))
              .as(
                  "step %d, element %d: %s instead of %s, seed %d",
                  i, j, actual[j], expected[j], SEED)
              .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected[j])));
        }
      }
    }
  }

  /** The loss Σ slope · W, whose gradient is whatever slope is fed. */
  private record Problem<T extends Number>(
      Variable<T> variable, Output<Double> value, Output<Double> slope, Output<T> loss) {
    static <T extends Number> Problem<T> of(Ops tf, DataType<T> type, Tensor<Double> initialValue) {
      Variable<T> variable = tf.named("W").variable(tf.cast(tf.constant(initialValue), type));
      Output<Double> slope = tf.placeholder(DataType.FLOAT64, Shape.of(SIZE));
      return new Problem<>(
          variable,
          tf.cast(variable, DataType.FLOAT64),
          slope,
          tf.reduceSum(tf.mul(tf.cast(slope, type), variable)));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void keepsWhatItNeedsInVariablesNamedAsTensorFlowNamesThem(Tested tested) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Problem<Float> problem = Problem.of(tf, DataType.FLOAT32, Tensor.of(new double[SIZE]));
    tested.withNumber().apply(0.1).minimize(problem.loss());
    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES))
        .filteredOn(variable -> variable != problem.variable())
        .extracting(Variable::name)
        .containsExactlyInAnyOrderElementsOf(tested.slots());
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void makesALossSmaller(Tested tested) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Random random = new Random(SEED);
    Variable<Double> weights = tf.variable(tf.zeros(DataType.FLOAT64, Shape.of(3, 1)));
    Variable<Double> offset = tf.variable(tf.zeros(DataType.FLOAT64, Shape.of(1)));
    Output<Double> x = tf.constant(Tensor.of(Shape.of(20, 3), random.doubles(60, -1, 1).toArray()));
    Output<Double> truth =
        tf.add(tf.matmul(x, tf.constant(new double[][] {{0.3}, {-0.2}, {0.1}})), 0.25);
    Output<Double> loss =
        tf.reduceMean(tf.square(tf.sub(tf.add(tf.matmul(x, weights), offset), truth)));
    Operation step = tested.withNumber().apply(tested.rate()).minimize(loss);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      double before = session.run(loss).doubleValue();
      for (int i = 0; i < 500; i++) {
        session.run(step);
      }
      assertThat(session.run(loss).doubleValue()).isLessThan(before / 10);
    }
  }
}
