package dev.gradus.ops.definition;

import dev.gradus.core.Attributes;
import dev.gradus.core.GradusException;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Tensor;
import dev.gradus.ops.kernel.StridedCopy;
import dev.gradus.ops.kernel.StridedView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a strided slice takes of a tensor: for each axis, so many elements from a first one on, in
 * equal steps.
 *
 * <p>As users write it, a slice is a list of <i>items</i>, such as {@code [2:5, ..., newaxis, 7]}.
 * Here it arrives as three vectors, with an element for each item, and five attributes, with a bit
 * for each item, the lowest for the first:
 *
 * <ul>
 *   <li>{@code ellipsis_mask}: the item stands for as many axes, all of each, as no other item
 *       speaks of; at most one may do so, and if none does, there is one behind the last.
 *   <li>{@code new_axis_mask}: the item adds an axis of 1 to the result.
 *   <li>{@code shrink_axis_mask}: the item is one index, that at which it begins, and has no axis
 *       in the result.
 *   <li>{@code begin_mask}, {@code end_mask}: the item is a range without a begin or end, which is
 *       that of the axis in the direction of the stride.
 * </ul>
 *
 * <p>An earlier one of these wins over a later one. Negative begins and ends count from the end of
 * the axis; those of a range that are out of range are taken for the nearest that is not, while an
 * index that is out of range is a mistake.
 *
 * @param begins for each axis of the tensor, the first index; anything where there is none
 * @param strides for each axis, the step
 * @param lengths for each axis, how many elements are taken, or {@link Shape#UNKNOWN}
 * @param result the shape of the result
 */
record StridedSlicing(int[] begins, int[] strides, int[] lengths, Shape result) {

  /** Returns the shape of the slice of a shape, as well as it is known. */
  static Shape inferred(ShapeContext context, Shape shape) {
    Shape items = Shape.unknown();
    for (int input = 1; input <= 3; input++) {
      Shape vector = Shapes.requireRank(context.inputShape(input), 1, "exactly");
      if (!items.isCompatibleWith(vector)) {
        throw new GradusException(
            "Begin, end and strides must be of one length, but have shapes %s, %s and %s"
                .formatted(context.inputShape(1), context.inputShape(2), context.inputShape(3)));
      }
      items = items.mergeWith(vector);
    }
    if (!shape.hasKnownRank() || !items.isFullyKnown()) {
      return Shape.unknown();
    }
    return new Reader(
            context.attributes(),
            shape,
            items.dimension(0),
            context.inputValue(1),
            context.inputValue(2),
            context.inputValue(3))
        .read()
        .result();
  }

  /** Returns the slice of a fully known shape. */
  static StridedSlicing of(KernelContext context, Shape shape) {
    return new Reader(
            context.attributes(),
            shape,
            context.inputShape(1).dimension(0),
            Optional.of(context.parameter(1)),
            Optional.of(context.parameter(2)),
            Optional.of(context.parameter(3)))
        .read();
  }

  /** Returns the plan that copies the slice out of an array of the given shape. */
  StridedCopy copy(Shape shape) {
    StridedView part = StridedView.of(shape.toArray());
    for (int axis = 0; axis < lengths.length; axis++) {
      part = part.part(axis, begins[axis], lengths[axis], strides[axis]);
    }
    return StridedCopy.between(part, StridedView.of(lengths));
  }

  /** Goes through the items. */
  private static final class Reader {
    private final Attributes masks;
    private final Shape shape;
    private final int items;
    private final long @Nullable [] begin;
    private final long @Nullable [] end;
    private final long @Nullable [] stride;
    private final int[] begins;
    private final int[] strides;
    private final int[] lengths;

    /** The dimensions of the result, so far. */
    private final List<Integer> result = new ArrayList<>();

    /** The axis of which the next item speaks. */
    private int axis;

    Reader(
        Attributes masks,
        Shape shape,
        int items,
        Optional<? extends Tensor<?>> begin,
        Optional<? extends Tensor<?>> end,
        Optional<? extends Tensor<?>> stride) {
      this.masks = masks;
      this.shape = shape;
      this.items = items;
      this.begin = begin.map(Reader::longs).orElse(null);
      this.end = end.map(Reader::longs).orElse(null);
      this.stride = stride.map(Reader::longs).orElse(null);
      this.begins = new int[shape.rank()];
      this.strides = new int[shape.rank()];
      this.lengths = shape.toArray();
      Arrays.fill(strides, 1);
    }

    private static long[] longs(Tensor<?> vector) {
      return IntStream.range(0, vector.size()).mapToLong(vector::getLong).toArray();
    }

    private boolean has(String mask, int item) {
      return (masks.getInt(mask) >> item & 1) != 0;
    }

    StridedSlicing read() {
      long ellipses = IntStream.range(0, items).filter(i -> has("ellipsis_mask", i)).count();
      if (ellipses > 1) {
        throw new GradusException("A slice can have one ellipsis, but this has " + ellipses);
      }
      long spokenOf =
          IntStream.range(0, items)
              .filter(i -> !has("ellipsis_mask", i) && !has("new_axis_mask", i))
              .count();
      if (spokenOf > shape.rank()) {
        throw new GradusException(
            "The slice speaks of %d axes, but shape %s has %d"
                .formatted(spokenOf, shape, shape.rank()));
      }
      int others = shape.rank() - (int) spokenOf;
      for (int item = 0; item < items; item++) {
        if (has("ellipsis_mask", item)) {
          takeAll(others);
        } else if (has("new_axis_mask", item)) {
          result.add(1);
        } else if (has("shrink_axis_mask", item)) {
          takeOne(item);
        } else {
          takeRange(item);
        }
      }
      takeAll(shape.rank() - axis);
      return new StridedSlicing(
          begins,
          strides,
          lengths,
          Shape.of(result.stream().mapToInt(Integer::intValue).toArray()));
    }

    private void takeAll(int count) {
      for (int i = 0; i < count; i++) {
        result.add(lengths[axis++]);
      }
    }

    private void takeOne(int item) {
      if (stride != null && stride[item] <= 0) {
        throw new GradusException(
            "The stride of a single index must be positive, but item %d has %d"
                .formatted(item, stride[item]));
      }
      int dimension = shape.dimension(axis);
      if (begin != null && dimension != Shape.UNKNOWN) {
        long index = begin[item] < 0 ? begin[item] + dimension : begin[item];
        if (index < 0 || index >= dimension) {
          throw new GradusException(
              "Index %d is out of range: axis %d of shape %s has %d elements"
                  .formatted(begin[item], axis, shape, dimension));
        }
        begins[axis] = (int) index;
      }
      lengths[axis++] = 1;
    }

    private void takeRange(int item) {
      if (stride != null && stride[item] == 0) {
        throw new GradusException("The stride of item %d must not be 0".formatted(item));
      }
      int dimension = shape.dimension(axis);
      boolean fromStart = has("begin_mask", item);
      boolean toEnd = has("end_mask", item);
      lengths[axis] = Shape.UNKNOWN;
      if (dimension != Shape.UNKNOWN
          && stride != null
          && (fromStart || begin != null)
          && (toEnd || end != null)) {
        boolean forward = stride[item] > 0;
        // The first and the last index that a range in this direction can begin with or end before.
        long least = forward ? 0 : -1;
        long greatest = forward ? dimension : dimension - 1L;
        long first =
            fromStart || begin == null
                ? (forward ? least : greatest)
                : within(begin[item], dimension, least, greatest);
        long limit =
            toEnd || end == null
                ? (forward ? greatest : least)
                : within(end[item], dimension, least, greatest);
        long distance = forward ? limit - first : first - limit;
        // A step that is longer than any axis takes one element, as does one of the axis' length.
        long step = Math.min(Math.abs(Math.max(stride[item], -Long.MAX_VALUE)), dimension + 1L);
        step = Math.min(step, Integer.MAX_VALUE);
        begins[axis] = (int) first;
        strides[axis] = (int) (forward ? step : -step);
        lengths[axis] = distance <= 0 ? 0 : (int) ((distance + step - 1) / step);
      }
      result.add(lengths[axis++]);
    }

    private static long within(long index, int dimension, long least, long greatest) {
      long fromFront = index < 0 ? index + dimension : index;
      return Math.max(least, Math.min(greatest, fromFront));
    }
  }
}
