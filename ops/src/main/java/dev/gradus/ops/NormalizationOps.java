package dev.gradus.ops;

import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The part of {@code tf.nn} that keeps what flows through a network in bounds: dropout and
 * normalizations. All are compositions of other ops, and so are their gradients.
 */
abstract sealed class NormalizationOps permits ConvolutionOps {
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
   *     axis. For images {@code [batch, rows, columns, channels]}, {@code [UNKNOWN, 1, 1, UNKNOWN]}
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

  /**
   * Returns {@code (x - mean) / √(variance + epsilon) · scale + offset}: {@code x} normalized by a
   * mean and a variance, and then brought to a mean and a deviation that can be learned.
   *
   * <pre>{@code
   * Moments<Float> moments = tf.nn.moments(x, 0);    // of each column, over the batch
   * tf.nn.batchNormalization(x, moments.mean(), moments.variance(), beta, gamma, 1e-3);
   * }</pre>
   *
   * <p>It is computed as {@code x · s + (offset - mean · s)} with {@code s = scale / √(variance +
   * epsilon)}. {@link LayerOps#batchNormalization} takes care of the variables too.
   *
   * @param x float32 or float64, of any shape
   * @param mean of a shape that is broadcast to that of {@code x}, as are the others
   * @param offset the mean of the result, often called β
   * @param scale the deviation of the result, often called γ
   * @param epsilon a small positive number, against a division by zero
   * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, Batch normalization:
   *     accelerating deep network training by reducing internal covariate shift, 2015</a>
   */
  public <T extends Number> Output<T> batchNormalization(
      Operand<T> x,
      Operand<T> mean,
      Operand<T> variance,
      Operand<T> offset,
      Operand<T> scale,
      double epsilon) {
    return batchNormalization(
        x,
        new Moments<>(mean.asOutput(), variance.asOutput()),
        Optional.of(offset),
        Optional.of(scale),
        epsilon);
  }

  /**
   * Returns {@code (x - mean) / √(variance + epsilon)}; see {@link #batchNormalization(Operand,
   * Operand, Operand, Operand, Operand, double)}.
   */
  public <T extends Number> Output<T> batchNormalization(
      Operand<T> x, Operand<T> mean, Operand<T> variance, double epsilon) {
    return batchNormalization(
        x,
        new Moments<>(mean.asOutput(), variance.asOutput()),
        Optional.empty(),
        Optional.empty(),
        epsilon);
  }

  final <T extends Number> Output<T> batchNormalization(
      Operand<T> x,
      Moments<T> moments,
      Optional<? extends Operand<T>> offset,
      Optional<? extends Operand<T>> scale,
      double epsilon) {
    Ops own = tf.enter("batchnorm");
    Output<T> inverse = own.rsqrt(own.add(moments.variance(), epsilon));
    Output<T> factor = scale.isPresent() ? own.mul(inverse, scale.get()) : inverse;
    Output<T> shift = own.mul(moments.mean(), factor);
    Output<T> scaled = own.mul(x, factor);
    return offset.isPresent()
        ? own.add(scaled, own.sub(offset.get(), shift))
        : own.sub(scaled, shift);
  }

  /**
   * Returns {@code x} normalized along its last axis: each row gets the mean 0 and the variance 1.
   *
   * @see #layerNormalization(Operand, Operand, Operand, double)
   */
  public <T extends Number> Output<T> layerNormalization(Operand<T> x, double epsilon) {
    Ops own = tf.enter("LayerNorm");
    Moments<T> moments = own.nn.moments(x, true, -1);
    return own.nn.batchNormalization(x, moments, Optional.empty(), Optional.empty(), epsilon);
  }

  /**
   * Returns {@code x} normalized along its last axes: each example by its own mean and variance,
   * and so in the same way in training and later, whatever else is in the batch. Then each element
   * is brought to a mean and a deviation that can be learned.
   *
   * <pre>{@code
   * Variable<Float> beta = tf.variable(tf.zeros(512));
   * Variable<Float> gamma = tf.variable(tf.ones(512));
   * tf.nn.layerNormalization(x, beta, gamma, 1e-3);    // x: [batch, 512]
   * }</pre>
   *
   * @param x float32 or float64, of known rank
   * @param offset the means of the result, of a shape that {@code x}'s ends with; it tells along
   *     how many axes to normalize, one at least
   * @param scale the deviations of the result, of the same shape
   * @param epsilon a small positive number, against a division by zero
   * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton, Layer normalization,
   *     2016</a>
   */
  public <T extends Number> Output<T> layerNormalization(
      Operand<T> x, Operand<T> offset, Operand<T> scale, double epsilon) {
    Ops own = tf.enter("LayerNorm");
    Moments<T> moments =
        own.nn.moments(x, true, lastAxes(x.shape(), offset.shape(), scale.shape()));
    return own.nn.batchNormalization(x, moments, Optional.of(offset), Optional.of(scale), epsilon);
  }

  private static int[] lastAxes(Shape shape, Shape offset, Shape scale) {
    boolean fits =
        shape.hasKnownRank()
            && offset.hasKnownRank()
            && offset.rank() >= 1
            && offset.rank() <= shape.rank()
            && offset.isCompatibleWith(scale)
            && shape
                .keepAxes(axis -> axis >= shape.rank() - offset.rank())
                .isCompatibleWith(offset);
    if (!fits) {
      throw GraphException.atCaller(
          "The offset and the scale of a layer normalization have the last dimensions of x, one or more, but x is %s, and they are %s and %s"
              .formatted(shape, offset, scale));
    }
    return IntStream.rangeClosed(1, offset.rank()).map(axis -> -axis).toArray();
  }
}
