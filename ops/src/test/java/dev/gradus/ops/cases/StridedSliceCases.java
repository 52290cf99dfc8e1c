package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Samples of the op that takes what NumPy's indices in brackets take, and of its gradient.
 *
 * <p>The oracle lists, for each axis of the result, the indices of the tensor's axis that it shows,
 * by walking from the first one in steps until the end is passed.
 */
final class StridedSliceCases {
  private StridedSliceCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("StridedSlice", StridedSliceCases::slices),
        OpCase.exact("StridedSliceGrad", StridedSliceCases::gradients));
  }

  /** One item of a slice, as in {@code StridedSlice}'s vectors and masks. */
  private record Item(int begin, int end, int stride, String masks) {
    boolean has(String mask) {
      return masks.contains(mask);
    }
  }

  private static final Item ALL = new Item(0, 0, 1, "begin end");
  private static final Item ELLIPSIS = new Item(3, 4, -5, "ellipsis");
  private static final Item NEW_AXIS = new Item(3, 1, 2, "new_axis");

  private static Item at(int index) {
    return new Item(index, index + 1, 1, "shrink_axis");
  }

  private static Item range(int begin, int end, int stride) {
    return new Item(begin, end, stride, "");
  }

  private static Item from(int begin, int stride) {
    return new Item(begin, 0, stride, "end");
  }

  private static Item until(int end, int stride) {
    return new Item(0, end, stride, "begin");
  }

  private record Use(int[] shape, List<Item> items) {
    static Use of(int[] shape, Item... items) {
      return new Use(shape, List.of(items));
    }

    Map<String, Object> masks() {
      return Map.of(
          "begin_mask", bits("begin"),
          "end_mask", bits("end"),
          "ellipsis_mask", bits("ellipsis"),
          "new_axis_mask", bits("new_axis"),
          "shrink_axis_mask", bits("shrink_axis"));
    }

    private long bits(String mask) {
      return IntStream.range(0, items.size())
          .filter(i -> items.get(i).has(mask))
          .mapToLong(i -> 1L << i)
          .sum();
    }

    List<Tensor<?>> vectors(DataType<?> type) {
      return List.of(
          SlicingCases.vector(type, items.stream().mapToInt(Item::begin).toArray()),
          SlicingCases.vector(type, items.stream().mapToInt(Item::end).toArray()),
          SlicingCases.vector(type, items.stream().mapToInt(Item::stride).toArray()));
    }

    /** Returns for each axis of the result the axis and the indices that it shows. */
    Shown shown() {
      Shown shown = new Shown(new int[shape.length], new ArrayList<>(), new ArrayList<>());
      long spokenOf = items.stream().filter(i -> !i.has("ellipsis") && !i.has("new_axis")).count();
      int axis = 0;
      for (Item item : items) {
        if (item.has("ellipsis")) {
          for (int i = 0; i < shape.length - spokenOf; i++) {
            shown.add(axis, IntStream.range(0, shape[axis++]).toArray());
          }
        } else if (item.has("new_axis")) {
          shown.add(-1, new int[] {0});
        } else if (item.has("shrink_axis")) {
          shown.fixed[axis] = Math.floorMod(item.begin, shape[axis]);
          axis++;
        } else {
          shown.add(axis, indices(item, shape[axis++]));
        }
      }
      while (axis < shape.length) {
        shown.add(axis, IntStream.range(0, shape[axis++]).toArray());
      }
      return shown;
    }

    private static int[] indices(Item item, int length) {
      int direction = Integer.signum(item.stride);
      int first = direction > 0 ? 0 : length - 1;
      if (!item.has("begin")) {
        first = item.begin < 0 ? item.begin + length : item.begin;
      }
      int limit = direction > 0 ? length : -1;
      if (!item.has("end")) {
        limit = item.end < 0 ? item.end + length : item.end;
      }
      first = direction > 0 ? Math.max(first, 0) : Math.min(first, length - 1);
      List<Integer> indices = new ArrayList<>();
      for (long i = first;
          direction * i < (long) direction * limit && i >= 0 && i < length;
          i += item.stride) {
        indices.add((int) i);
      }
      return indices.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /**
   * What a slice shows.
   *
   * @param fixed the index of each axis that is not shown
   * @param axes for each axis of the result, the axis that it shows, or -1 if it is new
   * @param indices for each axis of the result, the indices that it shows
   */
  private record Shown(int[] fixed, List<Integer> axes, List<int[]> indices) {
    void add(int axis, int[] shown) {
      axes.add(axis);
      indices.add(shown);
    }

    int[] shape() {
      return indices.stream().mapToInt(shown -> shown.length).toArray();
    }

    /** Returns the tensor's index for an index of the result. */
    int[] source(int[] index) {
      int[] source = fixed.clone();
      for (int i = 0; i < index.length; i++) {
        if (axes.get(i) >= 0) {
          source[axes.get(i)] = indices.get(i)[index[i]];
        }
      }
      return source;
    }
  }

  private static List<Use> uses() {
    int[] vector = {7};
    int[] matrix = {4, 6};
    int[] cube = {3, 4, 5};
    List<Use> uses = new ArrayList<>();
    uses.addAll(
        List.of(
            Use.of(new int[0]),
            Use.of(new int[0], NEW_AXIS),
            Use.of(new int[0], ELLIPSIS),
            Use.of(vector),
            Use.of(vector, ALL),
            Use.of(vector, at(0)),
            Use.of(vector, at(-1)),
            Use.of(vector, range(2, 5, 1)),
            Use.of(vector, range(-5, -2, 1)),
            Use.of(vector, range(0, 7, 3)),
            Use.of(vector, range(5, 1, -2)),
            Use.of(vector, range(-1, -8, -1)),
            Use.of(vector, range(-100, 100, 2)),
            Use.of(vector, range(100, -100, -1)),
            Use.of(vector, range(4, 2, 1)),
            Use.of(vector, range(2, 4, -1)),
            Use.of(vector, range(3, Integer.MAX_VALUE, Integer.MAX_VALUE)),
            Use.of(vector, range(3, Integer.MIN_VALUE, -Integer.MAX_VALUE)),
            Use.of(vector, from(3, 1)),
            Use.of(vector, from(4, -1)),
            Use.of(vector, until(-2, 1)),
            Use.of(vector, until(1, -2)),
            Use.of(vector, new Item(0, 0, -1, "begin end"))));
    uses.addAll(
        List.of(
            Use.of(matrix, at(1)),
            Use.of(matrix, ALL, at(-2)),
            Use.of(matrix, range(1, 3, 1), range(0, 6, 2)),
            Use.of(matrix, from(-2, 1), until(3, 1)),
            Use.of(matrix, new Item(0, 0, -1, "begin end"), new Item(0, 0, -1, "begin end")),
            Use.of(matrix, ALL, NEW_AXIS),
            Use.of(matrix, NEW_AXIS, ELLIPSIS, NEW_AXIS),
            Use.of(matrix, at(2), at(3)),
            Use.of(matrix, ELLIPSIS, at(0)),
            Use.of(matrix, ELLIPSIS, ALL, range(1, 4, 1)),
            Use.of(cube, ELLIPSIS, at(2)),
            Use.of(cube, at(1), ELLIPSIS, range(4, 0, -2)),
            Use.of(cube, at(0), NEW_AXIS, range(1, 3, 1), NEW_AXIS, at(-1)),
            Use.of(cube, NEW_AXIS, at(2), ELLIPSIS, NEW_AXIS, from(1, 2)),
            Use.of(cube, range(0, 3, 2), range(3, 0, -1), range(1, 5, 3)),
            Use.of(cube, new Item(1, 0, 1, "shrink_axis new_axis"), at(0)),
            Use.of(cube, new Item(0, 0, 1, "shrink_axis new_axis ellipsis"), at(0)),
            Use.of(new int[] {0, 3}, ALL, at(1)),
            Use.of(new int[] {0, 3}, range(0, 5, 1)),
            Use.of(new int[] {2, 0}, at(1)),
            Use.of(new int[] {2, 0}, at(1), from(-1, -1))));
    Random random = new Random(5);
    for (int i = 0; i < 12; i++) {
      int[] shape = IntStream.range(0, 4).map(axis -> 1 + random.nextInt(4)).toArray();
      Item[] items =
          Arrays.stream(shape)
              .mapToObj(
                  length ->
                      new Item(
                          random.nextInt(-length, length),
                          random.nextInt(-length - 1, length + 2),
                          random.nextInt(1, 3) * (random.nextBoolean() ? 1 : -1),
                          new String[] {"", "begin", "end", "begin end"}[random.nextInt(4)]))
              .toArray(Item[]::new);
      uses.add(Use.of(shape, items));
    }
    return uses;
  }

  private static List<Sample> slices(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (Use use : uses()) {
      Shown shown = use.shown();
      List<Tensor<?>> given = new ArrayList<>();
      given.add(inputs.any(types.get("T"), use.shape));
      given.addAll(use.vectors(types.get("Index")));
      samples.add(
          Sample.of(
              op,
              use.masks(),
              given,
              plain ->
                  List.of(Plain.of(shown.shape(), index -> plain.get(0).at(shown.source(index))))));
    }
    return samples;
  }

  private static List<Sample> gradients(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (Use use : uses()) {
      Shown shown = use.shown();
      List<Tensor<?>> given = new ArrayList<>();
      given.add(SlicingCases.vector(types.get("Index"), use.shape));
      given.addAll(use.vectors(types.get("Index")));
      given.add(inputs.any(types.get("T"), shown.shape()));
      samples.add(
          Sample.of(op, use.masks(), given, plain -> List.of(put(plain.get(4), shown, use.shape))));
    }
    return samples;
  }

  private static Plain put(Plain gradient, Shown shown, int[] shape) {
    return Plain.of(
        shape,
        place -> {
          for (int i = 0; i < gradient.size(); i++) {
            if (Arrays.equals(shown.source(Plain.indexOf(gradient.shape(), i)), place)) {
              return gradient.flat(i);
            }
          }
          return 0L;
        });
  }
}
