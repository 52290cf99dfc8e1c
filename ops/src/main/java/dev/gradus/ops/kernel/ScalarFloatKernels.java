package dev.gradus.ops.kernel;

/**
 * {@link FloatKernels} in plain Java.
 *
 * <p>The loops themselves are in {@link FloatLoops}, {@link FloatReductions}, {@link
 * FloatMatrixProduct} and {@link FloatSoftmax}; this class joins them to the interface, and brings
 * element-wise calls with unequal offsets to the one-index form which the JVM vectorises: the
 * arguments of a chunk are copied (by block copy, at memory speed) to the start of small arrays,
 * the loop runs there, and the result is copied back.
 */
public final class ScalarFloatKernels implements FloatKernels {

  /** Elements per chunk: three chunks stay well inside a first-level cache. */
  private static final int CHUNK = 512;

  ScalarFloatKernels() {}

  private static void unary(
      FloatLoops.Unary loop, float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (xOffset == resultOffset) {
      loop.run(x, result, xOffset, xOffset + count);
      return;
    }
    float[] chunk = new float[Math.min(CHUNK, count)];
    for (int start = 0; start < count; start += CHUNK) {
      int length = Math.min(CHUNK, count - start);
      System.arraycopy(x, xOffset + start, chunk, 0, length);
      loop.run(chunk, chunk, 0, length);
      System.arraycopy(chunk, 0, result, resultOffset + start, length);
    }
  }

  private static void binary(
      FloatLoops.Binary loop,
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
    float[] xChunk = new float[Math.min(CHUNK, count)];
    float[] yChunk = new float[Math.min(CHUNK, count)];
    for (int start = 0; start < count; start += CHUNK) {
      int length = Math.min(CHUNK, count - start);
      System.arraycopy(x, xOffset + start, xChunk, 0, length);
      System.arraycopy(y, yOffset + start, yChunk, 0, length);
      loop.run(xChunk, yChunk, xChunk, 0, length);
      System.arraycopy(xChunk, 0, result, resultOffset + start, length);
    }
  }

  private static void comparison(
      FloatLoops.Comparison loop,
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
    float[] xChunk = new float[Math.min(CHUNK, count)];
    float[] yChunk = new float[Math.min(CHUNK, count)];
    boolean[] chunk = new boolean[Math.min(CHUNK, count)];
    for (int start = 0; start < count; start += CHUNK) {
      int length = Math.min(CHUNK, count - start);
      System.arraycopy(x, xOffset + start, xChunk, 0, length);
      System.arraycopy(y, yOffset + start, yChunk, 0, length);
      loop.run(xChunk, yChunk, chunk, 0, length);
      System.arraycopy(chunk, 0, result, resultOffset + start, length);
    }
  }

  @Override
  public void neg(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::neg, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void abs(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::abs, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void sign(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::sign, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void square(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::square, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void sqrt(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::sqrt, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void exp(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::exp, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void log(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::log, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void relu(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::relu, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::sigmoid, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::tanh, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void reciprocal(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    unary(FloatLoops::reciprocal, x, xOffset, result, resultOffset, count);
  }

  @Override
  public void add(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::add, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void sub(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::sub, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void mul(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::mul, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void div(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::div, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void pow(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::pow, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void maximum(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::maximum, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void minimum(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::minimum, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void squaredDifference(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::squaredDifference, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void floorDiv(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::floorDiv, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void floorMod(
      float[] x, int xOffset, float[] y, int yOffset, float[] result, int resultOffset, int count) {
    binary(FloatLoops::floorMod, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void reluGrad(
      float[] gradient,
      int gradientOffset,
      float[] feature,
      int featureOffset,
      float[] result,
      int resultOffset,
      int count) {
    binary(
        FloatLoops::reluGrad,
        gradient,
        gradientOffset,
        feature,
        featureOffset,
        result,
        resultOffset,
        count);
  }

  @Override
  public void equal(
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      boolean[] result,
      int resultOffset,
      int count) {
    comparison(FloatLoops::equal, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void notEqual(
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      boolean[] result,
      int resultOffset,
      int count) {
    comparison(FloatLoops::notEqual, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void less(
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      boolean[] result,
      int resultOffset,
      int count) {
    comparison(FloatLoops::less, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void lessEqual(
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      boolean[] result,
      int resultOffset,
      int count) {
    comparison(FloatLoops::lessEqual, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void greater(
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      boolean[] result,
      int resultOffset,
      int count) {
    comparison(FloatLoops::greater, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void greaterEqual(
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      boolean[] result,
      int resultOffset,
      int count) {
    comparison(FloatLoops::greaterEqual, x, xOffset, y, yOffset, result, resultOffset, count);
  }

  @Override
  public void sum(float[] x, int outer, int count, int inner, float[] result) {
    FloatReductions.sum(x, outer, count, inner, result);
  }

  @Override
  public void mean(float[] x, int outer, int count, int inner, float[] result) {
    FloatReductions.mean(x, outer, count, inner, result);
  }

  @Override
  public void prod(float[] x, int outer, int count, int inner, float[] result) {
    FloatReductions.prod(x, outer, count, inner, result);
  }

  @Override
  public void max(float[] x, int outer, int count, int inner, float[] result) {
    FloatReductions.max(x, outer, count, inner, result);
  }

  @Override
  public void min(float[] x, int outer, int count, int inner, float[] result) {
    FloatReductions.min(x, outer, count, inner, result);
  }

  @Override
  public void matmul(
      float[] a,
      int aOffset,
      boolean transposeA,
      float[] b,
      int bOffset,
      boolean transposeB,
      float[] result,
      int resultOffset,
      int rows,
      int inner,
      int columns) {
    FloatMatrixProduct.multiply(
        a, aOffset, transposeA, b, bOffset, transposeB, result, resultOffset, rows, inner, columns);
  }

  @Override
  public void softmax(float[] x, int rows, int classes, float[] result) {
    FloatSoftmax.softmax(x, rows, classes, result);
  }

  @Override
  public void logSoftmax(float[] x, int rows, int classes, float[] result) {
    FloatSoftmax.logSoftmax(x, rows, classes, result);
  }

  @Override
  public void logSumExp(float[] x, int rows, int classes, float[] result) {
    FloatSoftmax.logSumExp(x, rows, classes, result);
  }

  @Override
  public void softmaxCrossEntropy(
      float[] logits, float[] labels, int rows, int classes, float[] loss, float[] backprop) {
    FloatSoftmax.crossEntropy(logits, labels, rows, classes, loss, backprop);
  }

  @Override
  public void sparseSoftmaxCrossEntropy(
      float[] logits, long[] labels, int rows, int classes, float[] loss, float[] backprop) {
    FloatSoftmax.sparseCrossEntropy(logits, labels, rows, classes, loss, backprop);
  }
}
