package dev.gradus.conformance;

import dev.gradus.conformance.Run.Direction;
import dev.gradus.core.DataType;
import dev.gradus.ops.cases.Sample;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What TensorFlow is not asked, as it would end the whole process instead of reporting an error.
 * Such cases are counted as ones that it refuses.
 */
final class Fatal {
  private static final Set<String> NO_INT64_AXES = Set.of("ConcatV2", "Mean");

  private Fatal() {}

  /** Returns what to say instead of running a case, if it must not be run. */
  static Optional<Outcome> reason(Sample sample, Direction direction) {
    String op = sample.op().name();
    if (op.equals("Transpose") && hasNegative(Values.longs(sample.inputs().get(1)))) {
      return refusal("takes no axes that are counted from the end");
    }
    if (direction == Direction.BACKWARD
        && NO_INT64_AXES.contains(op)
        && DataType.INT64.equals(sample.attributes().get("Tidx"))) {
      return refusal("follows a null pointer in the gradient for axes of int64");
    }
    return Optional.empty();
  }

  private static boolean hasNegative(long... axes) {
    return Arrays.stream(axes).anyMatch(axis -> axis < 0);
  }

  private static Optional<Outcome> refusal(String reason) {
    return Optional.of(Outcome.Refusal.fatal(reason));
  }
}
