package dev.gradus.ops.kernel;

/**
 * The steps of the optimizers on {@code float} arrays: from the present values of a variable and of
 * what is kept beside it, and the gradient, to the next values.
 *
 * <p>Each element is computed by itself, with the operations in the order in which the formula has
 * them, and each result rounded once. The formulas and their sources are with the optimizers that
 * use these loops.
 */
public final class FloatOptimizers {
  private FloatOptimizers() {}

  /** Gradient descent. Settings: the learning rate. */
  public static void gradientDescent(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] next = step.next()[0];
    float[] gradient = step.gradient();
    float rate = (float) step.settings()[0];
    for (int i = step.from(); i < step.to(); i++) {
      next[i] = variable[i] - rate * gradient[i];
    }
  }

  /** Momentum; the variant is Nesterov's. Settings: learning rate, momentum. */
  public static void momentum(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] accumulator = step.state()[1];
    float rate = (float) step.settings()[0];
    float momentum = (float) step.settings()[1];
    for (int i = step.from(); i < step.to(); i++) {
      float g = step.gradient()[i];
      float sum = accumulator[i] * momentum + g;
      step.next()[0][i] = variable[i] - rate * (step.variant() ? g + momentum * sum : sum);
      step.next()[1][i] = sum;
    }
  }

  /** Adagrad; without the variant, the accumulator stays as it is. Settings: learning rate. */
  public static void adagrad(OptimizerStep<float[]> step) {
    float[] variable = step.state()[0];
    float[] accumulator = step.state()[1];
    float rate = (float) step.settings()[0];
    for (int i = step.from(); i < step.to(); i++) {
      float g = step.gradient()[i];
      float sum = step.variant() ? accumulator[i] + g * g : accumulator[i];
      step.next()[0][i] = variable[i] - rate * g / (float) Math.sqrt(sum);
      step.next()[1][i] = sum;
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
    for (int i = step.from(); i < step.to(); i++) {
      float g = step.gradient()[i];
      float square = meanSquare[i] * decay + g * g * (1f - decay);
      float change =
          (float) Math.sqrt(meanChange[i] + epsilon) / (float) Math.sqrt(square + epsilon) * g;
      step.next()[0][i] = variable[i] - rate * change;
      step.next()[1][i] = square;
      step.next()[2][i] = meanChange[i] * decay + change * change * (1f - decay);
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
    for (int i = step.from(); i < step.to(); i++) {
      float g = step.gradient()[i];
      float sum = accumulator[i] + g * g;
      float grown = power(sum, power);
      float z = linear[i] + (g - (grown - power(accumulator[i], power)) / rate * variable[i]);
      float curvature = grown / rate + 2 * l2;
      step.next()[0][i] = Math.abs(z) > l1 ? (Math.copySign(l1, z) - z) / curvature : 0f;
      step.next()[1][i] = sum;
      step.next()[2][i] = z;
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
    for (int i = step.from(); i < step.to(); i++) {
      float g = step.gradient()[i];
      float square = meanSquare[i] + (g * g - meanSquare[i]) * (1f - decay);
      float change = moment[i] * momentum + rate * g / (float) Math.sqrt(square + epsilon);
      step.next()[0][i] = variable[i] - change;
      step.next()[1][i] = square;
      step.next()[2][i] = change;
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
    for (int i = step.from(); i < step.to(); i++) {
      float g = step.gradient()[i];
      float m = mean[i] + (g - mean[i]) * (1f - beta1);
      float v = meanSquare[i] + (g * g - meanSquare[i]) * (1f - beta2);
      float direction = step.variant() ? g * (1f - beta1) + beta1 * m : m;
      step.next()[0][i] = variable[i] - alpha * direction / ((float) Math.sqrt(v) + epsilon);
      step.next()[1][i] = m;
      step.next()[2][i] = v;
    }
  }
}
