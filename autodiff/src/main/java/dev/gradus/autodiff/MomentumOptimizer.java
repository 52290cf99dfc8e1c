package dev.gradus.autodiff;

import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;

/**
 * Gradient descent with momentum: {@code accumulator = momentum · accumulator + gradient}, {@code
 * variable -= learningRate · accumulator}. With Nesterov's variant, {@code variable -= learningRate
 * · (gradient + momentum · accumulator)}.
 *
 * <p>Boris Polyak, <i>Some methods of speeding up the convergence of iteration methods</i>, 1964;
 * Ilya Sutskever and others, <i>On the importance of initialization and momentum in deep
 * learning</i>, 2013, section 2.
 */
public final class MomentumOptimizer extends Optimizer {
  private final Hyperparameter learningRate;
  private final Hyperparameter momentum;
  private final boolean nesterov;

  /** Creates an optimizer with a fixed learning rate, such as 0.01, and momentum, such as 0.9. */
  public MomentumOptimizer(double learningRate, double momentum) {
    this(learningRate, momentum, false);
  }

  /**
   * Creates an optimizer with a fixed learning rate and momentum, perhaps of Nesterov's variant.
   */
  public MomentumOptimizer(double learningRate, double momentum, boolean nesterov) {
    this(Hyperparameter.of(learningRate), Hyperparameter.of(momentum), nesterov);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar; and
   * with a fixed momentum, such as 0.9.
   */
  public MomentumOptimizer(Operand<? extends Number> learningRate, double momentum) {
    this(learningRate, momentum, false);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar. The
   * other settings are fixed.
   */
  public MomentumOptimizer(
      Operand<? extends Number> learningRate, double momentum, boolean nesterov) {
    this(Hyperparameter.of(learningRate), Hyperparameter.of(momentum), nesterov);
  }

  private MomentumOptimizer(
      Hyperparameter learningRate, Hyperparameter momentum, boolean nesterov) {
    super("Momentum");
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  @Override
  protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
    Variable<T> variable = gradient.variable();
    return tf.operation("ApplyMomentum")
        .input(variable.reference())
        .input(slot(variable, "momentum", 0).reference())
        .input(scalar(learningRate, "learning_rate", variable.dataType()))
        .input(gradient.gradient())
        .input(scalar(momentum, "momentum", variable.dataType()))
        .attribute("use_nesterov", nesterov)
        .build();
  }

  @Override
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    IndexedSlices<T> rows = slices.summed(tf);
    return tf.operation("SparseApplyMomentum")
        .input(variable.reference())
        .input(slot(variable, "momentum", 0).reference())
        .input(scalar(learningRate, "learning_rate", variable.dataType()))
        .input(rows.values())
        .input(rows.indices())
        .input(scalar(momentum, "momentum", variable.dataType()))
        .attribute("use_nesterov", nesterov)
        .build();
  }
}
