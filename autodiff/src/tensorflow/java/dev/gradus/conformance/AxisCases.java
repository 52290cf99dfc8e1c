package dev.gradus.conformance;

import dev.gradus.core.DataType;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.cases.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Cases of ops that compute along axes of their first input: along all those that a second one
 * lists, along the one that it names, or along the last.
 */
final class AxisCases {
  private static final int RANDOM_SHAPES = 24;
  private static final int[] DIMENSIONS = {0, 1, 2, 3, 4, 7, 19};
  private static final Set<String> ROW_BY_ROW = Set.of("Softmax", "LogSoftmax");

  private enum Axes {
    LIST,
    ONE,
    LAST
  }

  private final Sample prototype;
  private final DataType<?> type;
  private final Axes axes;
  private final Random random;

  private AxisCases(Sample prototype, Axes axes, Random random) {
    this.prototype = prototype;
    this.type = prototype.inputs().get(0).dataType();
    this.axes = axes;
    this.random = random;
  }

  /**
   * Hands cases to the consumer that differ from the prototype in their inputs; none if the op is
   * of another kind.
   *
   * @param isFirstOfType whether there was no prototype with a first input of this type before
   */
  static void of(
      Sample prototype, boolean isFirstOfType, Random random, Consumer<Sample> consumer) {
    List<String> inputs = prototype.op().inputs().stream().map(input -> input.name()).toList();
    if (inputs.size() == 2 && inputs.get(1).equals("reduction_indices")) {
      new AxisCases(prototype, Axes.LIST, random).all(isFirstOfType, consumer);
    } else if (inputs.size() == 2
        && (inputs.get(1).equals("dimension") || inputs.get(1).equals("axis"))
        && prototype.inputs().size() == 2
        && prototype.inputs().get(1).shape().rank() == 0) {
      new AxisCases(prototype, Axes.ONE, random).all(isFirstOfType, consumer);
    } else if (ROW_BY_ROW.contains(prototype.op().name())) {
      new AxisCases(prototype, Axes.LAST, random).all(isFirstOfType, consumer);
    }
  }

  private void all(boolean isFirstOfType, Consumer<Sample> consumer) {
    special(isFirstOfType, consumer);
    for (int i = 0; i < RANDOM_SHAPES; i++) {
      int[] shape = ElementwiseCases.randomShape(random, DIMENSIONS);
      if (axes == Axes.LIST || shape.length > 0) {
        Tensor<?> x = Elements.random(type, random, shape);
        consumer.accept(sample(x, axes == Axes.LIST ? someAxes(shape.length) : oneAxis(shape)));
      }
    }
    Tensor<?> large = Elements.random(type, random, 313, 331);
    consumer.accept(sample(large, 1));
    if (axes != Axes.LAST) {
      consumer.accept(sample(large, 0));
      consumer.accept(sample(large, -1));
    }
    if (axes == Axes.LIST) {
      consumer.accept(sample(large, 0, 1));
    }
  }

  /**
   * Each special value with each: as vectors of two, if wanted, and as rows and columns of
   * matrices.
   */
  private void special(boolean alone, Consumer<Sample> consumer) {
    Tensor<?> values = Elements.special(type);
    int count = values.size();
    int[] rows = new int[2 * count * count];
    int[] columns = new int[2 * count * count];
    for (int i = 0; i < count * count; i++) {
      int first = i / count;
      int second = i % count;
      rows[2 * i] = columns[i] = first;
      rows[2 * i + 1] = columns[count * count + i] = second;
      if (alone) {
        consumer.accept(sample(Elements.pick(values, Shape.of(2), first, second), 0));
      }
    }
    consumer.accept(sample(Elements.pick(values, Shape.of(count * count, 2), rows), 1));
    if (axes != Axes.LAST) {
      consumer.accept(sample(Elements.pick(values, Shape.of(2, count * count), columns), 0));
    }
  }

  private Sample sample(Tensor<?> x, int... along) {
    if (axes == Axes.LAST) {
      return prototype.withInputs(List.of(x));
    }
    DataType<?> indices = prototype.inputs().get(1).dataType();
    Shape shape = axes == Axes.ONE ? Shape.scalar() : Shape.of(along.length);
    return prototype.withInputs(List.of(x, Values.ofLongs(indices, shape, i -> along[i])));
  }

  private int[] oneAxis(int... shape) {
    return new int[] {random.nextInt(-shape.length, shape.length)};
  }

  /** Returns some of the axes, in any order, some of them counted from the end. */
  private int[] someAxes(int rank) {
    int[] all = IntStream.range(0, rank).filter(axis -> random.nextBoolean()).toArray();
    for (int i = all.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = all[i];
      all[i] = all[other];
      all[other] = swapped;
    }
    return Arrays.stream(all).map(axis -> random.nextBoolean() ? axis : axis - rank).toArray();
  }
}
