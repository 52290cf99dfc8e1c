package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.VectorMath.LANES;
import static dev.gradus.ops.kernel.vector.VectorMath.SPECIES;

import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BinaryFunction;
import dev.gradus.ops.kernel.Comparison;
import dev.gradus.ops.kernel.Elements;
import dev.gradus.ops.kernel.FloatMath;
import dev.gradus.ops.kernel.NumberTest;
import dev.gradus.ops.kernel.UnaryBlock;
import dev.gradus.ops.kernel.UnaryFunction;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The element-wise functions on {@code float} arrays whose plain loops the JVM does not vectorise:
 * exp and its kin; and those of two arguments for ranges that begin at unequal offsets, such as a
 * matrix and the row that is added to all of its rows.
 *
 * <p>Each loop takes whole vectors, then one that overlaps those before, up to the end. What that
 * one needs is read before any other is written, as the result may be written where the argument
 * was.
 */
final class VectorElements implements Elements<float[]> {
  private final Elements<float[]> scalar;

  VectorElements(Elements<float[]> scalar) {
    this.scalar = scalar;
  }

  @Override
  public Optional<UnaryBlock<float[], float[]>> unary(UnaryFunction function) {
    return switch (function) {
      case EXP -> Optional.of(VectorElements::exp);
      case LOG -> Optional.of(VectorElements::log);
      case TANH -> Optional.of(VectorElements::tanh);
      case SIGMOID -> Optional.of(VectorElements::sigmoid);
      default -> scalar.unary(function);
    };
  }

  @Override
  public Optional<BinaryBlock<float[], float[]>> binary(BinaryFunction function) {
    return switch (function) {
      case ADD -> Optional.of(VectorElements::add);
      case SUB -> Optional.of(VectorElements::sub);
      case MUL -> Optional.of(VectorElements::mul);
      case DIV -> Optional.of(VectorElements::div);
      case MAXIMUM -> Optional.of(VectorElements::maximum);
      case MINIMUM -> Optional.of(VectorElements::minimum);
      case RELU_GRAD -> Optional.of(VectorElements::reluGrad);
      default -> scalar.binary(function);
    };
  }

  @Override
  public Optional<BinaryBlock<float[], boolean[]>> comparison(Comparison comparison) {
    return scalar.comparison(comparison);
  }

  @Override
  public Optional<UnaryBlock<float[], boolean[]>> test(NumberTest test) {
    return scalar.test(test);
  }

  private static void exp(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = FloatMath.exp(x[xOffset + i]);
      }
      return;
    }
    int end = count - LANES;
    FloatVector next = FloatVector.fromArray(SPECIES, x, xOffset);
    for (int i = 0; i < count; i += LANES) {
      FloatVector xs = next;
      next = FloatVector.fromArray(SPECIES, x, xOffset + Math.min(i + LANES, end));
      VectorMath.exp(xs).intoArray(result, resultOffset + Math.min(i, end));
    }
  }

  private static void log(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = FloatMath.log(x[xOffset + i]);
      }
      return;
    }
    int end = count - LANES;
    FloatVector next = FloatVector.fromArray(SPECIES, x, xOffset);
    for (int i = 0; i < count; i += LANES) {
      FloatVector xs = next;
      next = FloatVector.fromArray(SPECIES, x, xOffset + Math.min(i + LANES, end));
      VectorMath.log(xs).intoArray(result, resultOffset + Math.min(i, end));
    }
  }

  private static void tanh(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = FloatMath.tanh(x[xOffset + i]);
      }
      return;
    }
    int end = count - LANES;
    FloatVector next = FloatVector.fromArray(SPECIES, x, xOffset);
    for (int i = 0; i < count; i += LANES) {
      FloatVector xs = next;
      next = FloatVector.fromArray(SPECIES, x, xOffset + Math.min(i + LANES, end));
      VectorMath.tanh(xs).intoArray(result, resultOffset + Math.min(i, end));
    }
  }

  private static void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = FloatMath.sigmoid(x[xOffset + i]);
      }
      return;
    }
    int end = count - LANES;
    FloatVector next = FloatVector.fromArray(SPECIES, x, xOffset);
    for (int i = 0; i < count; i += LANES) {
      FloatVector xs = next;
      next = FloatVector.fromArray(SPECIES, x, xOffset + Math.min(i + LANES, end));
      VectorMath.sigmoid(xs).intoArray(result, resultOffset + Math.min(i, end));
    }
  }

  private static void add(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = x[xOffset + i] + y[yOffset + i];
      }
      return;
    }
    int end = count - LANES;
    FloatVector xLast = FloatVector.fromArray(SPECIES, x, xOffset + end);
    FloatVector yLast = FloatVector.fromArray(SPECIES, y, yOffset + end);
    for (int i = 0; i < end; i += LANES) {
      FloatVector xs = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector ys = FloatVector.fromArray(SPECIES, y, yOffset + i);
      xs.add(ys).intoArray(result, resultOffset + i);
    }
    xLast.add(yLast).intoArray(result, resultOffset + end);
  }

  private static void sub(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = x[xOffset + i] - y[yOffset + i];
      }
      return;
    }
    int end = count - LANES;
    FloatVector xLast = FloatVector.fromArray(SPECIES, x, xOffset + end);
    FloatVector yLast = FloatVector.fromArray(SPECIES, y, yOffset + end);
    for (int i = 0; i < end; i += LANES) {
      FloatVector xs = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector ys = FloatVector.fromArray(SPECIES, y, yOffset + i);
      xs.sub(ys).intoArray(result, resultOffset + i);
    }
    xLast.sub(yLast).intoArray(result, resultOffset + end);
  }

  private static void mul(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = x[xOffset + i] * y[yOffset + i];
      }
      return;
    }
    int end = count - LANES;
    FloatVector xLast = FloatVector.fromArray(SPECIES, x, xOffset + end);
    FloatVector yLast = FloatVector.fromArray(SPECIES, y, yOffset + end);
    for (int i = 0; i < end; i += LANES) {
      FloatVector xs = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector ys = FloatVector.fromArray(SPECIES, y, yOffset + i);
      xs.mul(ys).intoArray(result, resultOffset + i);
    }
    xLast.mul(yLast).intoArray(result, resultOffset + end);
  }

  private static void div(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = x[xOffset + i] / y[yOffset + i];
      }
      return;
    }
    int end = count - LANES;
    FloatVector xLast = FloatVector.fromArray(SPECIES, x, xOffset + end);
    FloatVector yLast = FloatVector.fromArray(SPECIES, y, yOffset + end);
    for (int i = 0; i < end; i += LANES) {
      FloatVector xs = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector ys = FloatVector.fromArray(SPECIES, y, yOffset + i);
      xs.div(ys).intoArray(result, resultOffset + i);
    }
    xLast.div(yLast).intoArray(result, resultOffset + end);
  }

  private static void maximum(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = Math.max(x[xOffset + i], y[yOffset + i]);
      }
      return;
    }
    int end = count - LANES;
    FloatVector xLast = FloatVector.fromArray(SPECIES, x, xOffset + end);
    FloatVector yLast = FloatVector.fromArray(SPECIES, y, yOffset + end);
    for (int i = 0; i < end; i += LANES) {
      FloatVector xs = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector ys = FloatVector.fromArray(SPECIES, y, yOffset + i);
      xs.max(ys).intoArray(result, resultOffset + i);
    }
    xLast.max(yLast).intoArray(result, resultOffset + end);
  }

  private static void minimum(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = Math.min(x[xOffset + i], y[yOffset + i]);
      }
      return;
    }
    int end = count - LANES;
    FloatVector xLast = FloatVector.fromArray(SPECIES, x, xOffset + end);
    FloatVector yLast = FloatVector.fromArray(SPECIES, y, yOffset + end);
    for (int i = 0; i < end; i += LANES) {
      FloatVector xs = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector ys = FloatVector.fromArray(SPECIES, y, yOffset + i);
      xs.min(ys).intoArray(result, resultOffset + i);
    }
    xLast.min(yLast).intoArray(result, resultOffset + end);
  }

  private static void reluGrad(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    if (count < LANES) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = y[yOffset + i] > 0f ? x[xOffset + i] : 0f;
      }
      return;
    }
    int end = count - LANES;
    FloatVector xLast = FloatVector.fromArray(SPECIES, x, xOffset + end);
    FloatVector yLast = FloatVector.fromArray(SPECIES, y, yOffset + end);
    for (int i = 0; i < end; i += LANES) {
      FloatVector xs = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector ys = FloatVector.fromArray(SPECIES, y, yOffset + i);
      rectified(xs, ys).intoArray(result, resultOffset + i);
    }
    rectified(xLast, yLast).intoArray(result, resultOffset + end);
  }

  private static FloatVector rectified(FloatVector gradient, FloatVector feature) {
    return FloatVector.zero(SPECIES).blend(gradient, feature.compare(VectorOperators.GT, 0f));
  }
}
