package dev.gradus.autodiff;

import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.function.Supplier;

/**
 * One step of the walk that carries gradients backward through a graph: that through one operation.
 *
 * <p>Values have the type {@code Number} here, which stands for whichever of float32 and float64
 * the operation is of, so that a {@link Gradient} is written once for both.
 */
public final class BackwardStep {
  private final Ops tf;
  private final Operation operation;
  private final GradientFlow flow;

  BackwardStep(Ops tf, Operation operation, GradientFlow flow) {
    this.tf = tf;
    this.operation = operation;
    this.flow = flow;
  }

  /**
   * Returns the ops with which to add nodes: their names say of which operation they are the
   * gradient.
   */
  public Ops tf() {
    return tf;
  }

  /** Returns the operation through which this step goes. */
  public Operation operation() {
    return operation;
  }

  /** Returns one input of the operation, from 0. */
  public Output<Number> input(int index) {
    // See the class's comment.
    @SuppressWarnings("unchecked")
    Output<Number> input = (Output<Number>) operation.input(index);
    return input;
  }

  /** Returns one output of the operation, from 0. */
  public Output<Number> output(int index) {
    return operation.output(index);
  }

  /** Returns the upstream gradient: the one that arrives at the operation's first output. */
  public Output<Number> upstream() {
    return upstream(0);
  }

  /**
   * Returns the gradient that arrives at one of the operation's outputs, from 0: zeros if none
   * does.
   */
  public Output<Number> upstream(int output) {
    return hasUpstream(output)
        ? flow.arrived(operation.output(output)).orElseThrow()
        : tf.zerosLike(output(output));
  }

  /** Tells whether a gradient arrives at one of the operation's outputs, from 0. */
  public boolean hasUpstream(int output) {
    return flow.flowsOn(operation.output(output));
  }

  /** Tells whether a gradient is wanted for one of the inputs, from 0. */
  public boolean wants(int input) {
    return flow.isActive(operation.input(input));
  }

  /**
   * Sends a gradient to one of the operation's inputs, from 0.
   *
   * @param gradient adds the gradient's nodes, of the input's type and shape; not asked where no
   *     gradient is wanted
   * @throws GraphException if it is of another type or shape
   */
  public void send(int input, Supplier<? extends Output<? extends Number>> gradient) {
    if (!wants(input)) {
      return;
    }
    Output<? extends Number> sent = gradient.get();
    requireFit(input, sent, sent.shape().isCompatibleWith(operation.input(input).shape()));
    // See the class's comment.
    @SuppressWarnings("unchecked")
    Output<Number> number = (Output<Number>) sent;
    flow.add(operation.input(input), new GradientValue.Dense<>(number));
  }

  /**
   * Sends one of the operation's inputs, from 0, a gradient of which only some rows can be other
   * than 0. If it ends up at a variable, just these rows are changed.
   *
   * @param gradient adds the gradient's nodes; not asked where no gradient is wanted
   * @throws GraphException if it is of another type than the input, or the rows of another shape
   */
  public void sendSlices(int input, Supplier<IndexedSlices<Number>> gradient) {
    if (!wants(input)) {
      return;
    }
    IndexedSlices<Number> sent = gradient.get();
    Shape whole = operation.input(input).shape();
    boolean fits =
        !whole.hasKnownRank()
            || sent.values()
                .shape()
                .isCompatibleWith(
                    whole.rank() == 0 ? whole : whole.withDimension(0, Shape.UNKNOWN));
    requireFit(input, sent.values(), fits);
    flow.add(operation.input(input), sent);
  }

  /**
   * Sends one of the operation's inputs, from 0, just what arrives at the operation's first output,
   * as for an op whose value is that of its input; slices stay slices.
   */
  public void passOn(int input) {
    if (wants(input)) {
      flow.merged(operation.output(0)).ifPresent(sum -> flow.add(operation.input(input), sum));
    }
  }

  private void requireFit(int input, Output<?> sent, boolean shapeFits) {
    Output<?> target = operation.input(input);
    if (!sent.dataType().equals(target.dataType()) || !shapeFits) {
      throw new GraphException(
          "The gradient of op '%s' for its input %d is %s%s, but the input is %s%s for %s%s"
              .formatted(
                  operation.type(),
                  input,
                  sent.dataType(),
                  sent.shape(),
                  target.dataType(),
                  target.shape(),
                  operation,
                  operation.whereBuilt()));
    }
  }
}
