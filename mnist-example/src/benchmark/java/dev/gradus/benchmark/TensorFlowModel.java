package dev.gradus.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * A model in TensorFlow, with the few lines around it that TensorFlow for Java leaves to its users:
 * keeping the initializers of variables, and updating each variable with its gradient.
 */
final class TensorFlowModel implements AutoCloseable {
  final Graph graph = new Graph();
  final Ops tf = Ops.create(graph);
  private final List<Variable<TFloat32>> variables = new ArrayList<>();
  private final List<Op> initializers = new ArrayList<>();

  /** Opens a session that computes with the given number of threads, or all it wants if 0. */
  Session open(int threads) {
    return new Session(
        graph,
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads)
            .build());
  }

  Placeholder<TFloat32> placeholder(long... shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }

  Variable<TFloat32> zeros(long... shape) {
    return variable(tf.fill(tf.constant(shape), tf.constant(0f)), Shape.of(shape));
  }

  Variable<TFloat32> variable(float[] start, long... shape) {
    return variable(
        tf.constant(Shape.of(shape), DataBuffers.of(start, true, false)), Shape.of(shape));
  }

  Variable<TFloat32> variable(Operand<TFloat32> start, Shape shape) {
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    initializers.add(tf.assign(variable, start));
    variables.add(variable);
    return variable;
  }

  Op initializer() {
    return group(initializers);
  }

  Op group(List<Op> ops) {
    return tf.withControlDependencies(ops).noOp();
  }

  Op gradientDescent(Operand<TFloat32> loss, float rate) {
    List<Operand<TFloat32>> gradients = gradients(loss, tf.constant(1f));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      updates.add(
          tf.train.applyGradientDescent(variables.get(i), tf.constant(rate), gradients.get(i)));
    }
    return group(updates);
  }

  /**
   * Adds a step of Adam, with the usual β₁, β₂ and ε.
   *
   * @param y what depends on the variables
   * @param upstream the gradient of the loss for it
   */
  Op adam(Operand<TFloat32> y, Operand<TFloat32> upstream, float rate) {
    List<Variable<TFloat32>> trained = List.copyOf(variables);
    List<Operand<TFloat32>> gradients = gradients(y, upstream);
    Operand<TFloat32> beta1 = tf.constant(0.9f);
    Operand<TFloat32> beta2 = tf.constant(0.999f);
    Variable<TFloat32> power1 = variable(tf.constant(0.9f), Shape.scalar());
    Variable<TFloat32> power2 = variable(tf.constant(0.999f), Shape.scalar());
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      long[] shape = trained.get(i).shape().asArray();
      updates.add(
          tf.train.applyAdam(
              trained.get(i),
              zeros(shape),
              zeros(shape),
              power1,
              power2,
              tf.constant(rate),
              beta1,
              beta2,
              tf.constant(1e-8f),
              gradients.get(i)));
    }
    Ops after = tf.withControlDependencies(updates);
    return group(
        List.of(
            after.assign(power1, after.math.mul(power1, beta1)),
            after.assign(power2, after.math.mul(power2, beta2))));
  }

  private List<Operand<TFloat32>> gradients(Operand<TFloat32> y, Operand<TFloat32> upstream) {
    Output<?>[] xs = variables.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    for (Output<?> gradient :
        graph.addGradients(
            "gradients",
            new Output<?>[] {y.asOutput()},
            xs,
            new Output<?>[] {upstream.asOutput()})) {
      gradients.add(gradient.expect(TFloat32.class));
    }
    return gradients;
  }

  @Override
  public void close() {
    graph.close();
  }
}
