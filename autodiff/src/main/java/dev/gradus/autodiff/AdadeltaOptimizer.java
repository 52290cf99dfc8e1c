package dev.gradus.autodiff;

import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;

/**
 * Adadelta: each step is as large as past steps were, in proportion to past gradients.
 *
 * <pre>
 * s = ρ · s + (1 - ρ) · gradient²
 * change = √(u + ε) / √(s + ε) · gradient
 * u = ρ · u + (1 - ρ) · change²
 * variable -= learningRate · change
 * </pre>
 *
 * <p>Matthew Zeiler, <i>ADADELTA: An Adaptive Learning Rate Method</i>, 2012; the paper's learning
 * rate is 1, while TensorFlow's, and so the one here, is 0.001 unless set.
 */
public final class AdadeltaOptimizer extends Optimizer {
  private final Hyperparameter learningRate;
  private final Hyperparameter decay;
  private final Hyperparameter epsilon;

  /** Creates an optimizer with learning rate 0.001, decay ρ = 0.95 and ε = 1e-8. */
  public AdadeltaOptimizer() {
    this(0.001);
  }

  /** Creates an optimizer with a fixed learning rate, decay ρ = 0.95 and ε = 1e-8. */
  public AdadeltaOptimizer(double learningRate) {
    this(learningRate, 0.95, 1e-8);
  }

  /** Creates an optimizer with fixed settings. */
  public AdadeltaOptimizer(double learningRate, double decay, double epsilon) {
    this(Hyperparameter.of(learningRate), decay, epsilon);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar; with
   * decay ρ = 0.95 and ε = 1e-8.
   */
  public AdadeltaOptimizer(Operand<? extends Number> learningRate) {
    this(learningRate, 0.95, 1e-8);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar. The
   * other settings are fixed.
   */
  public AdadeltaOptimizer(Operand<? extends Number> learningRate, double decay, double epsilon) {
    this(Hyperparameter.of(learningRate), decay, epsilon);
  }

  private AdadeltaOptimizer(Hyperparameter learningRate, double decay, double epsilon) {
    super("Adadelta");
    this.learningRate = learningRate;
    this.decay = Hyperparameter.of(decay);
    this.epsilon = Hyperparameter.of(epsilon);
  }

  @Override
  protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
    return withSettings(tf, "ApplyAdadelta", gradient.variable())
        .input(gradient.gradient())
        .build();
  }

  @Override
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    IndexedSlices<T> rows = slices.summed(tf);
    return withSettings(tf, "SparseApplyAdadelta", variable)
        .input(rows.values())
        .input(rows.indices())
        .build();
  }

  /** Starts an op with all inputs that come before the gradient. */
  private <T extends Number> OperationBuilder withSettings(
      Ops tf, String type, Variable<T> variable) {
    return tf.operation(type)
        .input(variable.reference())
        .input(slot(variable, "accum", 0).reference())
        .input(slot(variable, "accum_update", 0).reference())
        .input(scalar(learningRate, "lr", variable.dataType()))
        .input(scalar(decay, "rho", variable.dataType()))
        .input(scalar(epsilon, "epsilon", variable.dataType()));
  }
}
