package dev.gradus.autodiff;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The backward walk: reverse-mode automatic differentiation, by adding nodes to the graph.
 *
 * <p>It takes three passes over the operations on which the results ({@code ys}) depend, the last
 * two in the order of their ids, up and down. An operation's inputs are older than itself, so
 * ascending ids are a topological order, and descending ids a reverse one.
 *
 * <ol>
 *   <li>Backward from the results, by a work list: which operations matter at all.
 *   <li>Ascending: which outputs are <i>active</i>, that is, depend in a differentiable way on what
 *       the gradient is asked for ({@code xs}). Integers and truth values never do.
 *   <li>Descending: each operation with an active input, and a gradient at one of its outputs,
 *       sends gradients to its active inputs. All that an output will ever be sent has arrived when
 *       its operation's turn comes, as all consumers had theirs before. Where several gradients
 *       arrive, they are added up, once.
 * </ol>
 *
 * <p>So every operation is visited once, however many paths lead through it, and nothing recurses.
 *
 * <p>The method is reverse accumulation: Seppo Linnainmaa, <i>Taylor expansion of the accumulated
 * rounding error</i>, BIT 16, 1976; the organisation follows TensorFlow's {@code
 * gradients_impl.py}.
 */
final class GradientFlow {
  private final Ops tf;
  private final GradientOptions options;
  private final OutputSet active = new OutputSet();
  private final Map<Output<?>, List<GradientValue<Number>>> arriving = new HashMap<>();

  /** The sums that were sent as slices, and asked for as a whole. */
  private final Map<Output<?>, Output<Number>> densified = new HashMap<>();

  private GradientFlow(Graph graph, GradientOptions options) {
    this.tf = Ops.on(graph).scope("gradients");
    this.options = options;
  }

  /**
   * Returns the gradient of the sum of the results with respect to each of {@code xs}, if it
   * depends on it: slices, if only some rows of it are used.
   */
  static List<Optional<GradientValue<Number>>> compute(
      List<Output<?>> ys, List<Output<?>> xs, GradientOptions options) {
    return through(ys, xs, options, GradientFlow::merged);
  }

  /** As {@link #compute}, with all elements. */
  static List<Optional<Output<Number>>> computeDense(
      List<Output<?>> ys, List<Output<?>> xs, GradientOptions options) {
    return through(ys, xs, options, GradientFlow::result);
  }

  private static <G> List<Optional<G>> through(
      List<Output<?>> ys,
      List<Output<?>> xs,
      GradientOptions options,
      BiFunction<GradientFlow, Output<?>, Optional<G>> result) {
    if (ys.isEmpty()) {
      throw GraphException.atCaller(
          "There is no gradient of nothing: at least one result is wanted");
    }
    requireFloating(ys, "of");
    requireFloating(xs, "with respect to");
    requireOneGraph(ys, xs);
    requireOneGraph(ys, options.initialGradients());
    GradientFlow flow = new GradientFlow(ys.get(0).graph(), options);
    List<Operation> operations = ancestors(ys);
    flow.markActive(operations, xs);
    flow.start(ys);
    for (Operation operation : Lists.reverse(operations)) {
      flow.passThrough(operation);
    }
    List<Optional<G>> results = xs.stream().map(x -> result.apply(flow, x)).toList();
    ArrivedGradients.keep(ys, options, operations, flow::known);
    return results;
  }

  private static void requireFloating(List<Output<?>> outputs, String role) {
    for (Output<?> output : outputs) {
      if (!output.dataType().isFloating()) {
        throw GraphException.atCaller(
            "There is no gradient %s '%s': it is of type %s, and only float32 and float64 have gradients"
                .formatted(role, output.name(), output.dataType()));
      }
    }
  }

  private static void requireOneGraph(List<Output<?>> ys, List<Output<?>> others) {
    Output<?> first = ys.get(0);
    for (Output<?> output : Iterables.concat(ys, others)) {
      if (output.graph() != first.graph()) {
        throw GraphException.atCaller(
            "'%s' belongs to another graph (%s) than '%s' (%s), so no gradient leads from one to the other"
                .formatted(output.name(), output.graph(), first.name(), first.graph()));
      }
    }
  }

  /** Returns the operations on which some outputs depend, in the order of their ids. */
  static List<Operation> ancestors(List<Output<?>> ys) {
    BitSet seen = new BitSet();
    List<Operation> ancestors = new ArrayList<>();
    Deque<Operation> open = new ArrayDeque<>();
    ys.forEach(y -> open.push(y.operation()));
    while (!open.isEmpty()) {
      Operation operation = open.pop();
      if (!seen.get(operation.id())) {
        seen.set(operation.id());
        ancestors.add(operation);
        operation.inputs().forEach(input -> open.push(input.operation()));
      }
    }
    ancestors.sort(Comparator.comparingInt(Operation::id));
    return ancestors;
  }

  private void markActive(List<Operation> operations, List<Output<?>> xs) {
    xs.forEach(active::add);
    for (Operation operation : operations) {
      if (hasActiveInput(operation) && letsThrough(operation)) {
        for (Output<?> output : operation.outputs()) {
          if (output.dataType().isFloating() && !options.stopGradients().contains(output)) {
            active.add(output);
          }
        }
      }
    }
  }

  private boolean hasActiveInput(Operation operation) {
    for (Output<?> input : operation.inputs()) {
      if (active.contains(input)) {
        return true;
      }
    }
    return false;
  }

  private void start(List<Output<?>> ys) {
    List<Output<?>> given = options.initialGradients();
    if (!given.isEmpty() && given.size() != ys.size()) {
      throw GraphException.atCaller(
          "There are %d initial gradients for %d results".formatted(given.size(), ys.size()));
    }
    for (int i = 0; i < ys.size(); i++) {
      Output<?> y = ys.get(i);
      Output<?> initial = given.isEmpty() ? opsFor(y).onesLike(y) : given.get(i);
      if (!initial.dataType().equals(y.dataType())
          || !initial.shape().isCompatibleWith(y.shape())) {
        throw GraphException.atCaller(
            "The initial gradient %s does not have type and shape of %s".formatted(initial, y));
      }
      // Of float32 or float64, as y is.
      @SuppressWarnings("unchecked")
      Output<Number> number = (Output<Number>) initial;
      add(y, new GradientValue.Dense<>(number));
    }
  }

  private void passThrough(Operation operation) {
    if (isReached(operation) && hasActiveInput(operation)) {
      Gradient gradient = gradientOf(operation);
      if (gradient == null) {
        throw new GraphException(
            ("No gradient defined for operation '%s' (op type: %s). Register one with"
                    + " GradientRegistry.register%s")
                .formatted(operation.name(), operation.type(), operation.whereBuilt()));
      }
      Ops scope = tf.scope(tf.scopeName() + operation.name() + "_grad/").builtFor(operation);
      gradient.flow(new BackwardStep(scope, operation, this));
    }
  }

  /** Tells whether a gradient flows through an operation; one that has none fails later on. */
  private static boolean letsThrough(Operation operation) {
    Gradient gradient = gradientOf(operation);
    return gradient == null || !gradient.isNone();
  }

  private boolean isReached(Operation operation) {
    for (Output<?> output : operation.outputs()) {
      if (isActive(output) && flowsOn(output)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Gradient gradientOf(Operation operation) {
    return GradientRegistry.find(operation.type()).orElse(null);
  }

  private Optional<Output<Number>> result(Output<?> x) {
    Optional<Output<Number>> gradient = arrived(x);
    return gradient.isPresent() || !options.zerosForUnconnected()
        ? gradient
        : Optional.of(zeros(x));
  }

  private Output<Number> zeros(Output<?> x) {
    // Of float32 or float64; see requireFloating.
    @SuppressWarnings("unchecked")
    Output<Number> number = (Output<Number>) x;
    return opsFor(x).zerosLike(number);
  }

  /** Returns the ops with which to add what belongs to the gradient of an output. */
  private Ops opsFor(Output<?> output) {
    return tf.builtFor(output.operation());
  }

  boolean isActive(Output<?> output) {
    return active.contains(output);
  }

  /**
   * Tells whether a gradient arrived at an output, and flows on from there to what it was computed
   * from.
   */
  boolean flowsOn(Output<?> output) {
    return arriving.containsKey(output) && !options.stopGradients().contains(output);
  }

  void add(Output<?> target, GradientValue<Number> gradient) {
    arriving.computeIfAbsent(target, unused -> new ArrayList<>(1)).add(gradient);
  }

  /** Returns the sum of all gradients that were sent to an output, with all its elements. */
  Optional<Output<Number>> arrived(Output<?> output) {
    Optional<GradientValue<Number>> sum = merged(output);
    if (sum.isPresent() && sum.get() instanceof IndexedSlices<Number> slices) {
      return Optional.of(densified.computeIfAbsent(output, unused -> slices.dense(opsFor(output))));
    }
    return sum.map(dense -> dense.dense(opsFor(output)));
  }

  /**
   * Returns the sum of all gradients that were sent to an output: slices, if each of them is
   * slices.
   */
  Optional<GradientValue<Number>> merged(Output<?> output) {
    List<GradientValue<Number>> terms = arriving.get(output);
    if (terms == null) {
      return Optional.empty();
    }
    if (terms.size() > 1) {
      GradientValue<Number> sum = sum(opsFor(output), terms);
      terms.clear();
      terms.add(sum);
    }
    return Optional.of(terms.get(0));
  }

  /**
   * Returns the sum of all gradients that were sent to an output, if anybody has asked for it, and
   * so added the nodes that compute it.
   */
  private Optional<GradientValue<Number>> known(Output<?> output) {
    if (densified.containsKey(output)) {
      return Optional.of(new GradientValue.Dense<>(densified.get(output)));
    }
    List<GradientValue<Number>> terms = arriving.get(output);
    return terms == null || terms.size() > 1 ? Optional.empty() : Optional.of(terms.get(0));
  }

  private static GradientValue<Number> sum(Ops tf, List<GradientValue<Number>> terms) {
    List<IndexedSlices<Number>> slices = new ArrayList<>();
    for (GradientValue<Number> term : terms) {
      if (term instanceof IndexedSlices<Number> some) {
        slices.add(some);
      }
    }
    if (slices.size() == terms.size()) {
      return IndexedSlices.sum(tf, slices);
    }
    List<Output<Number>> dense = terms.stream().map(term -> term.dense(tf)).toList();
    return new GradientValue.Dense<>(tf.addN(dense));
  }
}
