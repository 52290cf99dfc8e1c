package dev.gradus.autodiff;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Adam: running means of the gradient and of its square, corrected for their start at 0, set the
 * step of each element.
 *
 * <pre>
 * t += 1
 * m = β₁ · m + (1 - β₁) · gradient
 * v = β₂ · v + (1 - β₂) · gradient²
 * variable -= learningRate · √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε)
 * </pre>
 *
 * <p>Diederik Kingma and Jimmy Ba, <i>Adam: A Method for Stochastic Optimization</i>, 2015; ε is
 * the ε̂ of its section 2, as in TensorFlow. The powers of β₁ and β₂ are variables that are
 * multiplied once in each step.
 */
public sealed class AdamOptimizer extends Optimizer permits AdamWOptimizer {
  /** The two variables that hold β₁ᵗ and β₂ᵗ, for one graph and type. */
  private record Powers(Variable<Number> beta1, Variable<Number> beta2) {}

  private record Kind(Graph graph, DataType<?> dataType) {}

  private final Hyperparameter learningRate;
  private final Hyperparameter beta1;
  private final Hyperparameter beta2;
  private final Hyperparameter epsilon;
  private final Map<Kind, Powers> powers = new LinkedHashMap<>();

  /** Creates an optimizer with learning rate 0.001, β₁ = 0.9, β₂ = 0.999, and ε = 1e-8. */
  public AdamOptimizer() {
    this(0.001);
  }

  /** Creates an optimizer with a fixed learning rate, β₁ = 0.9, β₂ = 0.999, and ε = 1e-8. */
  public AdamOptimizer(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8);
  }

  /** Creates an optimizer with fixed settings. */
  public AdamOptimizer(double learningRate, double beta1, double beta2, double epsilon) {
    this("Adam", Hyperparameter.of(learningRate), beta1, beta2, epsilon);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar; with
   * β₁ = 0.9, β₂ = 0.999, and ε = 1e-8.
   */
  public AdamOptimizer(Operand<? extends Number> learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8);
  }

  /**
   * Creates an optimizer with a learning rate that is computed, or fed, in each run: a scalar. The
   * other settings are fixed.
   */
  public AdamOptimizer(
      Operand<? extends Number> learningRate, double beta1, double beta2, double epsilon) {
    this("Adam", Hyperparameter.of(learningRate), beta1, beta2, epsilon);
  }

  AdamOptimizer(
      String name, Hyperparameter learningRate, double beta1, double beta2, double epsilon) {
    super(name);
    this.learningRate = learningRate;
    this.beta1 = Hyperparameter.of(beta1);
    this.beta2 = Hyperparameter.of(beta2);
    this.epsilon = Hyperparameter.of(epsilon);
  }

  @Override
  protected <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient) {
    Variable<T> variable = gradient.variable();
    DataType<T> type = variable.dataType();
    Powers own = powers(tf, type);
    return tf.operation("ApplyAdam")
        .input(variable.reference())
        .input(slot(variable, "m", 0).reference())
        .input(slot(variable, "v", 0).reference())
        .input(own.beta1())
        .input(own.beta2())
        .input(scalar(learningRate, "learning_rate", type))
        .input(scalar(beta1, "beta1", type))
        .input(scalar(beta2, "beta2", type))
        .input(scalar(epsilon, "epsilon", type))
        .input(gradient.gradient())
        .build();
  }

  /**
   * As in TensorFlow 1.x, the means of all rows fall and all rows move; only what the gradient adds
   * to the means is for some rows.
   */
  @Override
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    return moveRows(tf, slices.summed(tf), variable);
  }

  /**
   * Adds the step of {@link #updateRows}.
   *
   * @param rows a gradient that names each row once
   */
  final <T extends Number> Operation moveRows(Ops tf, IndexedSlices<T> rows, Variable<T> variable) {
    DataType<T> type = variable.dataType();
    Powers own = powers(tf, type);
    Output<T> beta1Power = own.beta1().asOutput().as(type);
    Output<T> beta2Power = own.beta2().asOutput().as(type);
    Output<T> rate =
        tf.mul(
            scalar(learningRate, "learning_rate", type),
            tf.div(tf.sqrt(tf.sub(1, beta2Power)), tf.sub(1, beta1Power)));
    Output<T> g = rows.values();
    Output<T> mean = decayAndAdd(tf, slot(variable, "m", 0), scalar(beta1, "beta1", type), rows, g);
    Output<T> square =
        decayAndAdd(tf, slot(variable, "v", 0), scalar(beta2, "beta2", type), rows, tf.square(g));
    Output<T> step =
        tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), scalar(epsilon, "epsilon", type)));
    return tf.assignSub(variable, step).operation();
  }

  /** A running mean that falls everywhere, and gets something new in some rows. */
  private static <T extends Number> Output<T> decayAndAdd(
      Ops tf, Variable<T> mean, Output<T> kept, IndexedSlices<T> rows, Output<T> added) {
    Operation decayed = tf.assign(mean, tf.mul(mean, kept)).operation();
    Output<T> share = tf.mul(added, tf.sub(1, kept));
    return tf.after(decayed).scatterAdd(mean, rows.indices(), share);
  }

  private Powers powers(Ops tf, DataType<?> type) {
    return powers.computeIfAbsent(new Kind(tf.graph(), type), this::newPowers);
  }

  private Powers newPowers(Kind kind) {
    // Only variables of float32 and float64 have gradients.
    @SuppressWarnings("unchecked")
    DataType<Number> type = (DataType<Number>) kind.dataType();
    Ops tf = Ops.on(kind.graph());
    return new Powers(
        tf.named("beta1_power").variable(tf.scalar(type, beta1.number()), false),
        tf.named("beta2_power").variable(tf.scalar(type, beta2.number()), false));
  }

  /** Multiplies the powers that the updates used, once all of them have. */
  @Override
  protected final List<Operation> finish(Ops tf, List<Operation> updates) {
    Ops last = tf.after(updates.toArray(Operation[]::new));
    return updates.stream()
        .map(update -> new Kind(tf.graph(), update.output(0).dataType()))
        .distinct()
        .map(powers::get)
        .flatMap(
            used ->
                Stream.of(
                    multiply(last, used.beta1(), beta1, "beta1"),
                    multiply(last, used.beta2(), beta2, "beta2")))
        .toList();
  }

  private Operation multiply(
      Ops tf, Variable<Number> power, Hyperparameter beta, String settingName) {
    Output<Number> next = tf.mul(power, scalar(beta, settingName, power.dataType()));
    return tf.assign(power, next).operation();
  }
}
