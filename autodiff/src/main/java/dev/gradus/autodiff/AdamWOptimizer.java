package dev.gradus.autodiff;

import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;

/**
 * Adam with decoupled weight decay: in each step {@code variable -= weightDecay · variable}, and
 * then what {@link AdamOptimizer} does.
 *
 * <p>Unlike a penalty in the loss, the decay does not go through Adam's means, so that all weights
 * decay alike. Ilya Loshchilov and Frank Hutter, <i>Decoupled Weight Decay Regularization</i>,
 * 2019, algorithm 2. As there, and in TensorFlow, the decay is not multiplied by the learning rate;
 * whoever lets the learning rate fall lets the decay fall in proportion.
 */
public final class AdamWOptimizer extends AdamOptimizer {
  private final Hyperparameter weightDecay;

  /**
   * Creates an optimizer with fixed settings, β₁ = 0.9, β₂ = 0.999, and ε = 1e-8.
   *
   * @param learningRate such as 0.001
   * @param weightDecay the part of each weight that is taken away in each step, such as 1e-5
   */
  public AdamWOptimizer(double learningRate, double weightDecay) {
    this(Hyperparameter.of(learningRate), Hyperparameter.of(weightDecay), 0.9, 0.999, 1e-8);
  }

  /** Creates an optimizer with fixed settings. */
  public AdamWOptimizer(
      double learningRate, double weightDecay, double beta1, double beta2, double epsilon) {
    this(Hyperparameter.of(learningRate), Hyperparameter.of(weightDecay), beta1, beta2, epsilon);
  }

  /** Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar. */
  public AdamWOptimizer(Operand<? extends Number> learningRate, double weightDecay) {
    this(Hyperparameter.of(learningRate), Hyperparameter.of(weightDecay), 0.9, 0.999, 1e-8);
  }

  /**
   * Creates an optimizer with a learning rate and a decay that are computed, or fed, in each run:
   * scalars.
   */
  public AdamWOptimizer(
      Operand<? extends Number> learningRate, Operand<? extends Number> weightDecay) {
    this(Hyperparameter.of(learningRate), Hyperparameter.of(weightDecay), 0.9, 0.999, 1e-8);
  }

  private AdamWOptimizer(
      Hyperparameter learningRate,
      Hyperparameter weightDecay,
      double beta1,
      double beta2,
      double epsilon) {
    super("AdamW", learningRate, beta1, beta2, epsilon);
    this.weightDecay = weightDecay;
  }

  @Override
  protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
    Variable<T> variable = gradient.variable();
    Output<T> decay = scalar(weightDecay, "weight_decay", variable.dataType());
    Operation decayed = tf.assignSub(variable, tf.mul(variable, decay)).operation();
    return super.update(tf.after(decayed), gradient);
  }

  /** Only the rows that the gradient names decay. */
  @Override
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    IndexedSlices<T> rows = slices.summed(tf);
    Output<T> decay = scalar(weightDecay, "weight_decay", variable.dataType());
    Output<T> decrease = tf.mul(tf.gather(variable, rows.indices()), decay);
    Operation decayed = tf.scatterSub(variable, rows.indices(), decrease).operation();
    return moveRows(tf.after(decayed), rows, variable);
  }
}
