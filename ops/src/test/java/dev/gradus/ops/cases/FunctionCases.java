package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.Tensor;
import dev.gradus.ops.cases.MathCases.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** Samples of the ops that are functions of one number, element by element. */
final class FunctionCases {
  private FunctionCases() {}

  static List<OpCase> all() {
    return List.of(
        unary("Neg", x -> -x, x -> -x),
        unary("Abs", Math::abs, Math::abs),
        unary("Sign", Math::signum, Long::signum),
        unary("Square", x -> x * x, x -> x * x),
        unary("Round", Math::rint, x -> x),
        unary("Rint", Math::rint, x -> x),
        unary("Floor", Math::floor, x -> x),
        unary("Ceil", Math::ceil, x -> x),
        unary("Reciprocal", x -> 1 / x, x -> x),
        unary("Sqrt", Math::sqrt, x -> x, Inputs::nonNegative),
        unary("Rsqrt", x -> 1 / Math.sqrt(x), x -> x, Inputs::nonNegative)
            .within(Tolerance.FUNCTION),
        function("Exp", Math::exp),
        function("Expm1", Math::expm1),
        unary("Log", Math::log, x -> x, Inputs::nonNegative).within(Tolerance.FUNCTION),
        function("Log1p", Math::log1p),
        function("Sin", Math::sin),
        function("Cos", Math::cos),
        function("Tan", Math::tan),
        unary("Asin", Math::asin, x -> x, FunctionCases::fractions).within(Tolerance.FUNCTION),
        unary("Acos", Math::acos, x -> x, FunctionCases::fractions).within(Tolerance.FUNCTION),
        function("Atan", Math::atan),
        function("Sinh", Math::sinh),
        function("Cosh", Math::cosh),
        function("Tanh", Math::tanh),
        function("Asinh", FunctionCases::asinh),
        function("Acosh", FunctionCases::acosh),
        unary("Atanh", FunctionCases::atanh, x -> x, FunctionCases::fractions)
            .within(Tolerance.FUNCTION),
        function("Erf", FunctionCases::erf),
        function("Erfc", FunctionCases::erfc),
        function("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
        test("IsNan", Double::isNaN),
        test("IsInf", Double::isInfinite),
        test("IsFinite", Double::isFinite));
  }

  static OpCase unary(String op, DoubleUnaryOperator reals, LongUnaryOperator integers) {
    return unary(op, reals, integers, Inputs::any);
  }

  static OpCase function(String op, DoubleUnaryOperator reals) {
    return unary(op, reals, x -> x).within(Tolerance.FUNCTION);
  }

  private static OpCase unary(
      String op, DoubleUnaryOperator reals, LongUnaryOperator integers, Source source) {
    UnaryOperator<Number> function = MathCases.number(reals, integers);
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[] shape : MathCases.SHAPES) {
            samples.add(
                Sample.of(
                    definition,
                    Map.of(),
                    List.of(source.input(inputs, types.get("T"), shape)),
                    plain -> List.of(plain.get(0).map(function))));
          }
          return samples;
        });
  }

  private interface Predicate {
    boolean test(double x);
  }

  private static OpCase test(String op, Predicate predicate) {
    return unary(
        op,
        x -> predicate.test(x) ? 1 : 0,
        x -> x,
        (inputs, type, shape) ->
            Plain.of(inputs.between(type, -2, 3, shape))
                .map(
                    x ->
                        switch (x.intValue()) {
                          case -2 -> Double.NEGATIVE_INFINITY;
                          case 2 -> Double.POSITIVE_INFINITY;
                          case 1 -> Double.NaN;
                          default -> x;
                        })
                .toTensor(type));
  }

  /** Numbers from -1 to 1. */
  private static Tensor<?> fractions(Inputs inputs, DataType<?> type, int... shape) {
    return Plain.of(inputs.between(type, -8, 9, shape))
        .map(x -> x.doubleValue() / 8)
        .toTensor(type);
  }

  /** By the formula, and then one step of Newton's method, which brings back lost digits. */
  private static double asinh(double x) {
    double first = Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x);
    return first - (Math.sinh(first) - x) / Math.cosh(first);
  }

  private static double acosh(double x) {
    double first = Math.log(x + Math.sqrt(x * x - 1));
    return x == 1 ? 0 : first - (Math.cosh(first) - x) / Math.sinh(first);
  }

  private static double atanh(double x) {
    double first = Math.log((1 + x) / (1 - x)) / 2;
    double cosh = Math.cosh(first);
    return Math.abs(x) == 1 ? first : first - (Math.tanh(first) - x) * cosh * cosh;
  }

  /** Maclaurin's series where it is short; beyond, what is missing to 1. */
  private static double erf(double x) {
    if (Math.abs(x) >= 0.5) {
      return Math.copySign(1 - tail(Math.abs(x)), x);
    }
    double sum = 0;
    double power = x;
    for (int n = 0; n < 30; n++) {
      sum += power / (2 * n + 1);
      power *= -x * x / (n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static double erfc(double x) {
    return x < 0.5 ? 1 - erf(x) : tail(x);
  }

  /** Laplace's continued fraction for 1 - erf(x), all of whose terms are positive. */
  private static double tail(double x) {
    double denominator = x;
    for (int k = 2000; k > 0; k--) {
      denominator = x + k / 2.0 / denominator;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / denominator;
  }
}
