package dev.gradus.ops;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.Collection;
import java.util.List;

/** The ops that have an effect: variables, assignments, and groups of them. */
abstract sealed class StateOps extends NormOps permits DecompositionOps {
  StateOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns a variable, which optimizers change unless told otherwise.
   *
   * @param initialValue what {@link #globalVariablesInitializer} sets it to; of a fully known shape
   */
  public <T> Variable<T> variable(Operand<T> initialValue) {
    return variable(initialValue, true);
  }

  /**
   * Returns a variable.
   *
   * <p>Its nodes do not wait for the operations given to {@link Ops#after}, so that it can be
   * initialized before any of them has run, as in TensorFlow.
   *
   * @param initialValue what {@link #globalVariablesInitializer} sets it to; of a fully known shape
   * @param trainable whether optimizers change it if they are not told which variables to change
   */
  public <T> Variable<T> variable(Operand<T> initialValue, boolean trainable) {
    if (!initialValue.shape().isFullyKnown()) {
      throw GraphException.atCaller(
          "The initial value of a variable needs a fully known shape, but '%s' has shape %s"
              .formatted(initialValue.asOutput().name(), initialValue.shape()));
    }
    return enter("Variable").withoutControls().variableOfThisScope(initialValue, trainable);
  }

  /** Returns a float32 variable, which optimizers change unless told otherwise. */
  public Variable<Float> variable(Shape shape, Initializer initializer) {
    return variable(DataType.FLOAT32, shape, initializer);
  }

  /**
   * Returns a variable, which optimizers change unless told otherwise.
   *
   * <pre>{@code
   * Variable<Float> w = tf.named("w").variable(FLOAT32, Shape.of(784, 10), Initializers.heNormal());
   * }</pre>
   *
   * @param shape fully known
   * @param initializer chooses what {@link #globalVariablesInitializer} sets the variable to; its
   *     nodes are in the scope {@code w/Initializer} if the variable is {@code w}
   */
  public <T extends Number> Variable<T> variable(
      DataType<T> dataType, Shape shape, Initializer initializer) {
    return variable(dataType, shape, initializer, true);
  }

  /**
   * Returns a variable, as {@link #variable(DataType, Shape, Initializer)} does.
   *
   * @param trainable whether optimizers change it if they are not told which variables to change
   */
  public <T extends Number> Variable<T> variable(
      DataType<T> dataType, Shape shape, Initializer initializer, boolean trainable) {
    if (!shape.isFullyKnown()) {
      throw GraphException.atCaller("A variable needs a fully known shape, not " + shape);
    }
    Ops own = enter("Variable").withoutControls();
    Output<T> initialValue =
        initializer.initialize(own.scope(own.scopeName() + "Initializer/"), dataType, shape);
    if (!initialValue.dataType().equals(dataType) || !initialValue.shape().equals(shape)) {
      throw GraphException.atCaller(
          "The initializer of variable '%s' gives '%s' of %s%s, but the variable is of %s%s"
              .formatted(
                  own.scopeName().substring(0, own.scopeName().length() - 1),
                  initialValue.name(),
                  initialValue.dataType(),
                  initialValue.shape(),
                  dataType,
                  shape));
    }
    return own.variableOfThisScope(initialValue, trainable);
  }

  /** Returns a variable that has the name of this scope. */
  final <T> Variable<T> variableOfThisScope(Operand<T> initialValue, boolean trainable) {
    Ops own = ofAllFamilies();
    Output<T> reference =
        node(
            namesake("VariableV2")
                .attribute("dtype", initialValue.dataType())
                .attribute("shape", initialValue.shape()));
    Output<T> assigned = own.assign(reference, initialValue);
    Output<T> read = own.named("read").identity(reference);
    Variable<T> variable =
        new Variable<>(reference, initialValue.asOutput(), assigned.operation(), read);
    graph().addToCollection(GraphKeys.GLOBAL_VARIABLES, variable);
    if (trainable) {
      graph().addToCollection(GraphKeys.TRAINABLE_VARIABLES, variable);
    }
    return variable;
  }

  /**
   * Returns the graph's variable that counts training steps: an int64 scalar named {@code
   * global_step}, which starts at 0 and is not trained. The first call makes it.
   */
  public Variable<Long> getOrCreateGlobalStep() {
    return graph().collection(GraphKeys.GLOBAL_STEP).stream()
        .findFirst()
        .orElseGet(this::newGlobalStep);
  }

  private Variable<Long> newGlobalStep() {
    Variable<Long> step =
        Ops.on(graph())
            .named("global_step")
            .variable(
                Ops.on(graph()).scope("global_step/").named("Initializer/zeros").constant(0L),
                false);
    graph().addToCollection(GraphKeys.GLOBAL_STEP, step);
    return step;
  }

  /** Returns an op that sets a variable to a value of its shape; its result is the new value. */
  public <T> Output<T> assign(Variable<T> variable, Operand<T> value) {
    return assign(variable.reference(), value);
  }

  final <T> Output<T> assign(Output<T> reference, Operand<T> value) {
    return node("Assign", reference, value);
  }

  /** Returns an op that adds a value of its shape to a variable; its result is the new value. */
  public <T extends Number> Output<T> assignAdd(Variable<T> variable, Operand<T> value) {
    return node("AssignAdd", variable.reference(), value);
  }

  /**
   * Returns an op that subtracts a value of its shape from a variable; its result is the new value.
   */
  public <T extends Number> Output<T> assignSub(Variable<T> variable, Operand<T> value) {
    return node("AssignSub", variable.reference(), value);
  }

  /**
   * Returns an op that sets the rows of a variable that the indices name: {@code
   * variable[indices[i]] = updates[i]}, where {@code i} stands for as many indices as {@code
   * indices} has dimensions. Its result is the new value.
   *
   * <p>Of several updates of one row, the last stays. An index that is out of range fails the run.
   *
   * @param variable of rank 1 or more
   * @param indices int32 or int64, of any shape
   * @param updates of shape {@code indices.shape + variable.shape[1:]}, or a scalar
   */
  public <T> Output<T> scatterUpdate(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterUpdate", variable.reference(), indices, updates);
  }

  /**
   * Returns an op that adds the updates to the rows of a variable that the indices name; of several
   * updates of one row, all of them count. Its result is the new value.
   *
   * @param indices int32 or int64, of any shape; one that is out of range fails the run
   * @param updates of shape {@code indices.shape + variable.shape[1:]}, or a scalar
   */
  public <T extends Number> Output<T> scatterAdd(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterAdd", variable.reference(), indices, updates);
  }

  /**
   * Returns an op that subtracts the updates from the rows of a variable that the indices name; of
   * several updates of one row, all of them count. Its result is the new value.
   *
   * @param indices int32 or int64, of any shape; one that is out of range fails the run
   * @param updates of shape {@code indices.shape + variable.shape[1:]}, or a scalar
   */
  public <T extends Number> Output<T> scatterSub(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterSub", variable.reference(), indices, updates);
  }

  /**
   * Returns an op that multiplies by the updates the rows of a variable that the indices name; of
   * several updates of one row, all of them count. Its result is the new value.
   *
   * @param indices int32 or int64, of any shape; one that is out of range fails the run
   * @param updates of shape {@code indices.shape + variable.shape[1:]}, or a scalar
   */
  public <T extends Number> Output<T> scatterMul(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterMul", variable.reference(), indices, updates);
  }

  /**
   * Returns an op that divides by the updates the rows of a variable that the indices name; of
   * several updates of one row, all of them count. Its result is the new value.
   *
   * @param indices int32 or int64, of any shape; one that is out of range fails the run
   * @param updates of shape {@code indices.shape + variable.shape[1:]}, or a scalar
   */
  public <T extends Number> Output<T> scatterDiv(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterDiv", variable.reference(), indices, updates);
  }

  /**
   * Returns an op that lowers those rows of a variable that the indices name to the updates,
   * element by element, where these are less; of several updates of one row, the least stays. Its
   * result is the new value.
   *
   * @param indices int32 or int64, of any shape; one that is out of range fails the run
   * @param updates of shape {@code indices.shape + variable.shape[1:]}, or a scalar
   */
  public <T extends Number> Output<T> scatterMin(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterMin", variable.reference(), indices, updates);
  }

  /**
   * Returns an op that raises those rows of a variable that the indices name to the updates,
   * element by element, where these are greater; of several updates of one row, the greatest stays.
   * Its result is the new value.
   *
   * @param indices int32 or int64, of any shape; one that is out of range fails the run
   * @param updates of shape {@code indices.shape + variable.shape[1:]}, or a scalar
   */
  public <T extends Number> Output<T> scatterMax(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterMax", variable.reference(), indices, updates);
  }

  /**
   * Returns an op that sets the elements, or slices, of a variable that index tuples name: {@code
   * variable[indices[i]] = updates[i]}, where each {@code indices[i]} is a vector with an index for
   * each of the first axes. Of several updates of one place, the last stays. Its result is the new
   * value.
   *
   * @param indices int32 or int64, of rank 1 or more; one that is out of range fails the run
   * @param updates of shape {@code indices.shape[:-1] + variable.shape[indices.shape[-1]:]}
   */
  public <T> Output<T> scatterNdUpdate(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterNdUpdate", variable.reference(), indices, updates);
  }

  /**
   * As {@link #scatterNdUpdate}, but adds the updates to what is there, several at one place all of
   * them.
   */
  public <T extends Number> Output<T> scatterNdAdd(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterNdAdd", variable.reference(), indices, updates);
  }

  /**
   * As {@link #scatterNdUpdate}, but subtracts the updates from what is there, several at one place
   * all of them.
   */
  public <T extends Number> Output<T> scatterNdSub(
      Variable<T> variable, Operand<? extends Number> indices, Operand<T> updates) {
    return node("ScatterNdSub", variable.reference(), indices, updates);
  }

  /** Returns an op that does nothing; with control dependencies, it waits for others. */
  public Operation noOp() {
    return operation("NoOp").build();
  }

  /** Returns an op that does nothing but have the given ones run. */
  public Operation group(Operation... operations) {
    return group(List.of(operations));
  }

  /** Returns an op that does nothing but have the given ones run. */
  public Operation group(Collection<Operation> operations) {
    return group("group_deps", operations);
  }

  private Operation group(String defaultName, Collection<Operation> operations) {
    OperationBuilder builder = operation("NoOp", defaultName);
    ImmutableSet.copyOf(operations).forEach(builder::controlInput);
    return builder.build();
  }

  /** Returns an op that sets all variables that the graph has by now to their initial values. */
  public Operation globalVariablesInitializer() {
    return variablesInitializer(graph().collection(GraphKeys.GLOBAL_VARIABLES));
  }

  /** Returns an op that sets the given variables to their initial values. */
  public Operation variablesInitializer(Collection<? extends Variable<?>> variables) {
    return group("init", variables.stream().<Operation>map(Variable::initializer).toList());
  }
}
