package dev.gradus.ops.kernel;

/**
 * The steps of the optimizers on {@code float} and {@code double} arrays: from the present values
 * of a variable and of what is kept beside it, and the gradient, to the next values.
 *
 * <p>Each element is computed by itself, with the operations in the order in which the formula has
 * them, and each result rounded once. The arrays of the next values may be those of the present
 * ones. The formulas and their sources are with the optimizers that use these loops.
 */
public final class OptimizerLoops {
  private OptimizerLoops() {}

  /** next = variable - rate · gradient. */
  public static void gradientDescent(
      float[] variable, float rate, float[] gradient, float[] next, int count) {
    for (int i = 0; i < count; i++) {
      next[i] = variable[i] - rate * gradient[i];
    }
  }

  /** Momentum; with Nesterov's variant, the step looks one step of the accumulator ahead. */
  public static void momentum(
      float[] variable,
      float[] accumulator,
      float rate,
      float[] gradient,
      float momentum,
      boolean nesterov,
      float[] next,
      float[] nextAccumulator,
      int count) {
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float sum = accumulator[i] * momentum + g;
      nextAccumulator[i] = sum;
      next[i] = variable[i] - rate * (nesterov ? g + momentum * sum : sum);
    }
  }

  /** Adagrad. */
  public static void adagrad(
      float[] variable,
      float[] accumulator,
      float rate,
      float[] gradient,
      boolean updateAccumulator,
      float[] next,
      float[] nextAccumulator,
      int count) {
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float sum = updateAccumulator ? accumulator[i] + g * g : accumulator[i];
      nextAccumulator[i] = sum;
      next[i] = variable[i] - rate * g / (float) Math.sqrt(sum);
    }
  }

  /** RMSProp. */
  public static void rmsProp(
      float[] variable,
      float[] meanSquare,
      float[] moment,
      float rate,
      float decay,
      float momentum,
      float epsilon,
      float[] gradient,
      float[] next,
      float[] nextMeanSquare,
      float[] nextMoment,
      int count) {
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float square = meanSquare[i] + (g * g - meanSquare[i]) * (1f - decay);
      float step = moment[i] * momentum + rate * g / (float) Math.sqrt(square + epsilon);
      nextMeanSquare[i] = square;
      nextMoment[i] = step;
      next[i] = variable[i] - step;
    }
  }

  /** Adam. */
  public static void adam(
      float[] variable,
      float[] mean,
      float[] meanSquare,
      float beta1Power,
      float beta2Power,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float[] gradient,
      boolean nesterov,
      float[] next,
      float[] nextMean,
      float[] nextMeanSquare,
      int count) {
    float alpha = rate * (float) Math.sqrt(1f - beta2Power) / (1f - beta1Power);
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float m = mean[i] + (g - mean[i]) * (1f - beta1);
      float v = meanSquare[i] + (g * g - meanSquare[i]) * (1f - beta2);
      float direction = nesterov ? g * (1f - beta1) + beta1 * m : m;
      nextMean[i] = m;
      nextMeanSquare[i] = v;
      next[i] = variable[i] - alpha * direction / ((float) Math.sqrt(v) + epsilon);
    }
  }

  /** next = variable - rate · gradient. */
  public static void gradientDescent(
      double[] variable, double rate, double[] gradient, double[] next, int count) {
    for (int i = 0; i < count; i++) {
      next[i] = variable[i] - rate * gradient[i];
    }
  }

  /** Momentum; with Nesterov's variant, the step looks one step of the accumulator ahead. */
  public static void momentum(
      double[] variable,
      double[] accumulator,
      double rate,
      double[] gradient,
      double momentum,
      boolean nesterov,
      double[] next,
      double[] nextAccumulator,
      int count) {
    for (int i = 0; i < count; i++) {
      double g = gradient[i];
      double sum = accumulator[i] * momentum + g;
      nextAccumulator[i] = sum;
      next[i] = variable[i] - rate * (nesterov ? g + momentum * sum : sum);
    }
  }

  /** Adagrad. */
  public static void adagrad(
      double[] variable,
      double[] accumulator,
      double rate,
      double[] gradient,
      boolean updateAccumulator,
      double[] next,
      double[] nextAccumulator,
      int count) {
    for (int i = 0; i < count; i++) {
      double g = gradient[i];
      double sum = updateAccumulator ? accumulator[i] + g * g : accumulator[i];
      nextAccumulator[i] = sum;
      next[i] = variable[i] - rate * g / Math.sqrt(sum);
    }
  }

  /** RMSProp. */
  public static void rmsProp(
      double[] variable,
      double[] meanSquare,
      double[] moment,
      double rate,
      double decay,
      double momentum,
      double epsilon,
      double[] gradient,
      double[] next,
      double[] nextMeanSquare,
      double[] nextMoment,
      int count) {
    for (int i = 0; i < count; i++) {
      double g = gradient[i];
      double square = meanSquare[i] + (g * g - meanSquare[i]) * (1.0 - decay);
      double step = moment[i] * momentum + rate * g / Math.sqrt(square + epsilon);
      nextMeanSquare[i] = square;
      nextMoment[i] = step;
      next[i] = variable[i] - step;
    }
  }

  /** Adam. */
  public static void adam(
      double[] variable,
      double[] mean,
      double[] meanSquare,
      double beta1Power,
      double beta2Power,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double[] gradient,
      boolean nesterov,
      double[] next,
      double[] nextMean,
      double[] nextMeanSquare,
      int count) {
    double alpha = rate * Math.sqrt(1.0 - beta2Power) / (1.0 - beta1Power);
    for (int i = 0; i < count; i++) {
      double g = gradient[i];
      double m = mean[i] + (g - mean[i]) * (1.0 - beta1);
      double v = meanSquare[i] + (g * g - meanSquare[i]) * (1.0 - beta2);
      double direction = nesterov ? g * (1.0 - beta1) + beta1 * m : m;
      nextMean[i] = m;
      nextMeanSquare[i] = v;
      next[i] = variable[i] - alpha * direction / (Math.sqrt(v) + epsilon);
    }
  }
}
