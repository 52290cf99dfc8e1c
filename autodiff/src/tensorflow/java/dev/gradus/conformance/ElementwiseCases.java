package dev.gradus.conformance;

import com.google.common.collect.Lists;
import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.cases.Sample;
import dev.gradus.ops.cases.Trial;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Cases of ops that compute each element from those at the same place of their inputs. */
final class ElementwiseCases {
  private static final int RANDOM_SHAPES = 24;
  private static final int LARGE = 100_003;
  private static final int[] DIMENSIONS = {0, 1, 1, 2, 3, 5, 8, 17};

  private final Sample prototype;
  private final Random random;
  private final int arity;
  private final boolean broadcasts;

  private ElementwiseCases(Sample prototype, Random random) {
    this.prototype = prototype;
    this.random = random;
    this.arity = prototype.inputs().size();
    this.broadcasts = broadcasts(prototype);
  }

  /** Hands cases to the consumer that differ from the prototype in their inputs. */
  static void of(Sample prototype, Random random, Consumer<Sample> consumer) {
    ElementwiseCases cases = new ElementwiseCases(prototype, random);
    cases.special(consumer);
    for (int i = 0; i < RANDOM_SHAPES; i++) {
      consumer.accept(cases.randomly(cases.randomShapes()));
    }
    consumer.accept(cases.randomly(Collections.nCopies(cases.arity, new int[] {LARGE})));
  }

  private static boolean broadcasts(Sample sample) {
    List<Tensor<?>> inputs =
        IntStream.range(0, sample.inputs().size())
            .<Tensor<?>>mapToObj(
                i -> Tensor.zeros(sample.inputs().get(i).dataType(), Shape.of(i == 0 ? 2 : 1)))
            .toList();
    try {
      new Trial(sample.withInputs(inputs), Trial.Knowledge.SHAPES);
      return true;
    } catch (GradusException e) {
      return false;
    }
  }

  /** Each special value with each: as scalars, and all of them side by side. */
  private void special(Consumer<Sample> consumer) {
    List<Tensor<?>> specials =
        prototype.inputs().stream()
            .<Tensor<?>>map(input -> Elements.special(input.dataType()))
            .toList();
    List<List<Integer>> choices =
        Lists.cartesianProduct(
            specials.stream()
                .map(values -> IntStream.range(0, values.size()).boxed().toList())
                .toList());
    if (arity <= 2) {
      choices.forEach(choice -> consumer.accept(chosen(specials, List.of(choice), true)));
    }
    consumer.accept(chosen(specials, choices, false));
    // Again without those that most divisions and powers of integers refuse.
    boolean integers = specials.stream().allMatch(values -> values.dataType().isInteger());
    if (arity == 2 && integers) {
      long[] second = Values.longs(specials.get(1));
      consumer.accept(
          chosen(
              specials,
              choices.stream().filter(choice -> second[choice.get(1)] > 0).toList(),
              false));
    }
  }

  private Sample chosen(List<Tensor<?>> from, List<List<Integer>> choices, boolean scalar) {
    Shape shape = scalar ? Shape.scalar() : Shape.of(choices.size());
    return prototype.withInputs(
        IntStream.range(0, arity)
            .<Tensor<?>>mapToObj(
                input ->
                    Elements.pick(
                        from.get(input),
                        shape,
                        choices.stream().mapToInt(choice -> choice.get(input)).toArray()))
            .toList());
  }

  private Sample randomly(List<int[]> shapes) {
    return prototype.withInputs(
        IntStream.range(0, arity)
            .<Tensor<?>>mapToObj(
                i -> Elements.random(prototype.inputs().get(i).dataType(), random, shapes.get(i)))
            .toList());
  }

  /** Returns shapes that broadcast or, if the op does not do that, are the same. */
  private List<int[]> randomShapes() {
    int[] full = randomShape(random, DIMENSIONS);
    return IntStream.range(0, arity)
        .mapToObj(
            i -> {
              int[] shape = full.clone();
              if (broadcasts) {
                int axes = random.nextInt(3) == 0 ? random.nextInt(full.length + 1) : full.length;
                shape = Arrays.copyOfRange(full, full.length - axes, full.length);
                for (int axis = 0; axis < axes; axis++) {
                  shape[axis] = random.nextInt(4) == 0 ? 1 : shape[axis];
                }
              }
              return shape;
            })
        .toList();
  }

  static int[] randomShape(Random random, int... dimensions) {
    return IntStream.range(0, random.nextInt(6))
        .map(axis -> dimensions[random.nextInt(dimensions.length)])
        .toArray();
  }
}
