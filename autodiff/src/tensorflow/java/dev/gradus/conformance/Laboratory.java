package dev.gradus.conformance;

import dev.gradus.autodiff.GradientOptions;
import dev.gradus.autodiff.Gradients;
import dev.gradus.conformance.Run.Direction;
import dev.gradus.core.DataType;
import dev.gradus.core.Feed;
import dev.gradus.core.GradusException;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.cases.Sample;
import dev.gradus.ops.cases.Trial;
import dev.gradus.ops.cases.Trial.Knowledge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;

/**
 * Runs cases on both sides.
 *
 * <p>All inputs are placeholders of unknown shape, which are fed; so a graph in TensorFlow can
 * serve for all cases of an op that have the same attributes.
 */
final class Laboratory implements AutoCloseable {
  private static final int KEPT_GRAPHS = 32;

  /** The graphs in TensorFlow that were used last, by their definitions. */
  private final Map<GraphDef, Kept> graphs = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A graph in TensorFlow.
   *
   * @param gradients the names of the gradients that were added to it
   */
  private record Kept(TensorFlowGraph graph, List<Optional<String>> gradients) {}

  /** Runs the op of a sample. */
  Run forward(Sample sample) {
    Trial trial = new Trial(sample, Knowledge.NOTHING);
    Outcome ours = ours(trial);
    Outcome theirs =
        Fatal.reason(sample, Direction.FORWARD).orElseGet(() -> refusable(() -> theirs(trial)));
    return new Run(
        sample,
        Direction.FORWARD,
        sample.inputs(),
        ours,
        theirs,
        inputs -> ours(new Trial(sample.withInputs(inputs), Knowledge.NOTHING)));
  }

  private static Outcome ours(Trial trial) {
    try {
      return new Outcome.Success(trial.run(SessionOptions.defaults()));
    } catch (GradusException e) {
      return new Outcome.Refusal(String.valueOf(e.getMessage()));
    }
  }

  private List<Tensor<?>> theirs(Trial trial) {
    List<String> outputs = trial.operation().outputs().stream().map(Output::name).toList();
    GraphDef definition = GraphDefs.of(trial.graph());
    if (trial.inputs().containsAll(trial.operation().outputs()) && !outputs.isEmpty()) {
      // TensorFlow's native interface does not fetch what is fed, so a node in between.
      String read = "read";
      definition =
          definition.toBuilder().addNode(GraphDefs.identity(read, trial.operation())).build();
      outputs = List.of(read + ":0");
    }
    List<Operation> targets = outputs.isEmpty() ? List.of(trial.operation()) : List.of();
    boolean stateful =
        trial.graph().operations().stream()
            .anyMatch(operation -> operation.definition().has(OpFlag.STATEFUL));
    if (!stateful) {
      TensorFlowGraph graph = kept(definition, null).graph();
      return graph.run(trial.feeds(), targets, outputs);
    }
    try (TensorFlowGraph graph = new TensorFlowGraph(definition)) {
      graph.run(List.of(), List.of(trial.initializer()), List.of());
      List<Tensor<?>> tensors = new ArrayList<>(graph.run(trial.feeds(), targets, outputs));
      List<String> states =
          trial.variables().stream().map(variable -> variable.reference().name()).toList();
      if (!states.isEmpty()) {
        tensors.addAll(graph.run(List.of(), List.of(), states));
      }
      return tensors;
    }
  }

  private interface Attempt {
    List<Tensor<?>> run();
  }

  private static Outcome refusable(Attempt attempt) {
    try {
      return new Outcome.Success(attempt.run());
    } catch (RuntimeException e) {
      return new Outcome.Refusal(String.valueOf(e.getMessage()));
    }
  }

  private Kept kept(GraphDef definition, @Nullable Backward backward) {
    Kept found = graphs.get(definition);
    if (found == null) {
      TensorFlowGraph graph = new TensorFlowGraph(definition);
      try {
        found =
            new Kept(
                graph,
                backward == null
                    ? List.of()
                    : graph.addGradients(backward.ys, backward.xs, backward.initial));
      } catch (RuntimeException e) {
        graph.close();
        throw e;
      }
      graphs.put(definition, found);
      if (graphs.size() > KEPT_GRAPHS) {
        GraphDef oldest = graphs.keySet().iterator().next();
        graphs.remove(oldest).graph().close();
      }
    }
    return found;
  }

  /** The parts of a graph that computes gradients. */
  private static final class Backward {
    private final Trial trial;
    private final List<Output<?>> xs = new ArrayList<>();
    private final List<Output<?>> ys = new ArrayList<>();

    /** The placeholders for the gradients at the outputs; they themselves cannot be fetched. */
    private final List<Output<?>> upstream = new ArrayList<>();

    private final List<Output<?>> initial = new ArrayList<>();

    Backward(Sample sample) {
      trial = new Trial(sample, Knowledge.NOTHING);
      Ops tf = Ops.on(trial.graph());
      trial.operation().inputs().stream()
          .filter(input -> isFloating(input) && trial.inputs().contains(input))
          .forEach(xs::add);
      trial.operation().outputs().stream().filter(Backward::isFloating).forEach(ys::add);
      ys.forEach(y -> upstream.add(tf.placeholder(y.dataType(), Shape.unknown())));
      upstream.forEach(gradient -> initial.add(tf.identity(gradient)));
    }

    private static boolean isFloating(Output<?> output) {
      return output.dataType().isFloating() && !output.isReference();
    }

    List<Feed<?>> feeds(List<Tensor<?>> gradients) {
      List<Feed<?>> feeds = new ArrayList<>(trial.feeds());
      for (int i = 0; i < upstream.size(); i++) {
        feeds.add(feed(upstream.get(i), gradients.get(i)));
      }
      return feeds;
    }

    private static <T> Feed<T> feed(Output<T> target, Tensor<?> value) {
      return Feed.feed(target, value.as(target.dataType()));
    }
  }

  /** Tells whether a sample has inputs and outputs between which gradients could flow. */
  static boolean hasBackward(Sample sample) {
    Backward backward = new Backward(sample);
    return !backward.xs.isEmpty() && !backward.ys.isEmpty();
  }

  /**
   * Runs the gradients of the op of a sample, with respect to all its floating-point inputs, from
   * random ones at its outputs.
   */
  Optional<Run> backward(Sample sample, Random random) {
    if (!(ours(new Trial(sample, Knowledge.NOTHING)) instanceof Outcome.Success values)) {
      return Optional.empty();
    }
    List<Tensor<?>> upstream = new ArrayList<>();
    for (Tensor<?> output : values.tensors()) {
      if (output.dataType().isFloating()) {
        upstream.add(Elements.random(output.dataType(), random, output.shape().toArray()));
      }
    }
    Backward backward = new Backward(sample);
    GraphDef definition = GraphDefs.of(backward.trial.graph());
    List<Feed<?>> feeds = backward.feeds(upstream);
    Outcome ours = gradients(sample, upstream);
    Outcome theirs =
        Fatal.reason(sample, Direction.BACKWARD)
            .orElseGet(
                () ->
                    refusable(
                        () -> {
                          Kept kept = kept(definition, backward);
                          List<String> names =
                              kept.gradients().stream()
                                  .flatMap(Optional::stream)
                                  .distinct()
                                  .toList();
                          List<Tensor<?>> found = kept.graph().run(feeds, List.of(), names);
                          List<Tensor<?>> all = new ArrayList<>();
                          for (int i = 0; i < backward.xs.size(); i++) {
                            Optional<String> name = kept.gradients().get(i);
                            all.add(
                                name.isPresent()
                                    ? found.get(names.indexOf(name.get()))
                                    : zerosLike(sample, i, backward));
                          }
                          return all;
                        }));
    List<Tensor<?>> inputs = new ArrayList<>(sample.inputs());
    inputs.addAll(upstream);
    int count = sample.inputs().size();
    return Optional.of(
        new Run(
            sample,
            Direction.BACKWARD,
            inputs,
            ours,
            theirs,
            changed ->
                gradients(
                    sample.withInputs(changed.subList(0, count)),
                    changed.subList(count, changed.size()))));
  }

  /** What does not depend on an input has a gradient of zeros. */
  private static Tensor<?> zerosLike(Sample sample, int x, Backward backward) {
    int input = backward.trial.inputs().indexOf(backward.xs.get(x));
    Tensor<?> value = sample.inputs().get(input);
    DataType<?> type = value.dataType();
    return Tensor.zeros(type, value.shape());
  }

  private static Outcome gradients(Sample sample, List<Tensor<?>> upstream) {
    Backward backward = new Backward(sample);
    try {
      List<Output<Object>> gradients = added(backward);
      try (Session session = new Session(backward.trial.graph())) {
        Runner runner = session.runner();
        backward.feeds(upstream).forEach(runner::feed);
        gradients.forEach(runner::fetch);
        Result result = runner.run();
        return new Outcome.Success(gradients.stream().<Tensor<?>>map(result::get).toList());
      }
    } catch (GradusException e) {
      return new Outcome.Refusal(String.valueOf(e.getMessage()));
    }
  }

  /** Adds the gradients, which are all of one type. */
  @SuppressWarnings("unchecked")
  private static List<Output<Object>> added(Backward backward) {
    return Gradients.of(
        backward.ys,
        (List<Output<Object>>) (List<?>) backward.xs,
        GradientOptions.defaults()
            .withInitialGradients(backward.initial)
            .withZerosForUnconnected());
  }

  @Override
  public void close() {
    graphs.values().forEach(kept -> kept.graph().close());
    graphs.clear();
  }
}
