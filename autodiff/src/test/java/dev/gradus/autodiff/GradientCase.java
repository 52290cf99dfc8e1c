package dev.gradus.autodiff;

import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One function whose gradients {@link GradientChecker} compares with differences, in float64.
 *
 * @param op the op type that this is a check of
 * @param name what is special about this case, such as its shapes
 * @param model the function
 * @param inputs what the function is given
 * @param difference how far apart the points are that are compared, and how well they agree
 */
record GradientCase(
    String op, String name, Model model, List<Input> inputs, Difference difference) {

  /** A differentiable function, as graph. */
  @FunctionalInterface
  interface Model {
    /** Adds the function to the graph, and returns its results. */
    List<Output<Double>> build(Ops tf, List<Output<Double>> inputs);
  }

  /** A function of one tensor. */
  @FunctionalInterface
  interface Unary {
    Output<Double> build(Ops tf, Output<Double> x);
  }

  /** A function of two tensors. */
  @FunctionalInterface
  interface Binary {
    Output<Double> build(Ops tf, Output<Double> x, Output<Double> y);
  }

  /** Fills a tensor of the given shape with numbers. */
  @FunctionalInterface
  interface Filling {
    void fill(double[] elements, Shape shape, Random random);
  }

  /** A tensor that is drawn at random. */
  record Input(Shape shape, Filling filling) {
    Tensor<Double> draw(Random random) {
      return Tensor.ofDoubles(shape, elements -> filling.fill(elements, shape, random));
    }
  }

  /**
   * How a derivative is measured.
   *
   * @param step the distance between points
   * @param tolerance by how much a measured derivative may differ, relative to its terms
   */
  record Difference(double step, double tolerance) {
    /**
     * For functions that are computed in float64: the step's fourth power is about its rounding.
     */
    static final Difference EXACT = new Difference(1e-3, 1e-7);
  }

  static GradientCase of(String op, String name, Model model, Input... inputs) {
    return new GradientCase(op, name, model, List.of(inputs), Difference.EXACT);
  }

  static GradientCase unary(String op, String name, Unary function, Input x) {
    return of(op, name, (tf, in) -> List.of(function.build(tf, in.get(0))), x);
  }

  static GradientCase binary(String op, String name, Binary function, Input x, Input y) {
    return of(op, name, (tf, in) -> List.of(function.build(tf, in.get(0), in.get(1))), x, y);
  }

  GradientCase measured(double step, double tolerance) {
    return new GradientCase(op, name, model, inputs, new Difference(step, tolerance));
  }

  /** The inputs, the same for the same seed whatever other cases there are. */
  List<Tensor<Double>> point(long seed) {
    Random random = new Random(seed ^ toString().hashCode());
    return inputs.stream().map(input -> input.draw(random)).toList();
  }

  static Input normal(int... shape) {
    return new Input(Shape.of(shape), GradientCase::normal);
  }

  private static void normal(double[] elements, Shape shape, Random random) {
    Arrays.setAll(elements, i -> random.nextGaussian());
  }

  /** Numbers from 0.5 to 2. */
  static Input positive(int... shape) {
    return between(0.5, 2, shape);
  }

  /** Numbers in between two others. */
  static Input between(double least, double greatest, int... shape) {
    return new Input(
        Shape.of(shape),
        (elements, own, random) ->
            Arrays.setAll(elements, i -> least + (greatest - least) * random.nextDouble()));
  }

  /** Numbers from 0.3 to 2, and from -2 to -0.3. */
  static Input awayFromZero(int... shape) {
    return new Input(
        Shape.of(shape),
        (elements, own, random) ->
            Arrays.setAll(
                elements,
                i -> (random.nextBoolean() ? 1 : -1) * (0.3 + 1.7 * random.nextDouble())));
  }

  /**
   * Numbers that differ from each other by 0.2 at least, and by 0.1 from those of another offset.
   */
  static Input apart(double offset, int... shape) {
    return new Input(
        Shape.of(shape),
        (elements, own, random) -> {
          Arrays.setAll(elements, i -> 0.2 * (i - elements.length / 2) + offset);
          for (int i = elements.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double swapped = elements[i];
            elements[i] = elements[other];
            elements[other] = swapped;
          }
        });
  }

  /** Positive numbers of which each row adds up to 1. */
  static Input probabilities(int rows, int classes) {
    return new Input(
        Shape.of(rows, classes),
        (elements, own, random) -> {
          for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = row * classes; i < (row + 1) * classes; i++) {
              elements[i] = 0.1 + random.nextDouble();
              sum += elements[i];
            }
            for (int i = row * classes; i < (row + 1) * classes; i++) {
              elements[i] /= sum;
            }
          }
        });
  }

  @Override
  public String toString() {
    return op + ": " + name;
  }
}
