package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.gradus.core.DataType;
import dev.gradus.core.FunctionBuilder;
import dev.gradus.core.GraphException;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Builds conditionals and loops: calls the lambdas of a program to build bodies, and passes to the
 * operation what the bodies captured.
 */
final class Bodies {
  private final Ops tf;

  Bodies(Ops tf) {
    this.tf = tf;
  }

  /** The ops of a body. A seed holds there too; names start anew, and nothing is waited for. */
  private Ops in(FunctionBuilder body) {
    Ops inner = Ops.on(body.graph());
    return tf.settings.seed().isPresent() ? inner.seeded(tf.settings.seed().getAsLong()) : inner;
  }

  private FunctionBuilder function(String name) {
    return FunctionBuilder.within(tf.graph(), (tf.scopeName() + name).replace('/', '_'));
  }

  /** Returns what one of the functions captured, each once. */
  private static ImmutableList<Output<?>> captured(FunctionBuilder first, FunctionBuilder second) {
    return ImmutableSet.<Output<?>>builder()
        .addAll(first.captured())
        .addAll(second.captured())
        .build()
        .asList();
  }

  private static Operation build(
      OperationBuilder builder, FunctionBuilder first, FunctionBuilder second) {
    first.capturedControls().forEach(builder::controlInput);
    second.capturedControls().forEach(builder::controlInput);
    return builder.build();
  }

  Operation conditional(
      Operand<Boolean> predicate,
      Function<Ops, ? extends List<? extends Operand<?>>> then,
      Function<Ops, ? extends List<? extends Operand<?>>> otherwise) {
    requireScalar("The predicate of a conditional", predicate);
    FunctionBuilder thenBody = function("cond_true");
    FunctionBuilder otherwiseBody = function("cond_false");
    List<Output<?>> thenResults = thenBody.captureAll(then.apply(in(thenBody)));
    List<Output<?>> otherwiseResults = otherwiseBody.captureAll(otherwise.apply(in(otherwiseBody)));
    ImmutableList<Output<?>> captured = captured(thenBody, otherwiseBody);
    GraphFunction thenBranch = thenBody.build(captured, thenResults);
    GraphFunction otherwiseBranch = otherwiseBody.build(captured, otherwiseResults);
    boolean stateful = thenBranch.isStateful() || otherwiseBranch.isStateful();
    return build(
        tf.operation(stateful ? "If" : "StatelessIf", "cond")
            .input(predicate)
            .inputs(captured)
            .attribute("Tout", thenResults.stream().map(Output::dataType).toList())
            .attribute("then_branch", thenBranch)
            .attribute("else_branch", otherwiseBranch)
            .attribute("output_shapes", commonShapes(thenResults, otherwiseResults)),
        thenBody,
        otherwiseBody);
  }

  /** The ops would take what is no scalar for whether it has any elements. */
  private static void requireScalar(String what, Operand<?> decision) {
    if (!decision.shape().isCompatibleWith(Shape.scalar())) {
      throw GraphException.atCaller(
          "%s must be a scalar, but '%s' has shape %s"
              .formatted(what, decision.asOutput().name(), decision.shape()));
    }
  }

  /** Of branches that do not fit each other, any answer will do, as the op refuses them. */
  private static List<Shape> commonShapes(List<Output<?>> first, List<Output<?>> second) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      shapes.add(first.get(i).shape().commonWith(second.get(i).shape()));
    }
    return shapes;
  }

  Operation loop(
      BiFunction<Ops, List<Output<?>>, ? extends Operand<Boolean>> condition,
      BiFunction<Ops, List<Output<?>>, ? extends List<? extends Operand<?>>> body,
      List<? extends Operand<?>> initial,
      WhileOptions options) {
    if (options.maximumIterations().isPresent()) {
      return limited(condition, body, initial, options);
    }
    List<Shape> shapes = shapes(initial, options);
    FunctionBuilder goesOn = function("while_cond");
    FunctionBuilder next = function("while_body");
    ImmutableList<Output<?>> holds =
        goesOn.captureAll(List.of(condition.apply(in(goesOn), arguments(goesOn, initial, shapes))));
    requireScalar("The condition of a loop", holds.get(0));
    ImmutableList<Output<?>> results =
        next.captureAll(body.apply(in(next), arguments(next, initial, shapes)));
    requireResults(initial, results);
    ImmutableList<Output<?>> captured = captured(goesOn, next);
    GraphFunction conditionFunction = goesOn.build(captured, holds);
    GraphFunction bodyFunction =
        next.build(
            captured,
            ImmutableList.<Output<?>>builder()
                .addAll(results)
                .addAll(next.captureAll(captured))
                .build());
    boolean stateful = conditionFunction.isStateful() || bodyFunction.isStateful();
    return build(
        tf.operation(stateful ? "While" : "StatelessWhile", "while")
            .inputs(ImmutableList.<Operand<?>>builder().addAll(initial).addAll(captured).build())
            .attribute("cond", conditionFunction)
            .attribute("body", bodyFunction)
            .attribute(
                "output_shapes", bodyFunction.arguments().stream().map(Output::shape).toList()),
        goesOn,
        next);
  }

  private static List<Shape> shapes(List<? extends Operand<?>> initial, WhileOptions options) {
    ImmutableList<Shape> invariants = options.shapeInvariants();
    if (invariants.isEmpty()) {
      return initial.stream().<Shape>map(Operand::shape).toList();
    }
    if (invariants.size() != initial.size()) {
      throw GraphException.atCaller(
          "There are %d shape invariants for %d loop variables"
              .formatted(invariants.size(), initial.size()));
    }
    for (int i = 0; i < initial.size(); i++) {
      if (!invariants.get(i).covers(initial.get(i).shape())) {
        throw GraphException.atCaller(
            "Loop variable %d is to be of shape %s in every round, but at first it has shape %s"
                .formatted(i, invariants.get(i), initial.get(i).shape()));
      }
    }
    return invariants;
  }

  private static List<Output<?>> arguments(
      FunctionBuilder function, List<? extends Operand<?>> initial, List<Shape> shapes) {
    ImmutableList.Builder<Output<?>> arguments = ImmutableList.builder();
    for (int i = 0; i < initial.size(); i++) {
      Output<?> first = initial.get(i).asOutput();
      arguments.add(function.argument(first.operation().name(), first.dataType(), shapes.get(i)));
    }
    return arguments.build();
  }

  private static void requireResults(List<? extends Operand<?>> initial, List<Output<?>> results) {
    List<String> wanted = initial.stream().map(first -> first.dataType().toString()).toList();
    List<String> returned = results.stream().map(next -> next.dataType().toString()).toList();
    if (!wanted.equals(returned)) {
      throw GraphException.atCaller(
          "The body of a loop must return the next value of each loop variable, of types %s, but it returns %s"
              .formatted(wanted, returned));
    }
  }

  /** A loop that counts its rounds, in one more variable. */
  private Operation limited(
      BiFunction<Ops, List<Output<?>>, ? extends Operand<Boolean>> condition,
      BiFunction<Ops, List<Output<?>>, ? extends List<? extends Operand<?>>> body,
      List<? extends Operand<?>> initial,
      WhileOptions options) {
    int most = options.maximumIterations().orElseThrow();
    int last = initial.size();
    return loop(
        (inner, variables) -> {
          Output<Integer> round = variables.get(last).as(DataType.INT32);
          Output<Boolean> holds = condition.apply(inner, variables.subList(0, last)).asOutput();
          return inner.where(inner.less(round, most), holds, inner.constant(false));
        },
        (inner, variables) -> {
          Output<Integer> round = variables.get(last).as(DataType.INT32);
          return ImmutableList.<Operand<?>>builder()
              .addAll(body.apply(inner, variables.subList(0, last)))
              .add(inner.add(round, 1))
              .build();
        },
        ImmutableList.<Operand<?>>builder().addAll(initial).add(tf.unnamed().constant(0)).build(),
        new WhileOptions(
            OptionalInt.empty(),
            options.shapeInvariants().isEmpty()
                ? ImmutableList.of()
                : ImmutableList.<Shape>builder()
                    .addAll(options.shapeInvariants())
                    .add(Shape.scalar())
                    .build()));
  }
}
