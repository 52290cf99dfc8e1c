package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layer of {@link LayerOps#batchNormalization} while it is being built.
 *
 * @param <T> the Java type of one element
 */
final class BatchNormalization<T extends Number> {
  private final Ops own;
  private final Operand<T> inputs;
  private final BatchNormalizationOptions options;
  private final int axis;
  private final Optional<Variable<T>> gamma;
  private final Optional<Variable<T>> beta;
  private final Variable<T> movingMean;
  private final Variable<T> movingVariance;

  /** Adds the variables. */
  BatchNormalization(Ops own, Operand<T> inputs, BatchNormalizationOptions options) {
    this.own = own;
    this.inputs = inputs;
    this.options = options;
    Shape shape = inputs.shape();
    int asked = options.axis();
    boolean known =
        shape.hasKnownRank()
            && asked >= -shape.rank()
            && asked < shape.rank()
            && shape.dimension(asked) != Shape.UNKNOWN;
    if (!known) {
      throw GraphException.atCaller(
          "A batch normalization needs to know the number of channels, in axis %d, but '%s' has shape %s"
              .formatted(asked, inputs.asOutput().name(), shape));
    }
    this.axis = shape.normalizeAxis(asked);
    Initializer ones = Initializers.ones();
    Initializer zeros = Initializers.zeros();
    gamma = options.scale() ? Optional.of(channels("gamma", ones, true)) : Optional.empty();
    beta = options.center() ? Optional.of(channels("beta", zeros, true)) : Optional.empty();
    movingMean = channels("moving_mean", zeros, false);
    movingVariance = channels("moving_variance", ones, false);
  }

  private Variable<T> channels(String name, Initializer initializer, boolean trainable) {
    DataType<T> type = inputs.dataType();
    Shape shape = Shape.of(inputs.shape().dimension(axis));
    return own.named(name).variable(type, shape, initializer, trainable);
  }

  Output<T> apply(boolean training) {
    if (!training) {
      return normalized(new Moments<>(movingMean.asOutput(), movingVariance.asOutput()));
    }
    Moments<T> ofBatch = ofBatch();
    moveTowards(ofBatch, notEmpty());
    return normalized(ofBatch);
  }

  /**
   * Both moments are computed, and one is chosen: they are small beside what the layer before has
   * had to do, and one formula serves all runs. So a gradient flows to the batch's moments only in
   * training.
   */
  Output<T> apply(Operand<Boolean> training) {
    Moments<T> ofBatch = ofBatch();
    moveTowards(ofBatch, own.where(training, notEmpty(), own.constant(false)));
    return normalized(
        new Moments<>(
            own.where(training, ofBatch.mean(), movingMean),
            own.where(training, ofBatch.variance(), movingVariance)));
  }

  private Moments<T> ofBatch() {
    int rank = inputs.shape().rank();
    return own.nn.moments(
        inputs, IntStream.range(0, rank).filter(other -> other != axis).toArray());
  }

  /** Tells whether the batch has moments at all: those of nothing are not numbers. */
  private Output<Boolean> notEmpty() {
    return own.greater(own.size(inputs), 0);
  }

  private void moveTowards(Moments<T> ofBatch, Output<Boolean> moves) {
    Output<T> decay = own.named("decay").scalar(inputs.dataType(), 1 - options.momentum());
    moveTowards(movingMean, ofBatch.mean(), decay, moves);
    moveTowards(movingVariance, ofBatch.variance(), decay, moves);
  }

  /**
   * Takes away a part of the difference, and lets the update run with each step of training. Where
   * the average does not move, nothing is taken away, whatever the difference is: it may be NaN.
   */
  private void moveTowards(
      Variable<T> average, Output<T> value, Output<T> decay, Output<Boolean> moves) {
    Ops update = own.enter("AssignMovingAvg");
    Output<T> zero = update.zeros(inputs.dataType(), average.shape());
    Output<T> difference = update.where(moves, update.mul(update.sub(average, value), decay), zero);
    Output<T> moved = NodeOps.node(update.namesake("AssignSub"), average.reference(), difference);
    own.graph().addToCollection(GraphKeys.UPDATE_OPS, moved.operation());
  }

  private Output<T> normalized(Moments<T> moments) {
    return own.nn.batchNormalization(
        inputs,
        new Moments<>(alongAxis(moments.mean()), alongAxis(moments.variance())),
        beta.map(this::alongAxis),
        gamma.map(this::alongAxis),
        options.epsilon());
  }

  /** Returns the numbers of the channels in a shape that is broadcast along the other axes. */
  private Output<T> alongAxis(Operand<T> channels) {
    int rank = inputs.shape().rank();
    if (axis == rank - 1) {
      return channels.asOutput();
    }
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    shape[axis] = inputs.shape().dimension(axis);
    return own.reshape(channels, shape);
  }
}
