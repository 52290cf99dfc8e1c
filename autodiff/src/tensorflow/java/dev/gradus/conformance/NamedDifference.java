package dev.gradus.conformance;

import static dev.gradus.conformance.Run.Direction.BACKWARD;
import static dev.gradus.conformance.Run.Direction.FORWARD;

import dev.gradus.core.DataType;
import dev.gradus.ops.cases.Plain;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Where Gradus means to differ from TensorFlow, each with its reason, which {@code docs/ops.md}
 * shows. One that is not needed by any case makes the suite fail.
 */
enum NamedDifference {
  SIGN_OF_ZERO(
      "Where a result is zero and mathematics does not give it a sign, it is 0.0 or -0.0 by simple"
          + " rules: 0.0 is greater than -0.0, and a sum starts with its first term. In TensorFlow"
          + " that depends on the loop that computes it.",
      d ->
          d.ours() == 0
              && d.theirs() == 0
              && d.isOf(
                  FORWARD,
                  "BatchMatMulV2",
                  "Cumsum",
                  "FloorMod",
                  "MatMul",
                  "Max",
                  "Maximum",
                  "Mean",
                  "Min",
                  "Minimum",
                  "Relu",
                  "Relu6",
                  "Sum")),
  DENORMALS(
      "Numbers so small that they have fewer digits than others (below 1.2e-38 in float32) are"
          + " kept, as IEEE 754 has it. TensorFlow takes them for zero, as inputs, as results and"
          + " on the way, in most of its loops; its powers and angles of them are arbitrary.",
      NamedDifference::isFlushed),
  EXTREMES_IN_ARG_MAX(
      "A NaN is found by ArgMax and by ArgMin, as by NumPy's. In TensorFlow it depends on where it"
          + " stands; and among infinite numbers and the largest of their sign, which it takes for"
          + " equal, it finds the first.",
      d -> d.isOf(FORWARD, "ArgMax", "ArgMin") && d.inputType(0).isFloating() && hasExtremes(d)),
  CLOSED_GATE(
      "ReluGrad gives 0.0 where the feature is not positive. TensorFlow multiplies the gradient by"
          + " 0, so that it gives -0.0 or, for an infinite gradient, NaN.",
      d -> d.isOf(FORWARD, "ReluGrad") && !(d.inputHere(1) >= Values.leastNormal(d.inputType(1)))),
  CAST_TO_UINT8(
      "A floating-point number that no uint8 is equal to, but for its fraction, is cast by way of"
          + " int64, and keeps its lowest eight bits. C++ leaves it open, and in TensorFlow it"
          + " depends on the loop.",
      d ->
          d.isOf(FORWARD, "Cast")
              && DataType.UINT8.equals(d.run().sample().attributes().get("DstT"))
              && d.inputType(0).isFloating()
              && !(d.inputHere(0) > -1 && d.inputHere(0) < 256)),
  MEAN_OF_NO_INTEGERS(
      "The mean of no integers is an error. TensorFlow gives 0.",
      d ->
          d.isOf(FORWARD, "Mean")
              && d.isWhole()
              && d.run().ours() instanceof Outcome.Refusal
              && d.inputType(0).isInteger()),
  PROCESS_ENDS(
      "Gradus computes what TensorFlow cannot even be asked, as its process would end: Transpose by"
          + " axes that are counted from the end; the C++ gradients of Mean and ConcatV2 for axes of int64.",
      d -> d.run().theirs() instanceof Outcome.Refusal refusal && refusal.isFatal()),
  ROUGH_FUNCTIONS(
      "TensorFlow computes some functions roughly: Elu and Selu near 0, where they are exp(x) - 1, as"
          + " such a difference, from which it takes the gradient of Selu; Sigmoid, Tanh and"
          + " Reciprocal in float32 by short formulas where inputs are long. Gradus is within 2 ulp of"
          + " the true value.",
      d ->
          (d.isOf(BACKWARD, "Selu") && Math.abs(d.inputHere(0)) < 0x1p-24)
              || (isRough(d) && isAccurate(d))),
  ROUND_OF_INTEGERS(
      "Integers are round already. TensorFlow 2.18 makes some of them 0.",
      d -> d.isOf(FORWARD, "Round") && d.inputType(0).isInteger()),
  BOUNDS_THAT_ARE_NAN(
      "ClipByValue gives NaN if a bound is NaN. In TensorFlow that depends on the loop.",
      d ->
          d.isOf(FORWARD, "ClipByValue")
              && (Double.isNaN(d.inputHere(1)) || Double.isNaN(d.inputHere(2)))),
  SHAPES_AT_THE_EDGE(
      "Ops work for all shapes that fit together: those that read and write by indices for one index"
          + " with one update and no axes around them, for indices of length 0, for tensors without"
          + " elements and for scalars; MirrorPad for tensors without elements; SplitV for one part"
          + " whose size is left open. Kernels of TensorFlow refuse some of these.",
      NamedDifference::refusesShapes),
  GRADIENTS_FOR_ALL_USES(
      "Gradients work wherever their ops do. In TensorFlow's C++, that of LogSoftmax is right for"
          + " matrices alone, that of GatherV2 for an axis that is counted from the front, that of"
          + " Atan2 without broadcasting, that of Conv2D without dilations and explicit padding, and those of Split and"
          + " SplitV for two parts or more.",
      NamedDifference::isBeyondTheirGradient),
  VALUES_WRITTEN(
      "OneHot and PadV2 have gradients for the values that they write beside their input. In"
          + " TensorFlow's C++ these are zero.",
      d -> d.isOf(BACKWARD, "OneHot") || (d.isOf(BACKWARD, "PadV2") && d.output() == 1)),
  ORDER_IN_POWERS(
      "The gradients of Pow are g · (y · xʸ⁻¹), which is 0 where x and y are 0, and g · (xʸ · log x)."
          + " TensorFlow multiplies g by y and xʸ first: it has 0, NaN or infinity where that product"
          + " is out of the range of its type, or 0.",
      d -> d.isOf(BACKWARD, "Pow") && isOutOfRange(d)),
  BACKPROP_AND_LABELS(
      "The second output of SoftmaxCrossEntropyWithLogits, softmax - labels, has a gradient for the"
          + " labels too. In TensorFlow it has none.",
      d -> d.isOf(BACKWARD, "SoftmaxCrossEntropyWithLogits") && d.output() == 1);

  /** What TensorFlow says of shapes that it does not expect. */
  private static final List<String> SHAPES_REFUSED =
      List.of(
          "Updates shape must have rank at least one",
          "Indices and updates specified for empty output",
          "must match dimensions [",
          "but params is empty",
          "WhereOp : Unhandled input dimensions: 0",
          "addings must be less than the ",
          "If there is only one output, it must have the same size as the input");

  private final String reason;
  private final Predicate<Disagreement> explains;

  NamedDifference(String reason, Predicate<Disagreement> explains) {
    this.reason = reason;
    this.explains = explains;
  }

  /** Returns what Gradus does, and why. */
  String reason() {
    return reason;
  }

  /** Tells whether this is what a disagreement comes from. */
  boolean explains(Disagreement disagreement) {
    return explains.test(disagreement);
  }

  /** Returns the name in words. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static boolean isBeyondTheirGradient(Disagreement d) {
    if (d.isOf(BACKWARD, "LogSoftmax")) {
      return d.run().inputs().get(0).shape().rank() != 2;
    } else if (d.isOf(BACKWARD, "GatherV2")) {
      return d.isWhole() && refusesBecause(d, List.of("Expected begin[0] in"));
    } else if (d.isOf(BACKWARD, "Split", "SplitV")) {
      return d.isWhole() && refusesBecause(d, List.of("must be at least minimum 2"));
    } else if (d.isOf(BACKWARD, "Conv2D")) {
      Object dilations = d.run().sample().attributes().get("dilations");
      return (dilations != null && !dilations.equals(List.of(1L, 1L, 1L, 1L)))
          || "EXPLICIT".equals(d.run().sample().attributes().get("padding"));
    }
    return d.isOf(BACKWARD, "Atan2") && d.isWhole() && d.run().ours() instanceof Outcome.Success;
  }

  private static boolean refusesShapes(Disagreement d) {
    return d.isWhole() && refusesBecause(d, SHAPES_REFUSED);
  }

  private static boolean refusesBecause(Disagreement d, List<String> messages) {
    return d.run().ours() instanceof Outcome.Success
        && d.run().theirs() instanceof Outcome.Refusal refusal
        && messages.stream().anyMatch(refusal.message()::contains);
  }

  private static boolean isFlushed(Disagreement d) {
    if (d.isWhole()
        || (d.ours() == 0 && d.theirs() == 0 && !d.hasDenormals())
        || !(d.run().ours() instanceof Outcome.Success ours)) {
      return false;
    }
    DataType<?> type = ours.tensors().get(d.output()).dataType();
    if (type.isFloating()) {
      double least = Values.leastNormal(type);
      if (Math.abs(d.ours()) < 2 * least && Math.abs(d.theirs()) < 2 * least) {
        return true;
      }
    }
    if ((d.run().op().equals("Pow") || d.isOf(FORWARD, "Atan2"))
        && (isDenormal(d, 0) || isDenormal(d, 1))) {
      return true; // What comes out is neither that of the number nor that of zero.
    }
    if (d.isOf(FORWARD, "FloorDiv")
        && Math.abs(d.inputHere(0) / d.inputHere(1)) < Values.leastNormal(type)
        && d.theirs() == 0) {
      return true;
    }
    boolean isProduct = d.isOf(FORWARD, "Prod", "Cumprod") || d.run().direction() == BACKWARD;
    if (isProduct && d.theirs() == 0 && isOnTheWay(type, d.ours())) {
      return true;
    }
    if (!(d.flushed().get() instanceof Outcome.Success flushed)) {
      return false;
    }
    if (!type.isFloating()) {
      return Values.longs(flushed.tensors().get(d.output()))[d.element()] == (long) d.theirs();
    }
    double expected =
        Disagreement.flush(type, Values.doubles(flushed.tensors().get(d.output()))[d.element()]);
    double theirs = Disagreement.flush(type, d.theirs());
    return expected == theirs
        || (Double.isNaN(expected) && Double.isNaN(theirs))
        || (Double.isFinite(expected)
            && Double.isFinite(theirs)
            && d.tolerance().accepts(type, d.output(), d.element(), expected, theirs));
  }

  private static boolean hasExtremes(Disagreement d) {
    double largest = d.inputType(0).equals(DataType.FLOAT32) ? Float.MAX_VALUE : Double.MAX_VALUE;
    double[] line = d.line();
    return Arrays.stream(line).anyMatch(Double::isNaN)
        || Arrays.stream(line).allMatch(x -> Math.abs(x) >= largest);
  }

  private static boolean isDenormal(Disagreement d, int input) {
    double x = Math.abs(d.inputHere(input));
    return x > 0 && x < Values.leastNormal(d.inputType(input));
  }

  /** Tells whether a product on either way to a gradient of a power is no normal number. */
  private static boolean isOutOfRange(Disagreement d) {
    double x = d.inputHere(0);
    double y = d.inputHere(1);
    double g = d.inputHere(2);
    double power = StrictMath.pow(x, y);
    double[] products =
        d.output() == 0
            ? new double[] {y * g}
            : new double[] {power, power * g, power * StrictMath.log(x)};
    double least = Values.leastNormal(d.inputType(0));
    return !Arrays.stream(products)
        .map(Math::abs)
        .allMatch(product -> product >= least && product <= 2 / least);
  }

  /** Tells whether a product is so small that it may have been denormal before its last factors. */
  private static boolean isOnTheWay(DataType<?> type, double product) {
    return Math.abs(product) < 0x1p20 * Values.leastNormal(type);
  }

  private static boolean isRough(Disagreement d) {
    return d.isOf(FORWARD, "Elu", "Selu")
        || (d.isOf(FORWARD, "Reciprocal", "Sigmoid", "Tanh")
            && d.inputType(0).equals(DataType.FLOAT32));
  }

  /** Tells whether we are within 2 ulp of what the sample's oracle says. */
  private static boolean isAccurate(Disagreement d) {
    Plain input = Plain.scalar(d.inputHere(0));
    double expected =
        d.run().sample().oracle().compute(List.of(input)).get(d.output()).value().doubleValue();
    return Math.abs(d.ours() - expected) <= 2 * Values.ulp(d.inputType(0), expected);
  }
}
