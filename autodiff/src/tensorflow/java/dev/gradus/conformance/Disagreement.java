package dev.gradus.conformance;

import com.google.common.base.Suppliers;
import dev.gradus.conformance.Run.Direction;
import dev.gradus.core.DataType;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a case came out otherwise in TensorFlow: at one element of one output, or as a whole.
 *
 * @param run the case
 * @param tolerance the tolerance for it
 * @param flushed what comes of it in Gradus when denormal inputs are replaced by zero
 * @param output which output; -1 if the case differs as a whole
 * @param element which of its elements, row by row
 * @param ours the element in Gradus
 * @param theirs the element in TensorFlow
 */
record Disagreement(
    Run run,
    Tolerance tolerance,
    Supplier<Outcome> flushed,
    int output,
    int element,
    double ours,
    double theirs) {

  /** Returns the disagreement of a whole case. */
  static Disagreement whole(Run run) {
    return new Disagreement(run, Tolerance.of(run), flushing(run), -1, 0, Double.NaN, Double.NaN);
  }

  static Supplier<Outcome> flushing(Run run) {
    return Suppliers.memoize(
            () ->
                run.again()
                    .apply(run.inputs().stream().<Tensor<?>>map(Disagreement::flushed).toList()))
        ::get;
  }

  private static Tensor<?> flushed(Tensor<?> tensor) {
    return Values.map(tensor, x -> flush(tensor.dataType(), x));
  }

  static double flush(DataType<?> type, double x) {
    return Math.abs(x) < Values.leastNormal(type) ? Math.copySign(0, x) : x;
  }

  boolean isOf(Direction direction, String... ops) {
    for (String op : ops) {
      if (run.op().equals(op) && run.direction() == direction) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether any input has a number so small that TensorFlow takes it for zero. */
  boolean hasDenormals() {
    return run.inputs().stream()
        .filter(input -> input.dataType().isFloating())
        .anyMatch(
            input ->
                Arrays.stream(Values.doubles(input))
                    .anyMatch(x -> x != 0 && flush(input.dataType(), x) == 0));
  }

  boolean isWhole() {
    return output < 0;
  }

  /** Returns the element of an input that is broadcast to the place of this one. */
  double inputHere(int input) {
    Tensor<?> tensor = run.inputs().get(input);
    double[] elements = tensor.dataType().isFloating() ? Values.doubles(tensor) : asDoubles(tensor);
    return elements[
        position(((Outcome.Success) run.ours()).tensors().get(output).shape(), tensor.shape())];
  }

  private static double[] asDoubles(Tensor<?> tensor) {
    long[] longs = Values.longs(tensor);
    double[] doubles = new double[longs.length];
    for (int i = 0; i < longs.length; i++) {
      doubles[i] = longs[i];
    }
    return doubles;
  }

  private int position(Shape full, Shape shape) {
    int position = 0;
    int stride = 1;
    int rest = element;
    for (int axis = full.rank() - 1; axis >= 0; axis--) {
      int index = rest % full.dimension(axis);
      rest /= full.dimension(axis);
      int own = axis - full.rank() + shape.rank();
      if (own >= 0 && shape.dimension(own) > 1) {
        position += index * stride;
        stride *= shape.dimension(own);
      }
    }
    return position;
  }

  /**
   * Returns the elements of the first input along the axis that the second one names, of which this
   * element tells something.
   */
  double[] line() {
    Tensor<?> x = run.inputs().get(0);
    int axis = x.shape().normalizeAxis((int) Values.longs(run.inputs().get(1))[0]);
    int length = x.shape().dimension(axis);
    int inner = 1;
    for (int i = axis + 1; i < x.shape().rank(); i++) {
      inner *= x.shape().dimension(i);
    }
    double[] elements = Values.doubles(x);
    double[] line = new double[length];
    for (int i = 0; i < length; i++) {
      line[i] = elements[(element / inner * length + i) * inner + element % inner];
    }
    return line;
  }

  DataType<?> inputType(int input) {
    return run.inputs().get(input).dataType();
  }

  @Override
  public String toString() {
    if (isWhole()) {
      return "%s: %s, but TensorFlow: %s; inputs %s"
          .formatted(run.description(), shortened(run.ours()), shortened(run.theirs()), inputs());
    }
    return "%s: element %d of output %d is %s, but TensorFlow's %s; inputs %s"
        .formatted(run.description(), element, output, ours, theirs, inputs());
  }

  private static String shortened(Outcome outcome) {
    String text = outcome.toString().replaceAll("\\s+", " ");
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  /** The first elements of each input, and the one at the same place. */
  private List<String> inputs() {
    return run.inputs().stream()
        .map(
            input -> {
              double[] all =
                  input.dataType().isFloating() ? Values.doubles(input) : asDoubles(input);
              String first = Arrays.toString(Arrays.copyOf(all, Math.min(all.length, 4)));
              return element < 4 || element >= all.length ? first : first + "…" + all[element];
            })
        .toList();
  }
}
