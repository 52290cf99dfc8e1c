package dev.gradus.autodiff;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds the nodes that change variables, step by step, so that a loss becomes smaller.
 *
 * <pre>{@code
 * Operation trainStep = new GradientDescentOptimizer(0.5).minimize(loss);
 * session.run(tf.globalVariablesInitializer());
 * for (int i = 0; i < 1000; i++) {
 *   session.run(trainStep, feed(x, images), feed(y_, labels));
 * }
 * }</pre>
 *
 * <p>{@link #minimize} is {@link #computeGradients} followed by {@link #applyGradients}; whoever
 * wants to change the gradients in between, other than to {@link #clip} them, calls the two. As
 * some optimizers keep variables of their own, the initializer has to be made after that.
 *
 * <p>If a loss uses just some rows of a variable, through {@code tf.gather} or {@code
 * tf.nn.embeddingLookup}, its gradient is {@link IndexedSlices}, and only these rows are changed,
 * as in TensorFlow: what an optimizer keeps for the other rows, such as a momentum, rests until
 * they are used again. (Adam is the exception: its means fall, and all rows move, in every step.)
 *
 * <p>One who writes another optimizer implements {@link #update}, which is called once for each
 * variable; perhaps {@link #updateRows}, which is called in its place where the gradient is slices;
 * and perhaps {@link #finish}, which is called once after all.
 */
public abstract class Optimizer {
  private final String name;
  private final Map<Variable<?>, Map<String, Variable<?>>> slots = new HashMap<>();
  private GradientClipping clipping = List::copyOf;

  /** The settings in the graph, for the updates that are being added. */
  private @Nullable SharedScalars scalars;

  /**
   * Creates an optimizer.
   *
   * @param name the scope of its nodes, such as {@code GradientDescent}
   */
  protected Optimizer(String name) {
    this.name = name;
  }

  /**
   * Has {@link #minimize} clip the gradients before it applies them.
   *
   * @return this
   */
  public final Optimizer clip(GradientClipping newClipping) {
    clipping = newClipping;
    return this;
  }

  /**
   * Adds an op that changes all trainable variables on which the loss depends.
   *
   * @throws GraphException if it depends on none, or an op on the way has no gradient
   */
  public final Operation minimize(Operand<?> loss) {
    return applyGradients(clipping.apply(computeGradients(loss)));
  }

  /**
   * As {@link #minimize(Operand)}; the op also adds 1 to {@code globalStep}, after all the changes.
   */
  public final Operation minimize(Operand<?> loss, Variable<? extends Number> globalStep) {
    return applyGradients(clipping.apply(computeGradients(loss)), globalStep);
  }

  /** As {@link #minimize(Operand)}, for the given variables. */
  public final Operation minimize(Operand<?> loss, List<? extends Variable<?>> variables) {
    return applyGradients(clipping.apply(computeGradients(loss, variables)));
  }

  /**
   * As {@link #minimize(Operand)}, for the given variables; the op also adds 1 to {@code
   * globalStep}.
   */
  public final Operation minimize(
      Operand<?> loss,
      List<? extends Variable<?>> variables,
      Variable<? extends Number> globalStep) {
    return applyGradients(clipping.apply(computeGradients(loss, variables)), globalStep);
  }

  /**
   * Adds the gradients of a loss with respect to all trainable variables on which it depends.
   *
   * @param loss a scalar, or the sum of its elements is meant
   * @throws GraphException if it depends on none of them, or an op on the way has no gradient
   */
  public final List<GradientAndVariable<?>> computeGradients(Operand<?> loss) {
    return computeGradients(loss, loss.graph().collection(GraphKeys.TRAINABLE_VARIABLES));
  }

  /**
   * Adds the gradients of a loss with respect to those of the given variables on which it depends.
   * Variables of other types than float32 and float64 are passed over.
   *
   * @param loss a scalar, or the sum of its elements is meant
   * @throws GraphException if it depends on none of them, or an op on the way has no gradient
   */
  public final List<GradientAndVariable<?>> computeGradients(
      Operand<?> loss, List<? extends Variable<?>> variables) {
    List<? extends Variable<?>> trainable =
        variables.stream().filter(variable -> variable.dataType().isFloating()).toList();
    List<Optional<GradientValue<Number>>> gradients =
        GradientFlow.compute(
            List.of(loss.asOutput()),
            trainable.stream().<Output<?>>map(Variable::reference).toList(),
            GradientOptions.defaults());
    ImmutableList.Builder<GradientAndVariable<?>> pairs = ImmutableList.builder();
    for (int i = 0; i < trainable.size(); i++) {
      if (gradients.get(i).isPresent()) {
        pairs.add(GradientAndVariable.of(gradients.get(i).get(), trainable.get(i)));
      }
    }
    List<GradientAndVariable<?>> found = pairs.build();
    if (found.isEmpty()) {
      throw GraphException.atCaller(
          "No gradients provided for any variable: '%s' does not depend on any of %s in a differentiable way"
              .formatted(loss.asOutput().name(), variables.stream().map(Variable::name).toList()));
    }
    return found;
  }

  /**
   * Adds an op that changes variables by their gradients, named as the scope of all that this adds.
   *
   * @throws GraphException if there are none, or one does not have the type and shape of its
   *     variable
   */
  public final Operation applyGradients(List<? extends GradientAndVariable<?>> gradients) {
    Ops tf = scope(gradients);
    OperationBuilder all = tf.namesake("NoOp");
    updates(tf, gradients).forEach(all::controlInput);
    return all.build();
  }

  /**
   * Adds an op that changes variables by their gradients, and then adds 1 to {@code globalStep}.
   *
   * @throws GraphException as {@link #applyGradients(List)} does
   */
  public final Operation applyGradients(
      List<? extends GradientAndVariable<?>> gradients, Variable<? extends Number> globalStep) {
    Ops tf = scope(gradients);
    Operation update = tf.named("update").group(updates(tf, gradients));
    return increment(tf.after(update), globalStep);
  }

  private static <T extends Number> Operation increment(Ops tf, Variable<T> globalStep) {
    return tf.namesake("AssignAdd")
        .input(globalStep.reference())
        .input(tf.named("value").scalar(globalStep.dataType(), 1))
        .build();
  }

  private Ops scope(List<? extends GradientAndVariable<?>> gradients) {
    if (gradients.isEmpty()) {
      throw GraphException.atCaller("No gradients provided for any variable");
    }
    Graph graph = gradients.get(0).variable().graph();
    return Ops.on(graph).scope(name);
  }

  private List<Operation> updates(Ops tf, List<? extends GradientAndVariable<?>> gradients) {
    scalars = new SharedScalars(tf);
    List<Operation> updates = new ArrayList<>();
    for (GradientAndVariable<?> pair : gradients) {
      Ops own = tf.scope(tf.scopeName() + "update_" + pair.variable().name() + "/");
      updates.add(change(own, pair));
    }
    updates.addAll(finish(tf, updates));
    return updates;
  }

  private <T extends Number> Operation change(Ops tf, GradientAndVariable<T> pair) {
    return pair.value() instanceof IndexedSlices<T> slices
        ? updateRows(tf, slices, pair.variable())
        : update(tf, pair);
  }

  /**
   * Adds an op that changes one variable.
   *
   * @param tf adds nodes in a scope of this variable's own
   * @param gradient a pair whose gradient is not sparse
   */
  protected abstract <T extends Number> Operation update(Ops tf, GradientAndVariable<T> gradient);

  /**
   * Adds an op that changes those rows of one variable that slices of its gradient name. Unless a
   * subclass has it otherwise, that is {@link #update} with the whole gradient.
   *
   * @param tf adds nodes in a scope of this variable's own
   * @param slices may name a row several times; see {@link IndexedSlices#summed}
   */
  protected <T extends Number> Operation updateRows(
      Ops tf, IndexedSlices<T> slices, Variable<T> variable) {
    return update(tf, new GradientAndVariable<>(slices.dense(tf), variable));
  }

  /**
   * Adds ops that run after all variables were changed; none, unless a subclass has it otherwise.
   *
   * @param updates the ops that change the variables
   */
  protected List<Operation> finish(Ops tf, List<Operation> updates) {
    return List.of();
  }

  /** Returns a setting as a scalar that all variables of its type share. */
  final <T> Output<T> scalar(Hyperparameter setting, String settingName, DataType<T> dataType) {
    if (scalars == null) {
      throw new IllegalStateException("Updates are added by applyGradients");
    }
    return scalars.get(setting, settingName, dataType);
  }

  /**
   * Returns a variable that this optimizer keeps beside another, of the same type and shape, such
   * as a running mean of its gradients. It has the optimizer's name, {@code W/Momentum} for {@code
   * W}; a second one, or that of a second optimizer, is {@code W/Momentum_1}.
   *
   * @param slot what the optimizer calls it, such as {@code momentum}: the same one is returned for
   *     the same variable and slot
   * @param initialValue what all its elements are initially
   */
  protected final <T> Variable<T> slot(Variable<T> variable, String slot, double initialValue) {
    Map<String, Variable<?>> own = slots.computeIfAbsent(variable, unused -> new HashMap<>());
    // A slot is made with the type of its variable.
    @SuppressWarnings("unchecked")
    Variable<T> existing = (Variable<T>) own.get(slot);
    if (existing == null) {
      Ops tf = Ops.on(variable.graph()).scope(variable.name() + "/");
      Output<T> initial = tf.fill(variable.shape(), tf.scalar(variable.dataType(), initialValue));
      existing = tf.named(name).variable(initial, false);
      own.put(slot, existing);
    }
    return existing;
  }
}
