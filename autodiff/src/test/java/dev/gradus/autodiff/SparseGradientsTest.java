package dev.gradus.autodiff;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.autodiff.OptimizerFormulasTest.Formula;
import dev.gradus.autodiff.OptimizerFormulasTest.Tested;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpRegistry;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gradient with respect to a table of which a loss uses a few rows has just these rows, and a
 * step of an optimizer changes no others; the numbers are those of the whole gradient.
 */
class SparseGradientsTest {
  private static final long SEED = 23;
  private static final int ROWS = 7;
  private static final int DEPTH = OptimizerFormulasTest.SIZE;
  private static final int STEPS = 12;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Random random = new Random(SEED);
  private final Tensor<Double> initial =
      Tensor.of(Shape.of(ROWS, DEPTH), random.doubles(ROWS * DEPTH, -1, 1).toArray());
  private final Variable<Double> table = tf.named("W").variable(tf.constant(initial));
  private final Output<Integer> ids = tf.placeholder(DataType.INT32, Shape.unknownOfRank(1));
  private final Output<Double> slope = tf.placeholder(DataType.FLOAT64, Shape.of(-1, DEPTH));

  static Stream<Tested> optimizers() {
    return OptimizerFormulasTest.optimizers();
  }

  /** The loss Σ slope · rows, whose gradient with respect to the rows is whatever slope is fed. */
  private Output<Double> loss() {
    return tf.reduceSum(tf.mul(slope, tf.gather(table, ids)));
  }

  private static double[] row(Tensor<Double> table, int row) {
    return Arrays.copyOfRange(table.toDoubleArray(), row * DEPTH, (row + 1) * DEPTH);
  }

  /** All rows change in each step of Adam, as its means fall. */
  private static boolean isAdam(Tested tested) {
    return tested.name().startsWith("Adam");
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void eachRowFollowsTheFormulaInTheStepsThatUseIt(Tested tested) {
    if (tested.name().equals("AdamW")) {
      return; // Its formula is of two parts, of which only one is for all rows; see below.
    }
    Operation step = tested.withNumber().apply(tested.rate()).minimize(loss());
    List<Formula> formulas =
        Stream.generate(tested.formula()).limit(ROWS).toList(); // Each with a state of its own.
    double[][] expected =
        IntStream.range(0, ROWS).mapToObj(i -> row(initial, i)).toArray(double[][]::new);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 0; i < STEPS; i++) {
        int[] used = random.ints(1 + random.nextInt(5), 0, ROWS).toArray();
        double[] slopes = random.doubles(used.length * DEPTH, -2, 2).toArray();
        session.run(
            step,
            feed(ids, Tensor.of(used)),
            feed(slope, Tensor.of(Shape.of(used.length, DEPTH), slopes)));
        double[][] gradient = new double[ROWS][DEPTH];
        Set<Integer> named = new HashSet<>();
        for (int j = 0; j < used.length; j++) {
          named.add(used[j]);
          for (int k = 0; k < DEPTH; k++) {
            gradient[used[j]][k] += slopes[j * DEPTH + k];
          }
        }
        for (int row = 0; row < ROWS; row++) {
          if (named.contains(row) || isAdam(tested)) {
            formulas.get(row).step(expected[row], gradient[row]);
          }
          assertThat(row(session.run(table), row))
              .as("row %d after step %d, seed %d", row, i, SEED)
              .containsExactly(expected[row], within(1e-13));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void rowsThatAreNotUsedKeepTheirBitsAndTheOthersMoveAsInADenseStep(Tested tested) {
    Operation sparse = tested.withNumber().apply(tested.rate()).minimize(loss());
    Optimizer other = tested.withNumber().apply(tested.rate());
    Operation dense =
        other.applyGradients(
            other.computeGradients(loss()).stream()
                .<GradientAndVariable<?>>map(GradientAndVariable::densified)
                .toList());
    Tensor<Integer> used = Tensor.of(4, 1, 4);
    Tensor<Double> slopes =
        Tensor.of(Shape.of(3, DEPTH), random.doubles(3 * DEPTH, -2, 2).toArray());
    Tensor<Double> bySparse = afterStep(sparse, used, slopes);
    Tensor<Double> byDense = afterStep(dense, used, slopes);
    for (int row = 0; row < ROWS; row++) {
      if (row == 4 || row == 1) {
        assertThat(row(bySparse, row)).containsExactly(row(byDense, row), within(1e-15));
        assertThat(row(bySparse, row)).isNotEqualTo(row(initial, row));
      } else {
        assertThat(row(bySparse, row)).containsExactly(row(initial, row));
      }
    }
  }

  private Tensor<Double> afterStep(Operation step, Tensor<Integer> used, Tensor<Double> slopes) {
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(step, feed(ids, used), feed(slope, slopes));
      return session.run(table);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void nothingAsLargeAsTheTableIsComputedButItsNewValue(Tested tested) {
    if (isAdam(tested)) {
      return;
    }
    Operation step = tested.withNumber().apply(tested.rate()).minimize(loss());
    Set<Operation> needed = new HashSet<>();
    collect(step, needed);
    List<Output<?>> values =
        needed.stream()
            .flatMap(operation -> operation.outputs().stream())
            .<Output<?>>map(output -> output)
            .filter(output -> output.dataType().isFloating() && !output.isReference())
            .filter(output -> !output.equals(table.asOutput()))
            .toList();
    assertThat(values).hasSizeGreaterThan(5);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      Runner runner = session.runner().feed(ids, Tensor.of(4, 1, 4));
      runner.feed(slope, Tensor.zeros(DataType.FLOAT64, Shape.of(3, DEPTH)));
      values.forEach(runner::fetch);
      Result result = runner.run();
      for (Output<?> value : values) {
        assertThat(result.get(value).size()).as(value.toString()).isLessThanOrEqualTo(3 * DEPTH);
      }
    }
  }

  private static void collect(Operation operation, Set<Operation> found) {
    if (found.add(operation)) {
      operation.inputs().forEach(input -> collect(input.operation(), found));
      operation.controlInputs().forEach(input -> collect(input, found));
    }
  }

  @Test
  void theGradientIsTheSameAsThatOfAProductWithOneHotVectors() {
    assertSameGradient(
        w -> tf.gather(w, ids), w -> tf.matmul(tf.oneHot(ids, ROWS, w.dataType()), w));
  }

  @Test
  void severalUsesOfATableAddUp() {
    assertSameGradient(
        w -> tf.add(tf.gather(w, ids), tf.square(tf.gather(w, tf.cast(ids, DataType.INT64)))),
        w -> {
          Output<Double> rows = tf.matmul(tf.oneHot(ids, ROWS, DataType.FLOAT64), w);
          return tf.add(rows, tf.square(rows));
        });
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void severalUsesOfATableAreStillRows(Tested tested) {
    Output<Double> rows = tf.gather(table, ids);
    Output<Double> others = tf.gather(table, tf.constant(0L, 4L, 0L));
    Output<Double> loss =
        tf.add(tf.reduceSum(tf.mul(slope, rows)), tf.reduceSum(tf.square(others)));
    Optimizer optimizer = tested.withNumber().apply(tested.rate());
    List<GradientAndVariable<?>> pairs = optimizer.computeGradients(loss);
    assertThat(pairs.get(0).isSparse()).isTrue();
    Tensor<Integer> used = Tensor.of(4, 1, 4);
    Tensor<Double> slopes =
        Tensor.of(Shape.of(3, DEPTH), random.doubles(3 * DEPTH, -2, 2).toArray());
    Tensor<Double> bySparse = afterStep(optimizer.applyGradients(pairs), used, slopes);
    Optimizer other = tested.withNumber().apply(tested.rate());
    Tensor<Double> byDense =
        afterStep(
            other.applyGradients(
                pairs.stream()
                    .<GradientAndVariable<?>>map(GradientAndVariable::densified)
                    .toList()),
            used,
            slopes);
    for (int row = 0; row < ROWS; row++) {
      if (row == 0 || row == 1 || row == 4) {
        assertThat(row(bySparse, row)).containsExactly(row(byDense, row), within(1e-14));
      } else {
        assertThat(row(bySparse, row)).containsExactly(row(initial, row));
      }
    }
  }

  @Test
  void usesOfRowsAndOfAllAddUp() {
    assertSameGradient(
        w -> tf.add(tf.gather(w, ids), tf.reduceSum(tf.square(w), true, 0)),
        w ->
            tf.add(
                tf.matmul(tf.oneHot(ids, ROWS, DataType.FLOAT64), w),
                tf.reduceSum(tf.square(w), true, 0)));
  }

  @Test
  void rowsOfRowsAreRows() {
    assertSameGradient(
        w -> tf.gather(tf.gather(w, tf.constant(6, 4, 2, 0, 1, 3, 5)), ids),
        w ->
            tf.matmul(
                tf.oneHot(ids, ROWS, DataType.FLOAT64),
                tf.matmul(tf.oneHot(tf.constant(6, 4, 2, 0, 1, 3, 5), ROWS, DataType.FLOAT64), w)));
  }

  private void assertSameGradient(
      Function<Operand<Double>, Output<Double>> gathered,
      Function<Operand<Double>, Output<Double>> multiplied) {
    Output<Double> one = Gradients.of(tf.reduceSum(tf.mul(slope, gathered.apply(table))), table);
    Output<Double> other =
        Gradients.of(tf.reduceSum(tf.mul(slope, multiplied.apply(table))), table);
    assertThat(one.shape()).isEqualTo(table.shape());
    GradientAndVariable<?> pair =
        new GradientDescentOptimizer(1)
            .computeGradients(tf.reduceSum(tf.mul(slope, gathered.apply(table))))
            .get(0);
    Tensor<Integer> used = Tensor.of(4, 1, 4, 0);
    Tensor<Double> slopes =
        Tensor.of(Shape.of(4, DEPTH), random.doubles(4 * DEPTH, -2, 2).toArray());
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      double[] expected = session.run(other, feed(ids, used), feed(slope, slopes)).toDoubleArray();
      assertThat(session.run(one, feed(ids, used), feed(slope, slopes)).toDoubleArray())
          .containsExactly(expected, within(1e-12));
      Output<Double> whole = pair.gradient().as(DataType.FLOAT64);
      assertThat(session.run(whole, feed(ids, used), feed(slope, slopes)).toDoubleArray())
          .containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void aPairTellsWhetherItIsSparse() {
    GradientAndVariable<?> sparse = new GradientDescentOptimizer(1).computeGradients(loss()).get(0);
    assertThat(sparse.isSparse()).isTrue();
    assertThat(sparse.value()).isInstanceOf(IndexedSlices.class);
    assertThat(sparse.gradient().shape()).isEqualTo(table.shape());
    assertThat(sparse.densified().isSparse()).isFalse();
    assertThat(sparse.map(g -> tf.neg(g)).isSparse()).isTrue();
    GradientAndVariable<?> dense =
        new GradientDescentOptimizer(1).computeGradients(tf.reduceSum(table)).get(0);
    assertThat(dense.isSparse()).isFalse();
    assertThat(dense.densified()).isSameAs(dense);
  }

  @Test
  void aChangedGradientChangesTheValues() {
    Optimizer optimizer = new GradientDescentOptimizer(1);
    Operation step =
        optimizer.applyGradients(
            optimizer.computeGradients(loss()).stream()
                .<GradientAndVariable<?>>map(pair -> pair.map(g -> tf.mul(g, 0.5)))
                .toList());
    double[] slopes = random.doubles(DEPTH, -2, 2).toArray();
    Tensor<Double> after =
        afterStep(step, Tensor.of(new int[] {3}), Tensor.of(Shape.of(1, DEPTH), slopes));
    double[] before = row(initial, 3);
    assertThat(row(after, 3))
        .containsExactly(
            IntStream.range(0, DEPTH).mapToDouble(i -> before[i] - 0.5 * slopes[i]).toArray(),
            within(1e-15));
  }

  /** An optimizer that knows nothing of slices. */
  private static final class SignDescent extends Optimizer {
    SignDescent() {
      super("SignDescent");
    }

    @Override
    protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
      return tf.assignSub(gradient.variable(), tf.sign(gradient.gradient())).operation();
    }
  }

  @Test
  void anOptimizerThatKnowsNothingOfSlicesGetsTheWholeGradient() {
    Operation step = new SignDescent().minimize(loss());
    double[] slopes = random.doubles(2 * DEPTH, 1, 2).toArray();
    Tensor<Double> after = afterStep(step, Tensor.of(2, 2), Tensor.of(Shape.of(2, DEPTH), slopes));
    assertThat(row(after, 2))
        .containsExactly(Arrays.stream(row(initial, 2)).map(v -> v - 1).toArray());
    assertThat(row(after, 3)).containsExactly(row(initial, 3));
  }

  @Test
  void slicesThatDoNotFitAreRefused() {
    GradientRegistry.register(
        "TestOfWrongSlices",
        step ->
            step.sendSlices(
                0,
                () ->
                    new IndexedSlices<>(
                        step.tf().zerosLike(step.output(0)),
                        step.tf().constant(0, 1),
                        step.tf().constant(ROWS, DEPTH))));
    OpRegistry.register(
        OpDef.named("TestOfWrongSlices")
            .typeAttribute("T", DataType.FLOAT64)
            .input("x", "T")
            .output("y", "T")
            .shape(context -> Shape.of(2, 3))
            .kernel(context -> call -> {})
            .build());
    Output<Double> y = tf.operation("TestOfWrongSlices").input(table).build().output(0);
    assertThatThrownBy(() -> Gradients.of(y, table))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("The gradient of op 'TestOfWrongSlices' for its input 0 is")
        .hasMessageContaining("but the input is float64[7,6]");
  }
}
