package dev.gradus.ops.cases;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.ArgumentDef;
import dev.gradus.core.ArgumentDef.Role;
import dev.gradus.core.DataType;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A sample in a graph of its own, ready to run.
 *
 * <p>How much is known of the inputs when the graph is built can be chosen; what comes out must
 * always be the same.
 */
public final class Trial {
  /** What is known of the inputs of an op when the graph is built. */
  public enum Knowledge {
    /** Everything: they are constants. */
    VALUES,
    /** The shapes; and parameters, such as axes, are constants. */
    SHAPES,
    /** Some of the dimensions; and the shapes of parameters. */
    SOME_DIMENSIONS,
    /** Not even their number of dimensions. */
    NOTHING
  }

  private final Sample sample;
  private final Knowledge knowledge;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Random random;
  private final List<Feed<?>> feeds = new ArrayList<>();
  private final List<Variable<?>> variables = new ArrayList<>();
  private final ImmutableList<Output<?>> inputs;
  private final Operation operation;
  private final Operation initializer;

  /**
   * Adds the sample to a new graph.
   *
   * @throws dev.gradus.core.GraphException if its op refuses it
   */
  public Trial(Sample sample, Knowledge knowledge) {
    this.sample = sample;
    this.knowledge = knowledge;
    this.random = new Random(sample.inputs().size() * 31L + sample.op().name().hashCode());
    ImmutableList.Builder<Output<?>> given = ImmutableList.builder();
    for (int i = 0; i < sample.inputs().size(); i++) {
      given.add(input(role(i), sample.inputs().get(i)));
    }
    inputs = given.build();
    operation = sample.add(tf, inputs);
    initializer = tf.variablesInitializer(variables);
  }

  private Role role(int input) {
    return sample.declaration(input).map(ArgumentDef::role).orElse(Role.VALUE);
  }

  private <T> Output<T> input(Role role, Tensor<T> value) {
    if (role == Role.REFERENCE || role == Role.ASSIGNED) {
      Variable<T> variable = tf.variable(tf.constant(value));
      variables.add(variable);
      return variable.reference();
    }
    boolean isParameter = role == Role.PARAMETER;
    Shape shape =
        switch (knowledge) {
          case VALUES, SHAPES -> value.shape();
          case SOME_DIMENSIONS -> isParameter ? value.shape() : partOf(value.shape());
          case NOTHING -> Shape.unknown();
        };
    if (knowledge == Knowledge.VALUES || (knowledge == Knowledge.SHAPES && isParameter)) {
      return tf.constant(value);
    }
    Output<T> placeholder = tf.placeholder(value.dataType(), shape);
    feeds.add(Feed.feed(placeholder, value));
    return placeholder;
  }

  /** Returns the shape with about half of its dimensions forgotten. */
  private Shape partOf(Shape shape) {
    return Shape.of(
        IntStream.of(shape.toArray())
            .map(dimension -> random.nextBoolean() ? dimension : Shape.UNKNOWN)
            .toArray());
  }

  /** Returns the graph of which the sample is a part. */
  public Graph graph() {
    return graph;
  }

  /** Returns what stands for the inputs in the graph: placeholders, constants and references. */
  public ImmutableList<Output<?>> inputs() {
    return inputs;
  }

  /** Returns the operation whose outputs are what the sample computes. */
  public Operation operation() {
    return operation;
  }

  /** Returns the variables to which inputs refer. */
  public ImmutableList<Variable<?>> variables() {
    return ImmutableList.copyOf(variables);
  }

  /** Returns the operation that initializes the variables. */
  public Operation initializer() {
    return initializer;
  }

  /** Returns what a run is to be fed. */
  public ImmutableList<Feed<?>> feeds() {
    return ImmutableList.copyOf(feeds);
  }

  /** Returns what the graph knew of the shapes of the op's outputs. */
  public List<Shape> staticShapes() {
    return operation.outputs().stream().map(Output::shape).toList();
  }

  /** Returns the types of the op's outputs and, after these, those of the states it refers to. */
  public List<DataType<?>> types() {
    List<DataType<?>> types = new ArrayList<>();
    operation.outputs().forEach(output -> types.add(output.dataType()));
    variables.forEach(variable -> types.add(variable.dataType()));
    return types;
  }

  /**
   * Runs the op in a new session, and returns its outputs and, after these, the states it refers
   * to, as they are after the run.
   */
  public List<Tensor<?>> run(SessionOptions options) {
    try (Session session = new Session(graph, options)) {
      session.run(initializer);
      Runner runner = session.runner().target(operation);
      feeds.forEach(runner::feed);
      operation.outputs().forEach(runner::fetch);
      Result result = runner.run();
      List<Tensor<?>> tensors = new ArrayList<>();
      for (Output<?> output : operation.outputs()) {
        tensors.add(result.get(output));
      }
      for (Variable<?> variable : variables) {
        tensors.add(session.run(variable));
      }
      return tensors;
    }
  }

  @Override
  public String toString() {
    return "%s, knowing %s".formatted(sample, knowledge);
  }
}
