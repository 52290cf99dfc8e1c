package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.DataType;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Identities of arithmetic that hold to the bit, for NaN, infinities and both zeros too.
 *
 * <p>IEEE 754 leaves fewer of them than algebra has. {@code x + 0} is not x, as -0 + 0 is 0; but
 * {@code x + -0} and {@code x - 0} are. {@code 0 · x} is not 0, {@code x - x} is not 0 and {@code x
 * / x} is not 1, as x may be infinite or NaN. {@code -(x - y)} is not {@code y - x}, as both
 * differences of equal numbers are 0. None of these is among the rules.
 */
final class ArithmeticRewrites {
  private static final ImmutableSet<String> COMMUTATIVE =
      ImmutableSet.of("Add", "AddV2", "Mul", "Maximum", "Minimum", "LogicalAnd", "LogicalOr");

  private ArithmeticRewrites() {}

  static List<Rewrite> all() {
    return List.of(
        RewriteRule.named("neutral-operand")
            .because("What changes no number, such as a factor of 1, need not be computed.")
            .of("Add", "AddV2", "Sub", "Mul", "RealDiv", "DivNoNan", "TruncateDiv", "Pow")
            .is(ArithmeticRewrites::withoutNeutralOperand),
        RewriteRule.named("equal-operands")
            .because("The greater of two equal values is either of them.")
            .of("Maximum", "Minimum", "LogicalAnd", "LogicalOr")
            .is(
                node ->
                    node.input(0).equals(node.input(1))
                        ? Optional.of(node.input(0))
                        : Optional.empty()),
        RewriteRule.named("done-before")
            .because("To round, or to cut off, what is so already changes nothing.")
            .of("Abs", "Sign", "Floor", "Ceil", "Round", "Rint", "Relu", "Relu6")
            .is(node -> node.input(0).producedBy(node.type()).map(inner -> node.input(0))),
        RewriteRule.named("cancel-signs")
            .because("Two changes of sign are none, and a sum is as quick as a difference.")
            .of("Neg", "Abs", "Square", "Add", "AddV2", "Sub", "Mul", "RealDiv", "LogicalNot")
            .is(ArithmeticRewrites::withoutSigns),
        RewriteRule.named("simple-power")
            .because("A square is quicker than a power with the exponent 2, and reads one input.")
            .of("Pow", "Mul")
            .is(ArithmeticRewrites::simplePower),
        RewriteRule.named("multiply-by-reciprocal")
            .because("To divide by a power of 2 takes longer than to multiply by its reciprocal.")
            .of("RealDiv")
            .is(ArithmeticRewrites::withoutDivision),
        RewriteRule.named("one-number")
            .because("A constant whose elements are all the same is read as one number.")
            .of("Add", "AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum")
            .is(ArithmeticRewrites::withScalars));
  }

  /**
   * Tells whether a node has the shape of one of its inputs, so that the other is at most
   * broadcast.
   */
  private static boolean keepsShape(Rewrite.Node node, int input) {
    Rewrite.Value kept = node.input(input);
    Rewrite.Value other = node.input(1 - input);
    return kept.shape().equals(node.shape())
        && (kept.shape().isFullyKnown()
            || (other.shape().hasKnownRank() && other.shape().rank() == 0));
  }

  private static Optional<Rewrite.Value> withoutNeutralOperand(Rewrite.Node node) {
    if (node.type().equals("TruncateDiv") && RewriteConstants.isFloating(node.input(0))) {
      return Optional.empty(); // Whatever it divides by, it cuts the quotient off.
    }
    for (int kept = 0; kept < (COMMUTATIVE.contains(node.type()) ? 2 : 1); kept++) {
      if (RewriteConstants.isEverywhere(node.input(1 - kept), neutral(node.type()))
          && keepsShape(node, kept)) {
        return Optional.of(node.input(kept));
      }
    }
    return Optional.empty();
  }

  private static double neutral(String type) {
    return switch (type) {
      case "Add", "AddV2" -> -0.0;
      case "Sub" -> 0.0;
      default -> 1;
    };
  }

  private static Optional<Rewrite.Value> withoutSigns(Rewrite.Node node) {
    Optional<Rewrite.Value> opposite =
        node.input(0)
            .producedBy(node.type().equals("LogicalNot") ? "LogicalNot" : "Neg")
            .map(neg -> neg.input(0));
    if (node.inputCount() == 1) {
      return node.type().equals("Neg") || node.type().equals("LogicalNot")
          ? opposite
          : opposite.map(x -> node.emit(node.type(), node.attributes(), x));
    }
    if (!RewriteConstants.isSigned(node.input(0))) {
      return Optional.empty();
    }
    Optional<Rewrite.Value> otherOpposite =
        node.input(1).producedBy("Neg").map(neg -> neg.input(0));
    return switch (node.type()) {
      case "Sub" -> otherOpposite.map(y -> node.emit("AddV2", node.attributes(), node.input(0), y));
      case "Add", "AddV2" ->
          otherOpposite
              .map(y -> node.emit("Sub", node.attributes(), node.input(0), y))
              .or(() -> opposite.map(x -> node.emit("Sub", node.attributes(), node.input(1), x)));
      default ->
          opposite.flatMap(
              x -> otherOpposite.map(y -> node.emit(node.type(), node.attributes(), x, y)));
    };
  }

  private static Optional<Rewrite.Value> simplePower(Rewrite.Node node) {
    Rewrite.Value x = node.input(0);
    boolean isSquare =
        node.type().equals("Mul")
            ? x.equals(node.input(1))
            : RewriteConstants.isEverywhere(node.input(1), 2) && keepsShape(node, 0);
    return isSquare && RewriteConstants.isFloating(x)
        ? Optional.of(node.emit("Square", node.attributes(), x))
        : Optional.empty();
  }

  private static Optional<Rewrite.Value> withoutDivision(Rewrite.Node node) {
    Rewrite.Value divisor = node.input(1);
    return RewriteConstants.everyElement(divisor)
        .filter(number -> RewriteConstants.isFloating(divisor) && keepsShape(node, 0))
        .map(Tensor::doubleValue)
        .filter(number -> hasExactReciprocal(divisor.dataType(), number))
        .map(number -> RewriteConstants.scalar(divisor.dataType(), 1 / number))
        .map(
            reciprocal ->
                node.emit(
                    "Mul",
                    node.attributes(),
                    node.input(0),
                    RewriteConstants.emit(node, reciprocal)));
  }

  /** Tells whether a number is a power of two whose reciprocal is a normal number, too. */
  private static boolean hasExactReciprocal(DataType<?> type, double number) {
    boolean isPower = (Double.doubleToRawLongBits(number) & 0xF_FFFF_FFFF_FFFFL) == 0;
    int largest = (type.equals(DataType.FLOAT32) ? Float.MAX_EXPONENT : Double.MAX_EXPONENT) - 1;
    return isPower && Math.abs(Math.getExponent(number)) <= largest;
  }

  /** A dividend is left as it is, as other rules look for one of the quotient's shape. */
  private static Optional<Rewrite.Value> withScalars(Rewrite.Node node) {
    for (int i = node.type().equals("RealDiv") ? 1 : 0; i < 2; i++) {
      Rewrite.Value constant = node.input(i);
      boolean helps =
          constant.shape().isFullyKnown()
              && constant.shape().rank() > 0
              && keepsShape(node, 1 - i)
              && node.input(1 - i).knownValue().isEmpty();
      Optional<Tensor<?>> number =
          helps ? RewriteConstants.everyElement(constant) : Optional.empty();
      if (number.isPresent()) {
        Rewrite.Value scalar = RewriteConstants.emit(node, number.get());
        return Optional.of(
            i == 0
                ? node.emit(node.type(), node.attributes(), scalar, node.input(1))
                : node.emit(node.type(), node.attributes(), node.input(0), scalar));
      }
    }
    return Optional.empty();
  }
}
