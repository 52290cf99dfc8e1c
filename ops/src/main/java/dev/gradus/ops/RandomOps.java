package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
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
abstract sealed class RandomOps extends StateOps permits Ops {
  /**
   * What takes the place of the graph's seed where only the op has one: TensorFlow's own choice.
   */
  private static final long DEFAULT_GRAPH_SEED = 87654321;

  private static final long LARGEST_SEED = Integer.MAX_VALUE;

  RandomOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Adds float32 numbers, equally likely anywhere from 0 up to, but not including, 1. */
  public Output<Float> randomUniform(Shape shape) {
    return randomUniform(DataType.FLOAT32, shape, 0, 1);
  }

  /**
   * Adds float32 numbers, equally likely anywhere from {@code least} up to, but not including,
   * {@code limit}.
   */
  public Output<Float> randomUniform(Shape shape, double least, double limit) {
    return randomUniform(DataType.FLOAT32, shape, least, limit);
  }

  /**
   * Adds numbers that are equally likely anywhere from {@code least} up to, but not including,
   * {@code limit}.
   *
   * @param dataType float32, float64, int32 or int64
   */
  public <T extends Number> Output<T> randomUniform(
      DataType<T> dataType, Shape shape, double least, double limit) {
    Ops own = enter("random_uniform");
    if (dataType.isInteger()) {
      return node(
          own.seed(own.namesake("RandomUniformInt")),
          own.named("shape").constant(shape.toArray()),
          own.named("min").scalar(dataType, least),
          own.named("max").scalar(dataType, limit));
    }
    if (least == 0 && limit == 1) {
      return own.draw(own.namesake("RandomUniform"), dataType, shape);
    }
    return own.scaled("RandomUniform", dataType, shape, limit - least, least);
  }

  /** Adds float32 numbers of the normal distribution with mean 0 and standard deviation 1. */
  public Output<Float> randomNormal(Shape shape) {
    return randomNormal(DataType.FLOAT32, shape, 0, 1);
  }

  /** Adds float32 numbers of a normal distribution. */
  public Output<Float> randomNormal(Shape shape, double mean, double standardDeviation) {
    return randomNormal(DataType.FLOAT32, shape, mean, standardDeviation);
  }

  /**
   * Adds numbers of a normal distribution.
   *
   * @param dataType float32 or float64
   */
  public <T extends Number> Output<T> randomNormal(
      DataType<T> dataType, Shape shape, double mean, double standardDeviation) {
    return enter("random_normal")
        .scaled("RandomStandardNormal", dataType, shape, standardDeviation, mean);
  }

  /**
   * Adds float32 numbers as {@link #truncatedNormal(DataType, Shape, double, double)} does, with
   * mean 0 and deviation 1.
   */
  public Output<Float> truncatedNormal(Shape shape) {
    return truncatedNormal(DataType.FLOAT32, shape, 0, 1);
  }

  /** Adds float32 numbers as {@link #truncatedNormal(DataType, Shape, double, double)} does. */
  public Output<Float> truncatedNormal(Shape shape, double mean, double standardDeviation) {
    return truncatedNormal(DataType.FLOAT32, shape, mean, standardDeviation);
  }

  /**
   * Adds numbers of a normal distribution, of which those that lie two standard deviations or more
   * from the mean are drawn again: a common choice for initial weights.
   *
   * @param dataType float32 or float64
   */
  public <T extends Number> Output<T> truncatedNormal(
      DataType<T> dataType, Shape shape, double mean, double standardDeviation) {
    return enter("truncated_normal")
        .scaled("TruncatedNormal", dataType, shape, standardDeviation, mean);
  }

  /** Adds {@code random · scale + offset} under the name of this scope. */
  final <T extends Number> Output<T> scaled(
      String type, DataType<T> dataType, Shape shape, double scale, double offset) {
    Ops own = with(settings);
    Output<T> random = draw(operation(type), dataType, shape);
    Output<T> scaled = own.named("mul").mul(random, own.named("scale").scalar(dataType, scale));
    return node(namesake("AddV2"), scaled, own.named("offset").scalar(dataType, offset));
  }

  final <T> Output<T> draw(OperationBuilder builder, DataType<T> dataType, Shape shape) {
    Ops own = with(settings);
    return node(
        seed(builder).attribute("dtype", dataType), own.named("shape").constant(shape.toArray()));
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
      first = Math.floorMod(graphSeed.orElse(DEFAULT_GRAPH_SEED), LARGEST_SEED);
      second = Math.floorMod(opSeed.orElse(graph().size()), LARGEST_SEED);
      if (first == 0 && second == 0) {
        second = LARGEST_SEED;
      }
    }
    return builder.attribute("seed", first).attribute("seed2", second);
  }
}
