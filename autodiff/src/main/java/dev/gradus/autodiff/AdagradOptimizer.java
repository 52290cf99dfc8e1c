package dev.gradus.autodiff;

import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;

/**
 * Adagrad: {@code accumulator += gradient²}, {@code variable -= learningRate · gradient /
 * √accumulator}.
 *
 * <p>John Duchi, Elad Hazan and Yoram Singer, <i>Adaptive Subgradient Methods for Online Learning
 * and Stochastic Optimization</i>, 2011.
 */
public final class AdagradOptimizer extends Optimizer {
  private static final double INITIAL_ACCUMULATOR = 0.1;

  private final Hyperparameter learningRate;
  private final double initialAccumulator;

  /** Creates an optimizer with a fixed learning rate, and accumulators that start at 0.1. */
  public AdagradOptimizer(double learningRate) {
    this(learningRate, INITIAL_ACCUMULATOR);
  }

  /**
   * Creates an optimizer with a fixed learning rate, and accumulators that start at the given
   * value.
   */
  public AdagradOptimizer(double learningRate, double initialAccumulator) {
    this(Hyperparameter.of(learningRate), initialAccumulator);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar; and
   * with accumulators that start at 0.1.
   */
  public AdagradOptimizer(Operand<? extends Number> learningRate) {
    this(learningRate, INITIAL_ACCUMULATOR);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar. The
   * other settings are fixed.
   */
  public AdagradOptimizer(Operand<? extends Number> learningRate, double initialAccumulator) {
    this(Hyperparameter.of(learningRate), initialAccumulator);
  }

  private AdagradOptimizer(Hyperparameter learningRate, double initialAccumulator) {
    super("Adagrad");
    this.learningRate = learningRate;
    this.initialAccumulator = initialAccumulator;
  }

  @Override
  protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
    return withSettings(tf, "ApplyAdagrad", gradient.variable()).input(gradient.gradient()).build();
  }

  @Override
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    IndexedSlices<T> rows = slices.summed(tf);
    return withSettings(tf, "SparseApplyAdagrad", variable)
        .input(rows.values())
        .input(rows.indices())
        .build();
  }

  /** Starts an op with all inputs that come before the gradient. */
  private <T extends Number> OperationBuilder withSettings(
      Ops tf, String type, Variable<T> variable) {
    return tf.operation(type)
        .input(variable.reference())
        .input(slot(variable, "accumulator", initialAccumulator).reference())
        .input(scalar(learningRate, "learning_rate", variable.dataType()));
  }
}
