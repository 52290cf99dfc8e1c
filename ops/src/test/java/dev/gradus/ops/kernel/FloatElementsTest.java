package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Every element-wise {@code float} function against its formula for one element, on numbers of all
 * magnitudes, at equal and unequal offsets, and in place.
 */
class FloatElementsTest {

  private static final long SEED = 8;
  private static final int COUNT = 1500;

  private static final Elements<float[]> FLOATS = Kernels.floatElements();

  private static final Map<String, Map.Entry<UnaryBlock<float[], float[]>, UnaryOperator<Float>>>
      UNARY =
          Map.ofEntries(
              unary("neg", FLOATS.unary(UnaryFunction.NEG).orElseThrow(), x -> -x),
              unary("abs", FLOATS.unary(UnaryFunction.ABS).orElseThrow(), Math::abs),
              unary(
                  "sign",
                  FLOATS.unary(UnaryFunction.SIGN).orElseThrow(),
                  x -> x > 0 ? 1f : x < 0 ? -1f : Float.isNaN(x) ? x : 0f),
              unary("square", FLOATS.unary(UnaryFunction.SQUARE).orElseThrow(), x -> x * x),
              unary(
                  "sqrt",
                  FLOATS.unary(UnaryFunction.SQRT).orElseThrow(),
                  x -> (float) StrictMath.sqrt(x)),
              unary("exp", FLOATS.unary(UnaryFunction.EXP).orElseThrow(), FloatMath::exp),
              unary("log", FLOATS.unary(UnaryFunction.LOG).orElseThrow(), FloatMath::log),
              unary(
                  "relu",
                  FLOATS.unary(UnaryFunction.RELU).orElseThrow(),
                  x -> x > 0 || x.isNaN() ? x : 0f),
              unary(
                  "sigmoid", FLOATS.unary(UnaryFunction.SIGMOID).orElseThrow(), FloatMath::sigmoid),
              unary("tanh", FLOATS.unary(UnaryFunction.TANH).orElseThrow(), FloatMath::tanh),
              unary(
                  "reciprocal", FLOATS.unary(UnaryFunction.RECIPROCAL).orElseThrow(), x -> 1 / x));

  private static final Map<String, Map.Entry<BinaryBlock<float[], float[]>, BinaryOperator<Float>>>
      BINARY =
          Map.ofEntries(
              binary("add", FLOATS.binary(BinaryFunction.ADD).orElseThrow(), (x, y) -> x + y),
              binary("sub", FLOATS.binary(BinaryFunction.SUB).orElseThrow(), (x, y) -> x - y),
              binary("mul", FLOATS.binary(BinaryFunction.MUL).orElseThrow(), (x, y) -> x * y),
              binary("div", FLOATS.binary(BinaryFunction.DIV).orElseThrow(), (x, y) -> x / y),
              binary("pow", FLOATS.binary(BinaryFunction.POW).orElseThrow(), FloatMath::pow),
              binary("maximum", FLOATS.binary(BinaryFunction.MAXIMUM).orElseThrow(), Math::max),
              binary("minimum", FLOATS.binary(BinaryFunction.MINIMUM).orElseThrow(), Math::min),
              binary(
                  "squaredDifference",
                  FLOATS.binary(BinaryFunction.SQUARED_DIFFERENCE).orElseThrow(),
                  (x, y) -> (x - y) * (x - y)),
              binary(
                  "floorDiv",
                  FLOATS.binary(BinaryFunction.FLOOR_DIV).orElseThrow(),
                  (x, y) -> (float) StrictMath.floor(x / y)),
              binary(
                  "floorMod",
                  FLOATS.binary(BinaryFunction.FLOOR_MOD).orElseThrow(),
                  FloatElementsTest::floorMod),
              binary(
                  "reluGrad",
                  FLOATS.binary(BinaryFunction.RELU_GRAD).orElseThrow(),
                  (g, f) -> f > 0 ? g : 0f));

  private static final Map<
          String, Map.Entry<BinaryBlock<float[], boolean[]>, BiPredicate<Float, Float>>>
      COMPARISONS =
          Map.of(
              "equal",
                  Map.entry(
                      FLOATS.comparison(Comparison.EQUAL).orElseThrow(),
                      (x, y) -> x.floatValue() == y.floatValue()),
              "notEqual",
                  Map.entry(
                      FLOATS.comparison(Comparison.NOT_EQUAL).orElseThrow(),
                      (x, y) -> x.floatValue() != y.floatValue()),
              "less", Map.entry(FLOATS.comparison(Comparison.LESS).orElseThrow(), (x, y) -> x < y),
              "lessEqual",
                  Map.entry(
                      FLOATS.comparison(Comparison.LESS_EQUAL).orElseThrow(), (x, y) -> x <= y),
              "greater",
                  Map.entry(FLOATS.comparison(Comparison.GREATER).orElseThrow(), (x, y) -> x > y),
              "greaterEqual",
                  Map.entry(
                      FLOATS.comparison(Comparison.GREATER_EQUAL).orElseThrow(), (x, y) -> x >= y));

  private static Map.Entry<String, Map.Entry<UnaryBlock<float[], float[]>, UnaryOperator<Float>>>
      unary(String name, UnaryBlock<float[], float[]> block, UnaryOperator<Float> formula) {
    return Map.entry(name, Map.entry(block, formula));
  }

  private static Map.Entry<String, Map.Entry<BinaryBlock<float[], float[]>, BinaryOperator<Float>>>
      binary(String name, BinaryBlock<float[], float[]> block, BinaryOperator<Float> formula) {
    return Map.entry(name, Map.entry(block, formula));
  }

  private static float floorMod(float x, float y) {
    float truncated = (float) ((double) x % (double) y);
    boolean toBeMoved = truncated != 0 && truncated < 0 != y < 0;
    return toBeMoved ? truncated + y : truncated;
  }

  @Test
  void unaryFunctionsAreTheirFormulas() {
    float[] x = Samples.wildFloats(new Random(SEED), COUNT);
    UNARY.forEach(
        (name, function) -> {
          float[] expected = new float[COUNT];
          for (int i = 0; i < COUNT; i++) {
            expected[i] = function.getValue().apply(x[i]);
          }
          float[] actual = new float[COUNT];
          function.getKey().apply(x, 0, actual, 0, COUNT);
          assertSameBits(actual, expected, "%s, seed %d", name, SEED);

          float[] inPlace = x.clone();
          function.getKey().apply(inPlace, 0, inPlace, 0, COUNT);
          assertSameBits(inPlace, expected, "%s in place, seed %d", name, SEED);

          float[] parts = new float[COUNT];
          float[] shifted = new float[COUNT + 3];
          System.arraycopy(x, 0, shifted, 3, COUNT);
          function.getKey().apply(shifted, 3, parts, 0, 7);
          function.getKey().apply(shifted, 10, parts, 7, COUNT - 7);
          assertSameBits(parts, expected, "%s at other offsets, seed %d", name, SEED);
        });
  }

  @Test
  void binaryFunctionsAreTheirFormulas() {
    Random random = new Random(SEED);
    float[] x = Samples.wildFloats(random, COUNT);
    float[] y = Samples.wildFloats(random, COUNT);
    BINARY.forEach(
        (name, function) -> {
          float[] expected = new float[COUNT];
          for (int i = 0; i < COUNT; i++) {
            expected[i] = function.getValue().apply(x[i], y[i]);
          }
          float[] actual = new float[COUNT];
          function.getKey().apply(x, 0, y, 0, actual, 0, COUNT);
          assertSameBits(actual, expected, "%s, seed %d", name, SEED);

          float[] inX = x.clone();
          function.getKey().apply(inX, 0, y, 0, inX, 0, COUNT);
          assertSameBits(inX, expected, "%s into x, seed %d", name, SEED);

          float[] inY = y.clone();
          function.getKey().apply(x, 0, inY, 0, inY, 0, COUNT);
          assertSameBits(inY, expected, "%s into y, seed %d", name, SEED);

          float[] shifted = new float[COUNT + 3];
          System.arraycopy(y, 0, shifted, 3, COUNT);
          float[] parts = new float[COUNT];
          function.getKey().apply(x, 0, shifted, 3, parts, 0, COUNT);
          assertSameBits(parts, expected, "%s at other offsets, seed %d", name, SEED);
        });
  }

  @Test
  void comparisonsAreTheirFormulas() {
    Random random = new Random(SEED);
    float[] x = Samples.wildFloats(random, COUNT);
    float[] y = Samples.wildFloats(random, COUNT);
    System.arraycopy(x, 0, y, 0, COUNT / 3);
    COMPARISONS.forEach(
        (name, function) -> {
          boolean[] expected = new boolean[COUNT];
          for (int i = 0; i < COUNT; i++) {
            expected[i] = function.getValue().test(x[i], y[i]);
          }
          boolean[] actual = new boolean[COUNT];
          function.getKey().apply(x, 0, y, 0, actual, 0, COUNT);
          assertThat(actual).as("%s, seed %d", name, SEED).containsExactly(expected);

          float[] shifted = new float[COUNT + 3];
          System.arraycopy(y, 0, shifted, 3, COUNT);
          boolean[] parts = new boolean[COUNT];
          function.getKey().apply(x, 0, shifted, 3, parts, 0, COUNT);
          assertThat(parts)
              .as("%s at other offsets, seed %d", name, SEED)
              .containsExactly(expected);
        });
  }

  @Test
  void aCountOfNothingTouchesNothing() {
    float[] result = {5f};
    FLOATS
        .binary(BinaryFunction.ADD)
        .orElseThrow()
        .apply(new float[0], 0, new float[1], 1, result, 0, 0);
    FLOATS.unary(UnaryFunction.EXP).orElseThrow().apply(new float[0], 0, result, 1, 0);
    assertThat(result).containsExactly(5f);
  }

  @Test
  void floorDivAndFloorModTakeTheSignOfTheDivisor() {
    float[] x = {7f, -7f, 7f, -7f};
    float[] y = {3f, 3f, -3f, -3f};
    float[] result = new float[4];
    FLOATS.binary(BinaryFunction.FLOOR_DIV).orElseThrow().apply(x, 0, y, 0, result, 0, 4);
    assertThat(result).containsExactly(2f, -3f, -3f, 2f);
    FLOATS.binary(BinaryFunction.FLOOR_MOD).orElseThrow().apply(x, 0, y, 0, result, 0, 4);
    assertThat(result).containsExactly(1f, 2f, -2f, -1f);
  }
}
