package dev.gradus.autodiff.gradient;

import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.GradientOptions;
import dev.gradus.autodiff.Gradients;
import dev.gradus.core.DataType;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The gradient of a conditional: another one, with the same predicate. Each of its branches builds
 * the forward branch again, and differentiates that.
 */
final class ConditionalGradient {
  private final BackwardStep step;
  private final Operation operation;

  /** The numbers of the inputs for which a gradient is wanted, and of the outputs that have one. */
  private final List<Integer> inputs;

  private final List<Integer> outputs;

  private ConditionalGradient(BackwardStep step) {
    this.step = step;
    this.operation = step.operation();
    this.inputs =
        IntStream.range(1, operation.inputs().size()).filter(step::wants).boxed().toList();
    this.outputs =
        IntStream.range(0, operation.outputs().size()).filter(step::hasUpstream).boxed().toList();
  }

  static void flow(BackwardStep step) {
    new ConditionalGradient(step).flow();
  }

  private void flow() {
    Ops tf = step.tf();
    List<Output<Number>> upstream = outputs.stream().map(step::upstream).toList();
    List<Output<?>> gradients =
        tf.condAll(
            tf.cast(operation.input(0), DataType.BOOL),
            then -> branch(then, "then_branch", upstream),
            otherwise -> branch(otherwise, "else_branch", upstream));
    for (int i = 0; i < inputs.size(); i++) {
      int input = inputs.get(i);
      Output<Number> gradient = gradients.get(i).as(step.input(input).dataType());
      step.send(input, () -> gradient);
    }
  }

  private List<Output<Number>> branch(Ops tf, String attribute, List<Output<Number>> upstream) {
    GraphFunction function = operation.attributes().getFunction(attribute);
    // What is captured stands for itself in the body; these are what to differentiate by.
    List<Operand<?>> arguments =
        new ArrayList<>(operation.inputs().subList(1, operation.inputs().size()));
    List<Output<Number>> xs = new ArrayList<>();
    for (int input : inputs) {
      Output<Number> x = tf.identity(step.input(input));
      xs.add(x);
      arguments.set(input - 1, x);
    }
    List<Output<?>> results = Rebuilding.rebuild(tf, function, arguments, outputs);
    List<Output<Number>> ys = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      ys.add(tf.identity(results.get(i).as(upstream.get(i).dataType())));
    }
    return gradients(tf, ys, xs, upstream);
  }

  /** Returns the gradients of results in a body, in the same body; zeros where there is none. */
  static List<Output<Number>> gradients(
      Ops tf, List<Output<Number>> ys, List<Output<Number>> xs, List<Output<Number>> upstream) {
    return Gradients.of(
        ys,
        xs,
        GradientOptions.defaults()
            .withInitialGradients(upstream.stream().map(tf::identity).toList())
            .withZerosForUnconnected());
  }
}
