package dev.gradus.autodiff;

import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;

/**
 * FTRL-Proximal, "follow the regularized leader": online learning that sets to 0 what does not
 * matter.
 *
 * <pre>
 * σ = ((n + gradient²)⁻ᵖ - n⁻ᵖ) / learningRate
 * n += gradient²
 * z += gradient - σ · variable
 * variable = |z| ≤ λ₁ ? 0 : (sign(z) · λ₁ - z) / (n⁻ᵖ / learningRate + 2 · λ₂)
 * </pre>
 *
 * <p>where p, the power of the learning rate, is negative or 0. H. Brendan McMahan and others,
 * <i>Ad Click Prediction: a View from the Trenches</i>, 2013, algorithm 1.
 */
public final class FtrlOptimizer extends Optimizer {
  private final Hyperparameter learningRate;
  private final Hyperparameter learningRatePower;
  private final double initialAccumulator;
  private final Hyperparameter l1;
  private final Hyperparameter l2;

  /**
   * What there is to set besides the learning rate.
   *
   * @param learningRatePower the power p by which the learning rate falls as gradients add up: from
   *     -1 to 0, where 0 keeps it fixed
   * @param initialAccumulator what n starts with: 0 or more
   * @param l1 the strength λ₁ of the regularization by magnitudes, which makes weights 0
   * @param l2 the strength λ₂ of the regularization by squares, which makes weights small
   */
  public record Settings(
      double learningRatePower, double initialAccumulator, double l1, double l2) {
    /** Power -0.5, accumulators that start at 0.1, and no regularization. */
    public static final Settings DEFAULTS = new Settings(-0.5, 0.1, 0, 0);

    /**
     * Creates settings.
     *
     * @throws GraphException if the power is more than 0, or another less
     */
    public Settings {
      if (!(learningRatePower <= 0 && initialAccumulator >= 0 && l1 >= 0 && l2 >= 0)) {
        throw GraphException.atCaller(
            "The power must be 0 or less, and all else 0 or more, but they are %s, %s, %s and %s"
                .formatted(learningRatePower, initialAccumulator, l1, l2));
      }
    }

    /** Returns these settings with other regularization. */
    public Settings regularized(double newL1, double newL2) {
      return new Settings(learningRatePower, initialAccumulator, newL1, newL2);
    }
  }

  /** Creates an optimizer with a fixed learning rate, and {@link Settings#DEFAULTS}. */
  public FtrlOptimizer(double learningRate) {
    this(learningRate, Settings.DEFAULTS);
  }

  /** Creates an optimizer with a fixed learning rate. */
  public FtrlOptimizer(double learningRate, Settings settings) {
    this(Hyperparameter.of(learningRate), settings);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar; and
   * with {@link Settings#DEFAULTS}.
   */
  public FtrlOptimizer(Operand<? extends Number> learningRate) {
    this(learningRate, Settings.DEFAULTS);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar. The
   * other settings are fixed.
   */
  public FtrlOptimizer(Operand<? extends Number> learningRate, Settings settings) {
    this(Hyperparameter.of(learningRate), settings);
  }

  private FtrlOptimizer(Hyperparameter learningRate, Settings settings) {
    super("Ftrl");
    this.learningRate = learningRate;
    learningRatePower = Hyperparameter.of(settings.learningRatePower());
    initialAccumulator = settings.initialAccumulator();
    l1 = Hyperparameter.of(settings.l1());
    l2 = Hyperparameter.of(settings.l2());
  }

  @Override
  protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
    Variable<T> variable = gradient.variable();
    return tf.operation("ApplyFtrl")
        .input(variable.reference())
        .input(slot(variable, "accum", initialAccumulator).reference())
        .input(slot(variable, "linear", 0).reference())
        .input(gradient.gradient())
        .input(scalar(learningRate, "learning_rate", variable.dataType()))
        .input(scalar(l1, "l1_regularization_strength", variable.dataType()))
        .input(scalar(l2, "l2_regularization_strength", variable.dataType()))
        .input(scalar(learningRatePower, "learning_rate_power", variable.dataType()))
        .build();
  }

  @Override
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    IndexedSlices<T> rows = slices.summed(tf);
    return tf.operation("SparseApplyFtrl")
        .input(variable.reference())
        .input(slot(variable, "accum", initialAccumulator).reference())
        .input(slot(variable, "linear", 0).reference())
        .input(rows.values())
        .input(rows.indices())
        .input(scalar(learningRate, "learning_rate", variable.dataType()))
        .input(scalar(l1, "l1_regularization_strength", variable.dataType()))
        .input(scalar(l2, "l2_regularization_strength", variable.dataType()))
        .input(scalar(learningRatePower, "learning_rate_power", variable.dataType()))
        .build();
  }
}
