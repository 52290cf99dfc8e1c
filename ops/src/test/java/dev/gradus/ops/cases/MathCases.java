package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Samples of the ops that compute or compare two numbers, element by element. */
final class MathCases {
  static final int[][] SHAPES = {{}, {0}, {1}, {5}, {37}, {2, 3}, {2, 0, 3}, {2, 3, 4}};

  private static final int[][][] BROADCAST_SHAPES = {
    {{}, {}},
    {{5}, {5}},
    {{37}, {37}},
    {{2, 3}, {3}},
    {{3}, {2, 3}},
    {{2, 1}, {1, 3}},
    {{1, 1}, {}},
    {{}, {2, 2}},
    {{2, 2}, {}},
    {{4, 1, 3}, {2, 1}},
    {{2, 3, 4}, {2, 3, 4}},
    {{2, 1, 4}, {2, 3, 1}},
    {{0}, {1}},
    {{1}, {0}},
    {{0, 3}, {1, 3}},
    {{2, 0}, {2, 1}}
  };

  private MathCases() {}

  /** Makes the input of the given type and shape. */
  interface Source {
    Tensor<?> input(Inputs inputs, DataType<?> type, int... shape);
  }

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    cases.add(binary("Add", Double::sum, Long::sum));
    cases.add(binary("AddV2", Double::sum, Long::sum));
    cases.add(binary("Sub", (x, y) -> x - y, (x, y) -> x - y));
    cases.add(binary("Mul", (x, y) -> x * y, (x, y) -> x * y));
    cases.add(quotient("RealDiv", (x, y) -> x / y, (x, y) -> x / y));
    cases.add(quotient("FloorDiv", (x, y) -> Math.floor(x / y), Math::floorDiv));
    cases.add(quotient("TruncateDiv", MathCases::truncatedQuotient, (x, y) -> x / y));
    cases.add(quotient("FloorMod", (x, y) -> x - y * Math.floor(x / y), Math::floorMod));
    cases.add(quotient("Mod", MathCases::truncatedRemainder, (x, y) -> x % y));
    cases.add(quotient("TruncateMod", MathCases::truncatedRemainder, (x, y) -> x % y));
    cases.add(binary("DivNoNan", (x, y) -> y == 0 ? 0 : x / y, (x, y) -> 0));
    cases.add(
        binary("SquaredDifference", (x, y) -> (x - y) * (x - y), (x, y) -> (x - y) * (x - y)));
    cases.add(binary("Atan2", Math::atan2, (x, y) -> 0).within(Tolerance.FUNCTION));
    cases.add(binary("Xdivy", (x, y) -> x == 0 ? 0 : x / y, (x, y) -> 0));
    cases.add(
        binary(
                "Xlogy",
                number((x, y) -> x == 0 ? 0 : x * Math.log(y), (x, y) -> 0),
                Inputs::any,
                Inputs::nonNegative)
            .within(Tolerance.FUNCTION));
    cases.add(power());
    cases.add(binary("Maximum", Math::max, Math::max));
    cases.add(binary("Minimum", Math::min, Math::min));
    cases.add(comparison("Equal", (x, y) -> x == y));
    cases.add(comparison("NotEqual", (x, y) -> x != y));
    cases.add(comparison("Less", (x, y) -> x < y));
    cases.add(comparison("LessEqual", (x, y) -> x <= y));
    cases.add(comparison("Greater", (x, y) -> x > y));
    cases.add(comparison("GreaterEqual", (x, y) -> x >= y));
    cases.add(logical("LogicalAnd", (x, y) -> x & y));
    cases.add(logical("LogicalOr", (x, y) -> x | y));
    cases.add(OpCase.exact("LogicalNot", MathCases::negations));
    cases.add(OpCase.exact("ClipByValue", MathCases::clips));
    cases.add(OpCase.exact("AddN", MathCases::sums));
    return cases;
  }

  static UnaryOperator<Number> number(DoubleUnaryOperator reals, LongUnaryOperator integers) {
    return x ->
        x instanceof Double
            ? (Number) reals.applyAsDouble(x.doubleValue())
            : (Number) integers.applyAsLong(x.longValue());
  }

  static BinaryOperator<Number> number(DoubleBinaryOperator reals, LongBinaryOperator integers) {
    return (x, y) ->
        x instanceof Double
            ? (Number) reals.applyAsDouble(x.doubleValue(), y.doubleValue())
            : (Number) integers.applyAsLong(x.longValue(), y.longValue());
  }

  private static double truncatedQuotient(double x, double y) {
    double quotient = x / y;
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }

  /** Java's remainder of floating-point numbers is this one, but is not what is to be trusted. */
  private static double truncatedRemainder(double x, double y) {
    return x - y * truncatedQuotient(x, y);
  }

  private static OpCase binary(String op, DoubleBinaryOperator reals, LongBinaryOperator integers) {
    return binary(op, number(reals, integers), Inputs::any, Inputs::any);
  }

  private static OpCase quotient(
      String op, DoubleBinaryOperator reals, LongBinaryOperator integers) {
    return binary(
        op,
        number(reals, integers),
        Inputs::any,
        // Half of the divisors of signed types are negative.
        (inputs, type, shape) ->
            type.equals(DataType.UINT8)
                ? inputs.positive(type, shape)
                : Plain.of(inputs.between(type, 0, 16, shape))
                    .map(number(x -> x - 7.5, x -> 2 * x - 15))
                    .toTensor(type));
  }

  private static OpCase power() {
    return binary(
            "Pow",
            number(
                Math::pow,
                (x, y) -> {
                  long power = 1;
                  for (long i = 0; i < y; i++) {
                    power *= x;
                  }
                  return power;
                }),
            (inputs, type, shape) ->
                type.isFloating() ? inputs.positive(type, shape) : inputs.any(type, shape),
            (inputs, type, shape) ->
                type.isFloating() ? inputs.any(type, shape) : inputs.between(type, 0, 9, shape))
        .within(Tolerance.FUNCTION);
  }

  private static OpCase comparison(String op, Comparison comparison) {
    return binary(
        op,
        (x, y) -> comparison.test(x.doubleValue(), y.doubleValue()) ? 1L : 0L,
        // Of these, some are equal.
        (inputs, type, shape) -> inputs.between(type, 0, 2, shape),
        (inputs, type, shape) -> inputs.between(type, 0, 2, shape));
  }

  private interface Comparison {
    boolean test(double x, double y);
  }

  private static OpCase binary(String op, BinaryOperator<Number> function, Source xs, Source ys) {
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[][] shapes : BROADCAST_SHAPES) {
            samples.add(
                Sample.of(
                    definition,
                    Map.of(),
                    List.of(
                        xs.input(inputs, types.get("T"), shapes[0]),
                        ys.input(inputs, types.get("T"), shapes[1])),
                    plain -> List.of(plain.get(0).zip(plain.get(1), function))));
          }
          return samples;
        });
  }

  private static OpCase logical(String op, LongBinaryOperator function) {
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[][] shapes : BROADCAST_SHAPES) {
            samples.add(
                Sample.of(
                    definition,
                    Map.of(),
                    List.of(
                        inputs.any(DataType.BOOL, shapes[0]), inputs.any(DataType.BOOL, shapes[1])),
                    plain ->
                        List.of(plain.get(0).zip(plain.get(1), number((x, y) -> x, function)))));
          }
          return samples;
        });
  }

  private static List<Sample> negations(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : SHAPES) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(inputs.any(DataType.BOOL, shape)),
              plain -> List.of(plain.get(0).map(x -> 1 - x.longValue()))));
    }
    return samples;
  }

  /**
   * Bounds are scalars or have the shape of what is clipped; the lower one is never the greater.
   */
  private static List<Sample> clips(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    int[] scalar = {};
    for (int[] shape : SHAPES) {
      for (int[][] bounds :
          List.of(
              new int[][] {scalar, scalar},
              new int[][] {shape, scalar},
              new int[][] {scalar, shape},
              new int[][] {shape, shape})) {
        DataType<?> type = types.get("T");
        samples.add(
            Sample.of(
                op,
                Map.of(),
                List.of(
                    inputs.any(type, shape),
                    inputs.between(type, 0, 2, bounds[0]),
                    inputs.between(type, 2, 5, bounds[1])),
                plain ->
                    List.of(
                        plain
                            .get(0)
                            .zip(plain.get(1), number(Math::max, Math::max))
                            .zip(plain.get(2), number(Math::min, Math::min)))));
      }
    }
    return samples;
  }

  private static List<Sample> sums(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : SHAPES) {
      for (int terms = 1; terms <= 3; terms++) {
        samples.add(
            Sample.of(
                op,
                Map.of(),
                IntStream.range(0, terms).mapToObj(i -> inputs.any(types.get("T"), shape)).toList(),
                plain ->
                    List.of(
                        plain.stream()
                            .reduce((x, y) -> x.zip(y, number(Double::sum, Long::sum)))
                            .orElseThrow())));
      }
    }
    return samples;
  }
}
