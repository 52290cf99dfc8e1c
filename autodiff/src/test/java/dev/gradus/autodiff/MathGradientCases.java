package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.apart;
import static dev.gradus.autodiff.GradientCase.awayFromZero;
import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.positive;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.autodiff.GradientCase.Binary;
import dev.gradus.autodiff.GradientCase.Input;
import dev.gradus.autodiff.GradientCase.Unary;
import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases for the ops that compute numbers from numbers. */
final class MathGradientCases {
  /** Shapes of two inputs that can be broadcast, one way or the other, both ways, or not at all. */
  private static final int[][][] SHAPE_PAIRS = {
    {{}, {}},
    {{3}, {3}},
    {{2, 3}, {2, 3}},
    {{}, {3}},
    {{3}, {}},
    {{1}, {}},
    {{2, 3}, {}},
    {{2, 3}, {3}},
    {{3}, {2, 3}},
    {{3, 1}, {3}},
    {{3}, {3, 1}},
    {{2, 1}, {2, 3}},
    {{2, 3}, {1, 3}},
    {{1, 1}, {1}},
    {{1}, {1, 1}},
    {{2, 1, 3}, {4, 1}},
    {{1, 4, 1}, {2, 1, 3}},
    {{0}, {}},
    {{0}, {1}},
    {{1}, {0}},
    {{0, 3}, {3}},
    {{3}, {0, 3}},
    {{2, 0}, {2, 1}},
  };

  private static final int[][] SHAPES = {{}, {1}, {3}, {2, 3}, {1, 1, 2}, {0}, {2, 0}};

  private MathGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(
            elementwise(),
            binaries(
                "Add", (tf, x, y) -> add(tf, x, y), GradientCase::normal, GradientCase::normal),
            binaries(
                "AddV2", (tf, x, y) -> tf.add(x, y), GradientCase::normal, GradientCase::normal),
            binaries("Sub", (tf, x, y) -> tf.sub(x, y), GradientCase::normal, GradientCase::normal),
            binaries("Mul", (tf, x, y) -> tf.mul(x, y), GradientCase::normal, GradientCase::normal),
            binaries(
                "RealDiv",
                (tf, x, y) -> tf.div(x, y),
                GradientCase::normal,
                GradientCase::awayFromZero),
            binaries(
                "Pow", (tf, x, y) -> tf.pow(x, y), GradientCase::positive, GradientCase::normal),
            binaries(
                "Maximum", (tf, x, y) -> tf.maximum(x, y), s -> apart(0, s), s -> apart(0.1, s)),
            binaries(
                "Minimum", (tf, x, y) -> tf.minimum(x, y), s -> apart(0, s), s -> apart(0.1, s)),
            binaries(
                "DivNoNan",
                (tf, x, y) -> tf.divNoNan(x, y),
                GradientCase::normal,
                GradientCase::awayFromZero),
            binaries(
                "SquaredDifference",
                (tf, x, y) -> tf.squaredDifference(x, y),
                GradientCase::normal,
                GradientCase::normal),
            binaries(
                "Atan2",
                (tf, x, y) -> tf.atan2(x, y),
                GradientCase::awayFromZero,
                GradientCase::awayFromZero),
            binaries(
                "Xlogy",
                (tf, x, y) -> tf.xlogy(x, y),
                GradientCase::normal,
                GradientCase::positive),
            binaries(
                "Xdivy",
                (tf, x, y) -> tf.xdivy(x, y),
                GradientCase::normal,
                GradientCase::awayFromZero),
            remainders("FloorMod"),
            remainders("Mod"),
            remainders("TruncateMod"),
            clips(),
            powersOfNegativeNumbers(),
            sums())
        .flatMap(Function.identity());
  }

  private static Output<Double> add(Ops tf, Operand<Double> x, Operand<Double> y) {
    return tf.operation("Add").input(x).input(y).build().output(0);
  }

  private static Stream<GradientCase> elementwise() {
    return Stream.of(
            unaries("Neg", (tf, x) -> tf.neg(x), GradientCase::normal),
            unaries("Abs", (tf, x) -> tf.abs(x), GradientCase::awayFromZero),
            unaries("Square", (tf, x) -> tf.square(x), GradientCase::normal),
            unaries("Sqrt", (tf, x) -> tf.sqrt(x), GradientCase::positive),
            unaries("Exp", (tf, x) -> tf.exp(x), GradientCase::normal),
            unaries("Log", (tf, x) -> tf.log(x), GradientCase::positive),
            unaries("Reciprocal", (tf, x) -> tf.reciprocal(x), GradientCase::awayFromZero),
            unaries("Rsqrt", (tf, x) -> tf.rsqrt(x), GradientCase::positive),
            unaries("Expm1", (tf, x) -> tf.expm1(x), GradientCase::normal),
            unaries("Log1p", (tf, x) -> tf.log1p(x), GradientCase::positive),
            unaries("Sin", (tf, x) -> tf.sin(x), GradientCase::normal),
            unaries("Cos", (tf, x) -> tf.cos(x), GradientCase::normal),
            unaries("Tan", (tf, x) -> tf.tan(x), MathGradientCases::fractions),
            unaries("Asin", (tf, x) -> tf.asin(x), MathGradientCases::fractions),
            unaries("Acos", (tf, x) -> tf.acos(x), MathGradientCases::fractions),
            unaries("Atan", (tf, x) -> tf.atan(x), GradientCase::normal),
            unaries("Sinh", (tf, x) -> tf.sinh(x), GradientCase::normal),
            unaries("Cosh", (tf, x) -> tf.cosh(x), GradientCase::normal),
            unaries("Asinh", (tf, x) -> tf.asinh(x), GradientCase::normal),
            unaries("Atanh", (tf, x) -> tf.atanh(x), MathGradientCases::fractions),
            unaries("Erf", (tf, x) -> tf.erf(x), GradientCase::normal),
            unaries("Erfc", (tf, x) -> tf.erfc(x), GradientCase::normal),
            unaries("Acosh", (tf, x) -> tf.acosh(tf.add(x, 1)), GradientCase::positive),
            unaries("Sigmoid", (tf, x) -> tf.sigmoid(x), GradientCase::normal),
            unaries("Tanh", (tf, x) -> tf.tanh(x), GradientCase::normal))
        .flatMap(Function.identity());
  }

  private static Stream<GradientCase> unaries(
      String op, Unary function, Function<int[], Input> input) {
    return Arrays.stream(SHAPES)
        .map(shape -> unary(op, Arrays.toString(shape), function, input.apply(shape)));
  }

  private static Input fractions(int... shape) {
    return GradientCase.between(-0.8, 0.8, shape);
  }

  private static Stream<GradientCase> broadcasts(
      String op, String name, Binary function, Function<int[], Input> x, Function<int[], Input> y) {
    return Arrays.stream(SHAPE_PAIRS)
        .map(
            pair ->
                binary(
                    op,
                    name + Arrays.toString(pair[0]) + " with " + Arrays.toString(pair[1]),
                    function,
                    x.apply(pair[0]),
                    y.apply(pair[1])));
  }

  /** Quotients are between 1.2 and 1.9, with either sign: nowhere near a jump. */
  private static Stream<GradientCase> remainders(String op) {
    return Stream.of(1, -1)
        .flatMap(
            sign ->
                broadcasts(
                    op,
                    (sign < 0 ? "minus " : "") + "x, of ",
                    (tf, x, y) ->
                        tf.operation(op).input(tf.mul(x, sign)).input(y).build().output(0),
                    shape -> GradientCase.between(1.32, 1.9, shape),
                    shape -> GradientCase.between(1, 1.1, shape)));
  }

  private static Stream<GradientCase> clips() {
    int[][][] shapes = {
      {{}, {}, {}},
      {{6}, {}, {}},
      {{2, 3}, {2, 3}, {}},
      {{2, 3}, {}, {2, 3}},
      {{2, 3}, {2, 3}, {2, 3}},
      {{0}, {}, {}}
    };
    return Arrays.stream(shapes)
        .map(
            three ->
                GradientCase.of(
                    "ClipByValue",
                    Arrays.deepToString(three),
                    (tf, in) -> {
                      Output<Double> least = tf.sub(in.get(1), 0.25);
                      Output<Double> greatest = tf.add(in.get(2), 0.25);
                      OperationBuilder builder = tf.operation("ClipByValue").input(in.get(0));
                      return List.of(
                          tf.square(builder.input(least).input(greatest).build().output(0)));
                    },
                    apart(0, three[0]),
                    GradientCase.between(-0.04, 0.04, three[1]),
                    GradientCase.between(-0.04, 0.04, three[2])));
  }

  private static Stream<GradientCase> binaries(
      String op, Binary function, Function<int[], Input> x, Function<int[], Input> y) {
    Stream<GradientCase> broadcast = broadcasts(op, "", function, x, y);
    // Positive, as both the base and the exponent of Pow, and the divisor of RealDiv.
    Stream<GradientCase> repeated =
        Stream.of(
            unary(
                op,
                "x with x, times x, squared",
                (tf, a) -> tf.square(tf.mul(a, function.build(tf, a, a))),
                positive(2, 3)),
            unary(
                op,
                "x with a row of x",
                (tf, a) -> function.build(tf, a, tf.add(tf.reduceSum(a, 0), 0.05)),
                positive(2, 3)));
    return Stream.concat(broadcast, repeated);
  }

  /**
   * A power of a negative number is a number only if the exponent is whole, which a constant is.
   */
  private static Stream<GradientCase> powersOfNegativeNumbers() {
    return Stream.of(-2, -1, 1, 2, 3)
        .map(
            exponent ->
                unary(
                    "Pow",
                    "x to the power of " + exponent,
                    (tf, x) -> tf.pow(x, exponent),
                    awayFromZero(4)));
  }

  private static Stream<GradientCase> sums() {
    return Stream.of(
        GradientCase.of("AddN", "one term", (tf, in) -> List.of(tf.addN(in)), normal(2, 3)),
        GradientCase.of(
            "AddN",
            "three terms",
            (tf, in) -> List.of(tf.square(tf.addN(in))),
            normal(2),
            normal(2),
            normal(2)),
        GradientCase.of(
            "AddN",
            "a term twice",
            (tf, in) -> List.of(tf.square(tf.addN(List.of(in.get(0), in.get(1), in.get(0))))),
            normal(2, 1),
            normal(2, 1)),
        GradientCase.of(
            "AddN", "no elements", (tf, in) -> List.of(tf.addN(in)), normal(0), normal(0)));
  }
}
