package dev.gradus.autodiff;

import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;

/**
 * RMSProp: {@code meanSquare = decay · meanSquare + (1 - decay) · gradient²}, {@code moment =
 * momentum · moment + learningRate · gradient / √(meanSquare + ε)}, {@code variable -= moment}. The
 * mean square starts at 1, the moment at 0.
 *
 * <p>Tijmen Tieleman and Geoffrey Hinton, <i>Lecture 6.5: rmsprop</i>, Neural Networks for Machine
 * Learning, 2012.
 */
public final class RMSPropOptimizer extends Optimizer {
  private final Hyperparameter learningRate;
  private final Hyperparameter decay;
  private final Hyperparameter momentum;
  private final Hyperparameter epsilon;

  /** Creates an optimizer with a fixed learning rate, decay 0.9, no momentum, and ε = 1e-10. */
  public RMSPropOptimizer(double learningRate) {
    this(learningRate, 0.9, 0, 1e-10);
  }

  /** Creates an optimizer with fixed settings. */
  public RMSPropOptimizer(double learningRate, double decay, double momentum, double epsilon) {
    this(Hyperparameter.of(learningRate), decay, momentum, epsilon);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar; with
   * decay 0.9, no momentum, and ε = 1e-10.
   */
  public RMSPropOptimizer(Operand<? extends Number> learningRate) {
    this(learningRate, 0.9, 0, 1e-10);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar. The
   * other settings are fixed.
   */
  public RMSPropOptimizer(
      Operand<? extends Number> learningRate, double decay, double momentum, double epsilon) {
    this(Hyperparameter.of(learningRate), decay, momentum, epsilon);
  }

  private RMSPropOptimizer(
      Hyperparameter learningRate, double decay, double momentum, double epsilon) {
    super("RMSProp");
    this.learningRate = learningRate;
    this.decay = Hyperparameter.of(decay);
    this.momentum = Hyperparameter.of(momentum);
    this.epsilon = Hyperparameter.of(epsilon);
  }

  @Override
  protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
    return withSettings(tf, "ApplyRMSProp", gradient.variable()).input(gradient.gradient()).build();
  }

  @Override
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    IndexedSlices<T> rows = slices.summed(tf);
    return withSettings(tf, "SparseApplyRMSProp", variable)
        .input(rows.values())
        .input(rows.indices())
        .build();
  }

  /** Starts an op with all inputs that come before the gradient. */
  private <T extends Number> OperationBuilder withSettings(
      Ops tf, String type, Variable<T> variable) {
    return tf.operation(type)
        .input(variable.reference())
        .input(slot(variable, "rms", 1).reference())
        .input(slot(variable, "momentum", 0).reference())
        .input(scalar(learningRate, "learning_rate", variable.dataType()))
        .input(scalar(decay, "decay", variable.dataType()))
        .input(scalar(momentum, "momentum", variable.dataType()))
        .input(scalar(epsilon, "epsilon", variable.dataType()));
  }
}
