package dev.gradus.ops.kernel;

/**
 * The steps of the optimizers on {@code double} arrays: from the present values of a variable and
 * of what is kept beside it, and the gradient, to the next values.
 *
 * <p>See {@link FloatOptimizers}.
 */
public final class DoubleOptimizers {
  private DoubleOptimizers() {}

  /** Gradient descent. Settings: the learning rate. */
  public static void gradientDescent(OptimizerStep<double[]> step) {
    double[] variable = step.state()[0];
    double[] next = step.next()[0];
    double[] gradient = step.gradient();
    double rate = step.settings()[0];
    for (int i = step.from(); i < step.to(); i++) {
      next[i] = variable[i] - rate * gradient[i];
    }
  }

  /** Momentum; the variant is Nesterov's. Settings: learning rate, momentum. */
  public static void momentum(OptimizerStep<double[]> step) {
    double[] variable = step.state()[0];
    double[] accumulator = step.state()[1];
    double rate = step.settings()[0];
    double momentum = step.settings()[1];
    for (int i = step.from(); i < step.to(); i++) {
      double g = step.gradient()[i];
      double sum = accumulator[i] * momentum + g;
      step.next()[0][i] = variable[i] - rate * (step.variant() ? g + momentum * sum : sum);
      step.next()[1][i] = sum;
    }
  }

  /** Adagrad; without the variant, the accumulator stays as it is. Settings: learning rate. */
  public static void adagrad(OptimizerStep<double[]> step) {
    double[] variable = step.state()[0];
    double[] accumulator = step.state()[1];
    double rate = step.settings()[0];
    for (int i = step.from(); i < step.to(); i++) {
      double g = step.gradient()[i];
      double sum = step.variant() ? accumulator[i] + g * g : accumulator[i];
      step.next()[0][i] = variable[i] - rate * g / Math.sqrt(sum);
      step.next()[1][i] = sum;
    }
  }

  /** Adadelta. Settings: learning rate, decay, ε. */
  public static void adadelta(OptimizerStep<double[]> step) {
    double[] variable = step.state()[0];
    double[] meanSquare = step.state()[1];
    double[] meanChange = step.state()[2];
    double rate = step.settings()[0];
    double decay = step.settings()[1];
    double epsilon = step.settings()[2];
    for (int i = step.from(); i < step.to(); i++) {
      double g = step.gradient()[i];
      double square = meanSquare[i] * decay + g * g * (1 - decay);
      double change = Math.sqrt(meanChange[i] + epsilon) / Math.sqrt(square + epsilon) * g;
      step.next()[0][i] = variable[i] - rate * change;
      step.next()[1][i] = square;
      step.next()[2][i] = meanChange[i] * decay + change * change * (1 - decay);
    }
  }

  /** FTRL-Proximal. Settings: learning rate, λ₁, λ₂, the power of the learning rate. */
  public static void ftrl(OptimizerStep<double[]> step) {
    double[] variable = step.state()[0];
    double[] accumulator = step.state()[1];
    double[] linear = step.state()[2];
    double rate = step.settings()[0];
    double l1 = step.settings()[1];
    double l2 = step.settings()[2];
    double power = -step.settings()[3];
    for (int i = step.from(); i < step.to(); i++) {
      double g = step.gradient()[i];
      double sum = accumulator[i] + g * g;
      double grown = power(sum, power);
      double z = linear[i] + (g - (grown - power(accumulator[i], power)) / rate * variable[i]);
      double curvature = grown / rate + 2 * l2;
      step.next()[0][i] = Math.abs(z) > l1 ? (Math.copySign(l1, z) - z) / curvature : 0;
      step.next()[1][i] = sum;
      step.next()[2][i] = z;
    }
  }

  /** The usual power, a half, is a root, which is quicker and rounded but once. */
  private static double power(double x, double power) {
    return power == 0.5 ? Math.sqrt(x) : DoubleMath.pow(x, power);
  }

  /** RMSProp. Settings: learning rate, decay, momentum, ε. */
  public static void rmsProp(OptimizerStep<double[]> step) {
    double[] variable = step.state()[0];
    double[] meanSquare = step.state()[1];
    double[] moment = step.state()[2];
    double rate = step.settings()[0];
    double decay = step.settings()[1];
    double momentum = step.settings()[2];
    double epsilon = step.settings()[3];
    for (int i = step.from(); i < step.to(); i++) {
      double g = step.gradient()[i];
      double square = meanSquare[i] + (g * g - meanSquare[i]) * (1.0 - decay);
      double change = moment[i] * momentum + rate * g / Math.sqrt(square + epsilon);
      step.next()[0][i] = variable[i] - change;
      step.next()[1][i] = square;
      step.next()[2][i] = change;
    }
  }

  /** Adam; the variant is Nesterov's. Settings: β₁ᵗ, β₂ᵗ, learning rate, β₁, β₂, ε. */
  public static void adam(OptimizerStep<double[]> step) {
    double[] variable = step.state()[0];
    double[] mean = step.state()[1];
    double[] meanSquare = step.state()[2];
    double beta1Power = step.settings()[0];
    double beta2Power = step.settings()[1];
    double rate = step.settings()[2];
    double beta1 = step.settings()[3];
    double beta2 = step.settings()[4];
    double epsilon = step.settings()[5];
    double alpha = rate * Math.sqrt(1.0 - beta2Power) / (1.0 - beta1Power);
    for (int i = step.from(); i < step.to(); i++) {
      double g = step.gradient()[i];
      double m = mean[i] + (g - mean[i]) * (1.0 - beta1);
      double v = meanSquare[i] + (g * g - meanSquare[i]) * (1.0 - beta2);
      double direction = step.variant() ? g * (1.0 - beta1) + beta1 * m : m;
      step.next()[0][i] = variable[i] - alpha * direction / (Math.sqrt(v) + epsilon);
      step.next()[1][i] = m;
      step.next()[2][i] = v;
    }
  }
}
