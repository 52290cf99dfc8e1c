package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import java.util.Arrays;

/** An array to whose elements terms are added. */
final class Sums {
  private final int[] shape;
  private final Number[] elements;

  Sums(DataType<?> type, int... shape) {
    this.shape = shape;
    elements = new Number[Plain.sizeOf(shape)];
    Arrays.fill(elements, type.isFloating() ? (Number) 0.0 : (Number) 0L);
  }

  void add(Number term, int... index) {
    int at = flat(index);
    elements[at] = sum(elements[at], term);
  }

  private int flat(int... index) {
    int at = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      at = at * shape[axis] + index[axis];
    }
    return at;
  }

  Plain toPlain() {
    return Plain.of(shape, index -> elements[flat(index)]);
  }

  /** Adds two numbers of one kind. */
  static Number sum(Number a, Number b) {
    return MathCases.number(Double::sum, Long::sum).apply(a, b);
  }
}
