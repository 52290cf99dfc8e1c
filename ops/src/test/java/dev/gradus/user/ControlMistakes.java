package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;

import dev.gradus.core.DataType;
import dev.gradus.core.FunctionBuilder;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.List;

/**
 * What can be got wrong with the ops that decide what runs, and that look at values while they run.
 */
final class ControlMistakes extends MistakeTable {
  @Override
  void fill() {
    inConditionals();
    inLoops();
    inLookingAtValues();
  }

  private static GraphFunction identity(DataType<?> type, Shape shape) {
    FunctionBuilder function = FunctionBuilder.within(new Graph(), "f");
    return function.build(List.of(), List.of(function.argument("x", type, shape)));
  }

  private static void conditional(Ops tf, Output<?> input, GraphFunction function) {
    tf.operation("StatelessIf")
        .input(tf.constant(true))
        .inputs(List.of(input))
        .attribute("Tout", List.of(INT32))
        .attribute("then_branch", function)
        .attribute("else_branch", function)
        .build();
  }

  private void inConditionals() {
    add(
        "StatelessIf",
        tf ->
            tf.condAll(
                tf.constant(true), t -> List.of(t.constant(1)), o -> List.of(o.constant(1f))),
        "Both branches must return the same types, but 'then_branch' returns [int32] and"
            + " 'else_branch' returns [float32]");
    add(
        "If",
        tf ->
            tf.condAll(
                tf.constant(true),
                t -> List.of(t.print(ints(tf), List.of()), ints(tf)),
                o -> List.of(ints(tf))),
        "'then_branch' returns [int32, int32] and 'else_branch' returns [int32]");
    add(
        "StatelessIf",
        tf -> conditional(tf, floats(tf), identity(INT32, Shape.scalar())),
        "'then_branch' takes [int32], but is given [float32]");
    add(
        "StatelessIf",
        tf -> conditional(tf, ints(tf, 2), identity(INT32, Shape.of(3))),
        "Argument 0 of 'then_branch' has shape [3], but is given one of shape [2]");
    add(
        "StatelessIf",
        tf -> conditional(tf, floats(tf, 2), identity(FLOAT32, Shape.of(2))),
        "The branches return [float32], but attribute 'Tout' is [int32]");
  }

  private void inLoops() {
    add(
        "StatelessWhile",
        tf ->
            tf.whileLoop(
                (l, x) -> l.less(l.reduceSum(x), 9), (l, x) -> l.reduceSum(x), floats(tf, 2)),
        "Loop variable 0 has shape [2] when 'body' begins, but [] when it ends",
        "shape invariant");
    add(
        "While",
        tf ->
            tf.whileLoop(
                (l, x) -> l.constant(true),
                (l, x) -> l.print(floats(tf), List.of()),
                floats(tf, 2)),
        "Loop variable 0 has shape [2] when 'body' begins, but [] when it ends");
    add(
        "StatelessWhile",
        tf -> loop(tf, ints(tf), identity(INT32, Shape.scalar()), identity(FLOAT32, Shape.of())),
        "'body' takes [float32], but is given [int32]");
    add(
        "StatelessWhile",
        tf -> loop(tf, ints(tf), nothing(), identity(INT32, Shape.of())),
        "'cond' must return one value, which says whether to go on, but returns []");
    add(
        "StatelessWhile",
        tf -> loop(tf, ints(tf), identity(INT32, Shape.of()), nothing()),
        "'body' must return the next value of each loop variable, of types [int32], but returns"
            + " []");
  }

  private static GraphFunction nothing() {
    FunctionBuilder function = FunctionBuilder.within(new Graph(), "f");
    function.argument("x", INT32, Shape.scalar());
    return function.build(List.of(), List.of());
  }

  private static void loop(Ops tf, Output<?> first, GraphFunction condition, GraphFunction body) {
    tf.operation("StatelessWhile")
        .inputs(List.of(first))
        .attribute("cond", condition)
        .attribute("body", body)
        .build();
  }

  private void inLookingAtValues() {
    add(
        "Print",
        tf ->
            tf.operation("Print")
                .input(floats(tf))
                .inputs(List.of())
                .attribute("first_n", "x")
                .build(),
        "attribute 'first_n' takes a value of type int, not x");
    add(
        "Assert",
        tf -> tf.assertThat(tf.constant(true, false)),
        "The condition must be a scalar, but has shape [2]",
        "with input shapes: [2]");
    add(
        "Assert",
        tf -> tf.operation("Assert").input(floats(tf)).inputs(List.of()).build(),
        "Input 'condition' has type float32 that does not match bool, the type it must have");
    add(
        "CheckNumerics",
        tf -> tf.checkNumerics(ints(tf, 2), "x"),
        "Input 'tensor' has type int32, but must be one of [float32, float64]");
    add(
        "CheckNumerics",
        tf -> tf.operation("CheckNumerics").input(floats(tf)).build(),
        "Attribute 'message' (string) is missing");
  }
}
