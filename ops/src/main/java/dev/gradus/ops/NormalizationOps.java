package dev.gradus.ops;

import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.Arrays;

/**
 * The part of {@code tf.nn} that keeps what flows through a network in bounds: dropout and
 * normalizations. All are compositions of other ops, and so are their gradients.
 */
abstract sealed class NormalizationOps permits NeuralNetworkOps {
  final Ops tf;

  NormalizationOps(Ops tf) {
    this.tf = tf;
  }

  /**
   * Returns {@code x} with each element set to 0 with probability {@code rate}, and else divided by
   * {@code 1 - rate}, so that the expected value of each element stays what it was. Whatever of a
   * network is dropped differs from run to run, so that no part of it can rely on another.
   *
   * <pre>{@code
   * tf.nn.dropout(tf.ones(6), 0.5)    // for instance [2, 0, 0, 2, 2, 0]
   * }</pre>
   *
   * <p>The gradient is dropped where the value is, with the same scale. A seed ({@link Ops#seeded})
   * makes the choice repeatable.
   *
   * @param x float32 or float64, of any shape
   * @param rate what part to drop, at least 0 and less than 1; where it is 0, the result is {@code
   *     x} itself. (The second argument of TensorFlow 1's function is the part to keep unless it is
   *     named; this is its {@code rate}.)
   * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al., Dropout: a
   *     simple way to prevent neural networks from overfitting, 2014</a>
   */
  public <T extends Number> Output<T> dropout(Operand<T> x, double rate) {
    return dropout(x, rate, x.shape(), false);
  }

  /**
   * Returns {@code x} with a part of it dropped, as {@link #dropout(Operand, double)} does, but
   * whole slices at once: the choice is made for a tensor of another shape, which is broadcast.
   *
   * @param noiseShape the shape of that tensor, of the rank of {@code x}: each dimension is that of
   *     {@code x}, or {@link Shape#UNKNOWN} to stand for it, or 1 for one choice along all of that
   *     axis. For images {@code [batch, height, width, channels]}, {@code [UNKNOWN, 1, 1, UNKNOWN]}
   *     drops whole channels
   */
  public <T extends Number> Output<T> dropout(Operand<T> x, double rate, Shape noiseShape) {
    return dropout(x, rate, noiseShape, true);
  }

  private <T extends Number> Output<T> dropout(
      Operand<T> x, double rate, Shape noiseShape, boolean given) {
    requireRate(rate);
    requireFloating(x);
    if (given) {
      requireNoiseFits(x.shape(), noiseShape);
    }
    if (rate == 0) {
      return x.asOutput();
    }
    Ops own = tf.enter("dropout");
    return dropout(own, x, own.named("rate").scalar(x.dataType(), rate), noiseShape);
  }

  /**
   * Returns {@code x} with a part of it dropped, as {@link #dropout(Operand, double)} does.
   *
   * @param rate what part to drop: a scalar, such as a placeholder that is fed 0 where nothing is
   *     to be trained, which gives {@code x} to the bit; not checked to be at least 0 and less than
   *     1
   */
  public <T extends Number> Output<T> dropout(Operand<T> x, Operand<T> rate) {
    requireFloating(x);
    return dropout(tf.enter("dropout"), x, rate, x.shape());
  }

  /** Returns {@code x} with a part of it dropped, as the other methods of this name do. */
  public <T extends Number> Output<T> dropout(Operand<T> x, Operand<T> rate, Shape noiseShape) {
    requireFloating(x);
    requireNoiseFits(x.shape(), noiseShape);
    return dropout(tf.enter("dropout"), x, rate, noiseShape);
  }

  private static <T extends Number> Output<T> dropout(
      Ops own, Operand<T> x, Operand<T> rate, Shape noiseShape) {
    if (!rate.shape().isCompatibleWith(Shape.scalar())) {
      throw GraphException.atCaller(
          "The rate of a dropout is a scalar, but has shape " + rate.shape());
    }
    Output<T> random = own.randomUniform(x.dataType(), noiseDimensions(own, x, noiseShape), 0, 1);
    Output<T> scale = own.named("truediv").div(1, own.named("sub").sub(1, rate));
    Output<Boolean> keep = own.greaterEqual(random, rate);
    Ops product = own.named("mul");
    return product.mul(product.mul(x, scale), own.cast(keep, x.dataType()));
  }

  private static Output<Integer> noiseDimensions(Ops own, Operand<?> x, Shape noiseShape) {
    if (!noiseShape.hasKnownRank()) {
      return own.shape(x);
    }
    int[] dimensions = noiseShape.toArray();
    if (x.shape().isOfRank(dimensions.length)) {
      for (int axis = 0; axis < dimensions.length; axis++) {
        if (dimensions[axis] == Shape.UNKNOWN) {
          dimensions[axis] = x.shape().dimension(axis);
        }
      }
    }
    if (Shape.of(dimensions).isFullyKnown()) {
      return own.named("Shape").constant(dimensions);
    } else if (Arrays.equals(dimensions, x.shape().hasKnownRank() ? x.shape().toArray() : null)) {
      return own.shape(x);
    }
    Output<Integer> wanted = own.constant(dimensions);
    return own.where(own.less(wanted, 0), own.shape(x), wanted);
  }

  static void requireRate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw GraphException.atCaller(
          "The rate of a dropout is at least 0 and less than 1, not " + rate);
    }
  }

  private static void requireFloating(Operand<?> x) {
    if (!x.dataType().isFloating()) {
      throw GraphException.atCaller(
          "A dropout is of float32 or float64, but '%s' is of %s"
              .formatted(x.asOutput().name(), x.dataType()));
    }
  }

  private static void requireNoiseFits(Shape shape, Shape noiseShape) {
    if (!noiseShape.hasKnownRank() || !shape.hasKnownRank()) {
      return;
    }
    boolean fits = shape.rank() == noiseShape.rank();
    for (int axis = 0; fits && axis < shape.rank(); axis++) {
      int noise = noiseShape.dimension(axis);
      int dimension = shape.dimension(axis);
      fits =
          noise == 1 || noise == dimension || noise == Shape.UNKNOWN || dimension == Shape.UNKNOWN;
    }
    if (!fits) {
      throw GraphException.atCaller(
          "The noise of a dropout of shape %s has that shape, with 1 for some of its dimensions, but is %s"
              .formatted(shape, noiseShape));
    }
  }
}
