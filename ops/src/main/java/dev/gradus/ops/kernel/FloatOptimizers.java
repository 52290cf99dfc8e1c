package dev.gradus.ops.kernel;

/**
 * The steps of the optimizers on {@code float} arrays: from the present values of a variable and of
 * what is kept beside it, and the gradient, to the next values.
 *
 * <p>Each element is computed by itself, with the operations in the order in which the formula has
 * them, and each result rounded once. The formulas and their sources are with the optimizers that
 * use these loops.
 *
 * <p>A loop that writes several arrays is not vectorised by every JVM, so each writes one. The next
 * values may be written where the present ones are: nothing is read after it has been replaced.
 */
public final class FloatOptimizers {
  private FloatOptimizers() {}

  /** Gradient descent. Settings: the learning rate. */
  public static void gradientDescent(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] next = step.next()[0];
    float[] gradient = step.gradient();
    float rate = (float) step.settings()[0];
    int from = step.from();
    int to = step.to();
    for (int i = from; i < to; i++) {
      next[i] = variable[i] - rate * gradient[i];
    }
  }

  /** Momentum; the variant is Nesterov's. Settings: learning rate, momentum. */
  public static void momentum(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] accumulator = step.state()[1];
    float rate = (float) step.settings()[0];
    float momentum = (float) step.settings()[1];
    float[] gradient = step.gradient();
    float[] next = step.next()[0];
    float[] nextAccumulator = step.next()[1];
    int from = step.from();
    int to = step.to();
    boolean variant = step.variant();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float sum = accumulator[i] * momentum + g;
      next[i] = variable[i] - rate * (variant ? g + momentum * sum : sum);
      nextAccumulator[i] = sum;
    }
  }

  /** Adagrad; without the variant, the accumulator stays as it is. Settings: learning rate. */
  public static void adagrad(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] accumulator = step.state()[1];
    float rate = (float) step.settings()[0];
    float[] gradient = step.gradient();
    float[] next = step.next()[0];
    float[] nextAccumulator = step.next()[1];
    int from = step.from();
    int to = step.to();
    boolean variant = step.variant();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float sum = variant ? accumulator[i] + g * g : accumulator[i];
      next[i] = variable[i] - rate * g / (float) Math.sqrt(sum);
      nextAccumulator[i] = sum;
    }
  }

  /** Adadelta. Settings: learning rate, decay, ε. */
  public static void adadelta(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] meanSquare = step.state()[1];
    float[] meanChange = step.state()[2];
    float rate = (float) step.settings()[0];
    float decay = (float) step.settings()[1];
    float epsilon = (float) step.settings()[2];
    float[] gradient = step.gradient();
    float[] next = step.next()[0];
    float[] nextMeanSquare = step.next()[1];
    float[] nextMeanChange = step.next()[2];
    int from = step.from();
    int to = step.to();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      nextMeanSquare[i] = meanSquare[i] * decay + g * g * (1f - decay);
    }
    // The change is computed twice, which takes less time than a loop that the JVM does not
    // vectorise.
    for (int i = from; i < to; i++) {
      float root = (float) Math.sqrt(meanChange[i] + epsilon);
      float change = root / (float) Math.sqrt(nextMeanSquare[i] + epsilon) * gradient[i];
      next[i] = variable[i] - rate * change;
    }
    for (int i = from; i < to; i++) {
      float root = (float) Math.sqrt(meanChange[i] + epsilon);
      float change = root / (float) Math.sqrt(nextMeanSquare[i] + epsilon) * gradient[i];
      nextMeanChange[i] = meanChange[i] * decay + change * change * (1f - decay);
    }
  }

  /** FTRL-Proximal. Settings: learning rate, λ₁, λ₂, the power of the learning rate. */
  public static void ftrl(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] accumulator = step.state()[1];
    float[] linear = step.state()[2];
    float rate = (float) step.settings()[0];
    float l1 = (float) step.settings()[1];
    float l2 = (float) step.settings()[2];
    float power = (float) -step.settings()[3];
    float[] gradient = step.gradient();
    float[] next = step.next()[0];
    float[] nextAccumulator = step.next()[1];
    float[] nextLinear = step.next()[2];
    int from = step.from();
    int to = step.to();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float sum = accumulator[i] + g * g;
      float grown = power(sum, power);
      float z = linear[i] + (g - (grown - power(accumulator[i], power)) / rate * variable[i]);
      float curvature = grown / rate + 2 * l2;
      next[i] = Math.abs(z) > l1 ? (Math.copySign(l1, z) - z) / curvature : 0f;
      nextAccumulator[i] = sum;
      nextLinear[i] = z;
    }
  }

  /** The usual power, a half, is a root, which is quicker and rounded but once. */
  private static float power(float x, float power) {
    return power == 0.5f ? (float) Math.sqrt(x) : FloatMath.pow(x, power);
  }

  /** RMSProp. Settings: learning rate, decay, momentum, ε. */
  public static void rmsProp(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] meanSquare = step.state()[1];
    float[] moment = step.state()[2];
    float rate = (float) step.settings()[0];
    float decay = (float) step.settings()[1];
    float momentum = (float) step.settings()[2];
    float epsilon = (float) step.settings()[3];
    float[] gradient = step.gradient();
    float[] next = step.next()[0];
    float[] nextMeanSquare = step.next()[1];
    float[] nextMoment = step.next()[2];
    int from = step.from();
    int to = step.to();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      nextMeanSquare[i] = meanSquare[i] + (g * g - meanSquare[i]) * (1f - decay);
    }
    for (int i = from; i < to; i++) {
      float root = (float) Math.sqrt(nextMeanSquare[i] + epsilon);
      nextMoment[i] = moment[i] * momentum + rate * gradient[i] / root;
    }
    for (int i = from; i < to; i++) {
      next[i] = variable[i] - nextMoment[i];
    }
  }

  /** Adam; the variant is Nesterov's. Settings: β₁ᵗ, β₂ᵗ, learning rate, β₁, β₂, ε. */
  public static void adam(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] mean = step.state()[1];
    float[] meanSquare = step.state()[2];
    float beta1Power = (float) step.settings()[0];
    float beta2Power = (float) step.settings()[1];
    float rate = (float) step.settings()[2];
    float beta1 = (float) step.settings()[3];
    float beta2 = (float) step.settings()[4];
    float epsilon = (float) step.settings()[5];
    float alpha = rate * (float) Math.sqrt(1f - beta2Power) / (1f - beta1Power);
    float[] gradient = step.gradient();
    float[] next = step.next()[0];
    float[] nextMean = step.next()[1];
    float[] nextMeanSquare = step.next()[2];
    int from = step.from();
    int to = step.to();
    boolean variant = step.variant();
    for (int i = from; i < to; i++) {
      nextMean[i] = mean[i] + (gradient[i] - mean[i]) * (1f - beta1);
    }
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      nextMeanSquare[i] = meanSquare[i] + (g * g - meanSquare[i]) * (1f - beta2);
    }
    if (variant) {
      for (int i = from; i < to; i++) {
        float direction = gradient[i] * (1f - beta1) + beta1 * nextMean[i];
        next[i] =
            variable[i] - alpha * direction / ((float) Math.sqrt(nextMeanSquare[i]) + epsilon);
      }
    } else {
      for (int i = from; i < to; i++) {
        next[i] =
            variable[i] - alpha * nextMean[i] / ((float) Math.sqrt(nextMeanSquare[i]) + epsilon);
      }
    }
  }
}
