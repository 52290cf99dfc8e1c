package dev.gradus.ops.kernel;

import java.util.Optional;

/**
 * The element-wise functions on {@code float} arrays in plain Java.
 *
 * <p>The usual ones are loops of their own, in {@link FloatLoops}. These are quick in a one-index
 * form which the JVM vectorises, to which this brings calls with unequal offsets: the arguments of
 * a chunk are copied (by block copy, at memory speed) to the start of small arrays, the loop runs
 * there, and the result is copied back.
 *
 * <p>The others compute in {@code double} and round once: with an error there of less than one unit
 * in the last of its 53 digits, the {@code float} is the correctly rounded one but for one case in
 * about a hundred million.
 */
final class FloatElements implements Elements<float[]> {
  @Override
  public Optional<UnaryBlock<float[], float[]>> unary(UnaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case NEG -> loop(FloatLoops::neg);
          case ABS -> loop(FloatLoops::abs);
          case SIGN -> loop(FloatLoops::sign);
          case SQUARE -> loop(FloatLoops::square);
          case ROUND, RINT -> each(x -> (float) Math.rint(x));
          case FLOOR -> each(x -> (float) Math.floor(x));
          case CEIL -> each(x -> (float) Math.ceil(x));
          case RECIPROCAL -> loop(FloatLoops::reciprocal);
          case SQRT -> loop(FloatLoops::sqrt);
          case RSQRT -> each(x -> (float) (1.0 / Math.sqrt(x)));
          case EXP -> loop(FloatLoops::exp);
          case EXPM1 -> each(x -> (float) StrictMath.expm1(x));
          case LOG -> loop(FloatLoops::log);
          case LOG1P -> each(x -> (float) StrictMath.log1p(x));
          case SIN -> each(x -> (float) StrictMath.sin(x));
          case COS -> each(x -> (float) StrictMath.cos(x));
          case TAN -> each(x -> (float) StrictMath.tan(x));
          case ASIN -> each(x -> (float) StrictMath.asin(x));
          case ACOS -> each(x -> (float) StrictMath.acos(x));
          case ATAN -> each(x -> (float) StrictMath.atan(x));
          case SINH -> each(x -> (float) StrictMath.sinh(x));
          case COSH -> each(x -> (float) StrictMath.cosh(x));
          case TANH -> loop(FloatLoops::tanh);
          case ASINH -> each(x -> (float) HyperbolicInverses.asinh(x));
          case ACOSH -> each(x -> (float) HyperbolicInverses.acosh(x));
          case ATANH -> each(x -> (float) HyperbolicInverses.atanh(x));
          case ERF -> each(x -> (float) ErrorFunction.erf(x));
          case ERFC -> each(x -> (float) ErrorFunction.erfc(x));
          case SIGMOID -> loop(FloatLoops::sigmoid);
          case SOFTPLUS -> each(FloatElements::softplus);
          case SOFTSIGN -> each(x -> x / (1f + Math.abs(x)));
          case ELU -> each(x -> x < 0f ? (float) StrictMath.expm1(x) : x);
          case SELU -> each(FloatElements::selu);
          case RELU -> loop(FloatLoops::relu);
          case RELU6 -> loop(FloatLoops::relu6);
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<float[], float[]>> binary(BinaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case ADD -> loop(FloatLoops::add);
          case SUB -> loop(FloatLoops::sub);
          case MUL -> loop(FloatLoops::mul);
          case DIV -> loop(FloatLoops::div);
          case DIV_NO_NAN -> pairs((x, y) -> y == 0f ? 0f : x / y);
          case FLOOR_DIV -> loop(FloatLoops::floorDiv);
          case TRUNCATE_DIV -> pairs((x, y) -> (float) DoubleElements.truncated(x / y));
          case FLOOR_MOD -> loop(FloatLoops::floorMod);
          case TRUNCATE_MOD -> pairs((x, y) -> x % y);
          case POW -> loop(FloatLoops::pow);
          case MAXIMUM -> loop(FloatLoops::maximum);
          case MINIMUM -> loop(FloatLoops::minimum);
          case SQUARED_DIFFERENCE -> loop(FloatLoops::squaredDifference);
          case ATAN2 -> pairs((x, y) -> (float) StrictMath.atan2(x, y));
          case XDIVY -> pairs((x, y) -> x == 0f ? 0f : x / y);
          case XLOGY -> pairs((x, y) -> x == 0f ? 0f : x * FloatMath.log(y));
          case RELU_GRAD -> loop(FloatLoops::reluGrad);
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<float[], boolean[]>> comparison(Comparison comparison) {
    return Optional.ofNullable(
        switch (comparison) {
          case EQUAL -> comparing(FloatLoops::equal);
          case NOT_EQUAL -> comparing(FloatLoops::notEqual);
          case LESS -> comparing(FloatLoops::less);
          case LESS_EQUAL -> comparing(FloatLoops::lessEqual);
          case GREATER -> comparing(FloatLoops::greater);
          case GREATER_EQUAL -> comparing(FloatLoops::greaterEqual);
        });
  }

  @Override
  public Optional<UnaryBlock<float[], boolean[]>> test(NumberTest test) {
    return Optional.ofNullable(
        switch (test) {
          case IS_NAN -> tests(Float::isNaN);
          case IS_INF -> tests(Float::isInfinite);
          case IS_FINITE -> tests(Float::isFinite);
        });
  }

  /** Elements per chunk: three chunks stay well inside a first-level cache. */
  private static final int CHUNK = 512;

  /** Computes one element. */
  @FunctionalInterface
  interface Function {
    float apply(float x);
  }

  /** Computes one element of two. */
  @FunctionalInterface
  interface PairFunction {
    float apply(float x, float y);
  }

  /** Tests one element. */
  @FunctionalInterface
  interface Predicate {
    boolean test(float x);
  }

  /** Returns the loop of x, and {@code slope · x} below 0. */
  static UnaryBlock<float[], float[]> leakyRelu(float slope) {
    return loop(
        (x, result, from, to) -> {
          for (int i = from; i < to; i++) {
            result[i] = x[i] > 0f ? x[i] : slope * x[i];
          }
        });
  }

  private static float softplus(float x) {
    return (float) (Math.max(x, 0.0) + StrictMath.log1p(StrictMath.exp(-Math.abs((double) x))));
  }

  private static float selu(float x) {
    return (float)
        (x < 0f
            ? DoubleElements.SELU_NEGATIVE * StrictMath.expm1(x)
            : DoubleElements.SELU_POSITIVE * x);
  }

  /** For functions that are slow enough for a call for each element not to matter. */
  private static UnaryBlock<float[], float[]> each(Function function) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.apply(x[xOffset + i]);
      }
    };
  }

  private static BinaryBlock<float[], float[]> pairs(PairFunction function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.apply(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  private static UnaryBlock<float[], boolean[]> tests(Predicate predicate) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = predicate.test(x[xOffset + i]);
      }
    };
  }

  private static UnaryBlock<float[], float[]> loop(FloatLoops.Unary loop) {
    return new UnaryLoop(loop);
  }

  private static BinaryBlock<float[], float[]> loop(FloatLoops.Binary loop) {
    return new BinaryLoop(loop);
  }

  private static BinaryBlock<float[], boolean[]> comparing(FloatLoops.Comparison loop) {
    return new ComparingLoop(loop);
  }

  private static final class UnaryLoop implements UnaryBlock<float[], float[]> {
    private final FloatLoops.Unary loop;
    private float[] chunk = {};

    UnaryLoop(FloatLoops.Unary loop) {
      this.loop = loop;
    }

    @Override
    public void apply(float[] x, int xOffset, float[] result, int resultOffset, int count) {
      if (xOffset == resultOffset) {
        loop.run(x, result, xOffset, xOffset + count);
        return;
      }
      chunk = roomForChunk(chunk, count);
      for (int start = 0; start < count; start += CHUNK) {
        int length = Math.min(CHUNK, count - start);
        System.arraycopy(x, xOffset + start, chunk, 0, length);
        loop.run(chunk, chunk, 0, length);
        System.arraycopy(chunk, 0, result, resultOffset + start, length);
      }
    }
  }

  private static final class BinaryLoop implements BinaryBlock<float[], float[]> {
    private final FloatLoops.Binary loop;
    private float[] xChunk = {};
    private float[] yChunk = {};

    BinaryLoop(FloatLoops.Binary loop) {
      this.loop = loop;
    }

    @Override
    public void apply(
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        float[] result,
        int resultOffset,
        int count) {
      if (xOffset == resultOffset && yOffset == resultOffset) {
        loop.run(x, y, result, resultOffset, resultOffset + count);
        return;
      }
      xChunk = roomForChunk(xChunk, count);
      yChunk = roomForChunk(yChunk, count);
      for (int start = 0; start < count; start += CHUNK) {
        int length = Math.min(CHUNK, count - start);
        System.arraycopy(x, xOffset + start, xChunk, 0, length);
        System.arraycopy(y, yOffset + start, yChunk, 0, length);
        loop.run(xChunk, yChunk, xChunk, 0, length);
        System.arraycopy(xChunk, 0, result, resultOffset + start, length);
      }
    }
  }

  private static final class ComparingLoop implements BinaryBlock<float[], boolean[]> {
    private final FloatLoops.Comparison loop;
    private float[] xChunk = {};
    private float[] yChunk = {};
    private boolean[] chunk = {};

    ComparingLoop(FloatLoops.Comparison loop) {
      this.loop = loop;
    }

    @Override
    public void apply(
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        boolean[] result,
        int resultOffset,
        int count) {
      if (xOffset == resultOffset && yOffset == resultOffset) {
        loop.run(x, y, result, resultOffset, resultOffset + count);
        return;
      }
      xChunk = roomForChunk(xChunk, count);
      yChunk = roomForChunk(yChunk, count);
      if (chunk.length < xChunk.length) {
        chunk = new boolean[xChunk.length];
      }
      for (int start = 0; start < count; start += CHUNK) {
        int length = Math.min(CHUNK, count - start);
        System.arraycopy(x, xOffset + start, xChunk, 0, length);
        System.arraycopy(y, yOffset + start, yChunk, 0, length);
        loop.run(xChunk, yChunk, chunk, 0, length);
        System.arraycopy(chunk, 0, result, resultOffset + start, length);
      }
    }
  }

  private static float[] roomForChunk(float[] present, int count) {
    int length = Math.min(CHUNK, count);
    return present.length < length ? new float[length] : present;
  }
}
