package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.OptionalLong;

/**
 * The ops that draw random numbers.
 *
 * <p>If neither the graph ({@link Graph#setRandomSeed}) nor the op ({@link Ops#seeded}) has a seed,
 * the numbers differ from session to session. With either, a session draws the same numbers again
 * in each of its runs as every other new session does, on any machine; and, for uniform numbers, as
 * TensorFlow does for the same seeds.
 */
abstract sealed class RandomOps extends DecompositionOps permits ControlOps {
  /**
   * What takes the place of the graph's seed where only the op has one: TensorFlow's own choice.
   */
  private static final long DEFAULT_GRAPH_SEED = 87654321;

  private static final long LARGEST_SEED = Integer.MAX_VALUE;

  RandomOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Returns float32 numbers, equally likely anywhere from 0 up to, but not including, 1. */
  public Output<Float> randomUniform(Shape shape) {
    return randomUniform(DataType.FLOAT32, shape, 0, 1);
  }

  /**
   * Returns float32 numbers, equally likely anywhere from {@code least} up to, but not including,
   * {@code limit}.
   */
  public Output<Float> randomUniform(Shape shape, double least, double limit) {
    return randomUniform(DataType.FLOAT32, shape, least, limit);
  }

  /**
   * Returns numbers that are equally likely anywhere from {@code least} up to, but not including,
   * {@code limit}.
   *
   * @param dataType float32, float64, int32 or int64
   */
  public <T extends Number> Output<T> randomUniform(
      DataType<T> dataType, Shape shape, double least, double limit) {
    Ops own = enter("random_uniform");
    return own.uniform(dataType, own.named("shape").constant(shape.toArray()), least, limit);
  }

  /**
   * Returns numbers that are equally likely anywhere from {@code least} up to, but not including,
   * {@code limit}.
   *
   * @param dataType float32, float64, int32 or int64
   * @param shape the dimensions of the result, as an int32 or int64 vector
   */
  public <T extends Number> Output<T> randomUniform(
      DataType<T> dataType, Operand<? extends Number> shape, double least, double limit) {
    return enter("random_uniform").uniform(dataType, shape, least, limit);
  }

  /** Returns {@code random · (limit - least) + least} under the name of this scope. */
  final <T extends Number> Output<T> uniform(
      DataType<T> dataType, Operand<? extends Number> dimensions, double least, double limit) {
    Ops own = ofAllFamilies();
    Output<T> min = own.named("min").scalar(dataType, least);
    Output<T> max = own.named("max").scalar(dataType, limit);
    if (dataType.isInteger()) {
      return node(seed(namesake("RandomUniformInt")), dimensions, min, max);
    }
    Output<T> random = own.draw("RandomUniform", dataType, dimensions);
    Output<T> scaled = own.named("mul").mul(random, own.named("sub").sub(max, min));
    return node(namesake("AddV2"), scaled, min);
  }

  /** Returns float32 numbers of the normal distribution with mean 0 and standard deviation 1. */
  public Output<Float> randomNormal(Shape shape) {
    return randomNormal(DataType.FLOAT32, shape, 0, 1);
  }

  /** Returns float32 numbers of a normal distribution. */
  public Output<Float> randomNormal(Shape shape, double mean, double standardDeviation) {
    return randomNormal(DataType.FLOAT32, shape, mean, standardDeviation);
  }

  /**
   * Returns numbers of a normal distribution.
   *
   * @param dataType float32 or float64
   */
  public <T extends Number> Output<T> randomNormal(
      DataType<T> dataType, Shape shape, double mean, double standardDeviation) {
    Ops own = enter("random_normal");
    Output<Integer> dimensions = own.named("shape").constant(shape.toArray());
    return own.normal("RandomStandardNormal", dataType, dimensions, mean, standardDeviation);
  }

  /**
   * Returns numbers of a normal distribution.
   *
   * @param dataType float32 or float64
   * @param shape the dimensions of the result, as an int32 or int64 vector
   */
  public <T extends Number> Output<T> randomNormal(
      DataType<T> dataType,
      Operand<? extends Number> shape,
      double mean,
      double standardDeviation) {
    return enter("random_normal")
        .normal("RandomStandardNormal", dataType, shape, mean, standardDeviation);
  }

  /**
   * Returns float32 numbers as {@link #truncatedNormal(DataType, Shape, double, double)} does, with
   * mean 0 and deviation 1.
   */
  public Output<Float> truncatedNormal(Shape shape) {
    return truncatedNormal(DataType.FLOAT32, shape, 0, 1);
  }

  /** Returns float32 numbers as {@link #truncatedNormal(DataType, Shape, double, double)} does. */
  public Output<Float> truncatedNormal(Shape shape, double mean, double standardDeviation) {
    return truncatedNormal(DataType.FLOAT32, shape, mean, standardDeviation);
  }

  /**
   * Returns numbers of a normal distribution, of which those that lie two standard deviations or
   * more from the mean are drawn again: a common choice for initial weights.
   *
   * @param dataType float32 or float64
   */
  public <T extends Number> Output<T> truncatedNormal(
      DataType<T> dataType, Shape shape, double mean, double standardDeviation) {
    Ops own = enter("truncated_normal");
    Output<Integer> dimensions = own.named("shape").constant(shape.toArray());
    return own.normal("TruncatedNormal", dataType, dimensions, mean, standardDeviation);
  }

  /**
   * Returns numbers as {@link #truncatedNormal(DataType, Shape, double, double)} does.
   *
   * @param shape the dimensions of the result, as an int32 or int64 vector
   */
  public <T extends Number> Output<T> truncatedNormal(
      DataType<T> dataType,
      Operand<? extends Number> shape,
      double mean,
      double standardDeviation) {
    return enter("truncated_normal")
        .normal("TruncatedNormal", dataType, shape, mean, standardDeviation);
  }

  /** Returns {@code random · standardDeviation + mean} under the name of this scope. */
  final <T extends Number> Output<T> normal(
      String type,
      DataType<T> dataType,
      Operand<? extends Number> dimensions,
      double mean,
      double standardDeviation) {
    Ops own = ofAllFamilies();
    Output<T> offset = own.named("mean").scalar(dataType, mean);
    Output<T> scale = own.named("stddev").scalar(dataType, standardDeviation);
    Output<T> random = own.draw(type, dataType, dimensions);
    Output<T> scaled = own.named("mul").mul(random, scale);
    return node(namesake("AddV2"), scaled, offset);
  }

  final <T> Output<T> draw(
      String type, DataType<T> dataType, Operand<? extends Number> dimensions) {
    return node(seed(operation(type)).attribute("dtype", dataType), dimensions);
  }

  /**
   * Sets the two seeds as TensorFlow's {@code get_seed} finds them; two zeros ask for numbers that
   * nobody can foresee.
   */
  final OperationBuilder seed(OperationBuilder builder) {
    OptionalLong graphSeed = graph().randomSeed();
    OptionalLong opSeed = settings.seed();
    long first = 0;
    long second = 0;
    if (graphSeed.isPresent() || opSeed.isPresent()) {
      // Without a seed of its own, an op is told from others by how many came before it.
      first = Math.floorMod(graphSeed.orElse(DEFAULT_GRAPH_SEED), LARGEST_SEED);
      second = Math.floorMod(opSeed.orElse(graph().size()), LARGEST_SEED);
      if (first == 0 && second == 0) {
        second = LARGEST_SEED;
      }
    }
    return builder.attribute("seed", first).attribute("seed2", second);
  }
}
