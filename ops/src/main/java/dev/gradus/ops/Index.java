package dev.gradus.ops;

import dev.gradus.core.Operand;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Ops#get} takes of one axis of a tensor. The words stand for what NumPy writes in
 * brackets:
 *
 * <table>
 * <caption>What NumPy writes</caption>
 * <tr><td>{@code at(1)}</td><td>{@code 1}</td><td>one index; the axis is gone</td></tr>
 * <tr><td>{@code all()}</td><td>{@code :}</td><td>all of the axis</td></tr>
 * <tr><td>{@code from(2)}</td><td>{@code 2:}</td><td>all but the first two</td></tr>
 * <tr><td>{@code until(2)}</td><td>{@code :2}</td><td>the first two</td></tr>
 * <tr><td>{@code until(-1)}</td><td>{@code :-1}</td><td>all but the last</td></tr>
 * <tr><td>{@code between(2, 5)}</td><td>{@code 2:5}</td><td>those at 2, 3 and 4</td></tr>
 * <tr><td>{@code between(0, 9).step(2)}</td><td>{@code 0:9:2}</td><td>every second one</td></tr>
 * <tr><td>{@code all().step(-1)}</td><td>{@code ::-1}</td><td>all, turned round</td></tr>
 * <tr><td>{@code newAxis()}</td><td>{@code None}</td><td>a new axis of 1</td></tr>
 * <tr><td>{@code ellipsis()}</td><td>{@code ...}</td><td>all axes that nothing else speaks of</td></tr>
 * </table>
 *
 * <p>Negative numbers count from the end. An index must be there; a range is cut off at the ends of
 * the axis. A number may also be computed, as an int32 scalar. Immutable.
 */
public abstract sealed class Index {
  /** A bit that {@code StridedSlice} is told of an item. */
  enum Mask {
    BEGIN,
    END,
    ELLIPSIS,
    NEW_AXIS,
    SHRINK_AXIS;

    /** Returns the attribute's name. */
    String attribute() {
      return name().toLowerCase(Locale.ROOT) + "_mask";
    }
  }

  /**
   * A number that is known, or else an operand that is computed.
   *
   * @param number the number, or what is added to the operand
   */
  record Bound(int number, @Nullable Operand<Integer> operand) {
    static final Bound NONE = new Bound(0, null);

    static Bound of(int number) {
      return new Bound(number, null);
    }

    static Bound of(Operand<Integer> operand) {
      return new Bound(0, operand);
    }

    Bound plusOne() {
      return new Bound(number + 1, operand);
    }

    @Override
    public String toString() {
      return operand == null ? Integer.toString(number) : operand.asOutput().name();
    }
  }

  private final Bound begin;
  private final Bound end;
  private final int stride;
  private final Set<Mask> masks;

  private Index(Bound begin, Bound end, int stride, Set<Mask> masks) {
    this.begin = begin;
    this.end = end;
    this.stride = stride;
    this.masks = masks;
  }

  /** What is not a range. */
  private static final class Item extends Index {
    Item(Bound begin, Bound end, Mask mask) {
      super(begin, end, 1, EnumSet.of(mask));
    }
  }

  /** Several indices in equal steps. */
  public static final class Range extends Index {
    private Range(Bound begin, Bound end, int stride, Set<Mask> masks) {
      super(begin, end, stride, masks);
    }

    private static Range of(@Nullable Bound begin, @Nullable Bound end) {
      Set<Mask> masks = EnumSet.noneOf(Mask.class);
      if (begin == null) {
        masks.add(Mask.BEGIN);
      }
      if (end == null) {
        masks.add(Mask.END);
      }
      return new Range(
          begin == null ? Bound.NONE : begin, end == null ? Bound.NONE : end, 1, masks);
    }

    /**
     * Returns every so many of these indices; if the step is negative, from the last to the first:
     * {@code between(5, 2).step(-1)} are 5, 4 and 3.
     */
    public Range step(int step) {
      return new Range(begin(), end(), step, masks());
    }
  }

  /** Returns one index, whose axis the result does not have. */
  public static Index at(int index) {
    Bound bound = Bound.of(index);
    return new Item(bound, bound.plusOne(), Mask.SHRINK_AXIS);
  }

  /** Returns one index, a scalar, whose axis the result does not have. */
  public static Index at(Operand<Integer> index) {
    Bound bound = Bound.of(index);
    return new Item(bound, bound.plusOne(), Mask.SHRINK_AXIS);
  }

  /** Returns all indices of an axis. */
  public static Range all() {
    return Range.of(null, null);
  }

  /** Returns the indices from the given one on. */
  public static Range from(int begin) {
    return Range.of(Bound.of(begin), null);
  }

  /** Returns the indices from the given one on, a scalar. */
  public static Range from(Operand<Integer> begin) {
    return Range.of(Bound.of(begin), null);
  }

  /** Returns the indices before the given one. */
  public static Range until(int end) {
    return Range.of(null, Bound.of(end));
  }

  /** Returns the indices before the given one, a scalar. */
  public static Range until(Operand<Integer> end) {
    return Range.of(null, Bound.of(end));
  }

  /** Returns the indices from {@code begin} on and before {@code end}. */
  public static Range between(int begin, int end) {
    return Range.of(Bound.of(begin), Bound.of(end));
  }

  /** Returns the indices from {@code begin} on and before {@code end}: two scalars. */
  public static Range between(Operand<Integer> begin, Operand<Integer> end) {
    return Range.of(Bound.of(begin), Bound.of(end));
  }

  /** Returns a new axis of 1. */
  public static Index newAxis() {
    return new Item(Bound.NONE, Bound.NONE, Mask.NEW_AXIS);
  }

  /** Returns all of as many axes as nothing else speaks of. */
  public static Index ellipsis() {
    return new Item(Bound.NONE, Bound.NONE, Mask.ELLIPSIS);
  }

  final Bound begin() {
    return begin;
  }

  final Bound end() {
    return end;
  }

  final int stride() {
    return stride;
  }

  final Set<Mask> masks() {
    return masks;
  }

  /** Returns what NumPy writes. */
  @Override
  public final String toString() {
    if (masks.contains(Mask.ELLIPSIS)) {
      return "...";
    } else if (masks.contains(Mask.NEW_AXIS)) {
      return "newaxis";
    } else if (masks.contains(Mask.SHRINK_AXIS)) {
      return begin.toString();
    }
    return (masks.contains(Mask.BEGIN) ? "" : begin)
        + ":"
        + (masks.contains(Mask.END) ? "" : end)
        + (stride == 1 ? "" : ":" + stride);
  }
}
