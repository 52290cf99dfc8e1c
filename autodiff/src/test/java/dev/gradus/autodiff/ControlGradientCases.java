package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.awayFromZero;
import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.positive;
import static dev.gradus.autodiff.GradientCase.unary;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Shape.UNKNOWN;

import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.WhileOptions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases for the ops that decide what runs, and that look at values while they run. */
final class ControlGradientCases {
  private ControlGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(lookingAtValues(), conditionals(), loops(), loopsThatChangeShapes())
        .flatMap(Function.identity());
  }

  private static Stream<GradientCase> lookingAtValues() {
    return Stream.of(
        unary(
            "Print",
            "never printing",
            (tf, x) -> tf.square(tf.print(x, List.of(x), "", 0, 3)),
            normal(2, 3)),
        unary(
            "CheckNumerics",
            "of finite numbers",
            (tf, x) -> tf.square(tf.checkNumerics(x, "x")),
            normal(2, 3)));
  }

  private static Stream<GradientCase> conditionals() {
    return Stream.of(
        unary(
            "StatelessIf",
            "by the sign of a scalar",
            (tf, x) ->
                tf.cond(
                    tf.greater(x, 0),
                    then -> then.mul(then.square(x), x),
                    otherwise -> otherwise.exp(x)),
            awayFromZero()),
        binary(
            "StatelessIf",
            "true, of two values, one of them not used",
            (tf, x, y) -> tf.cond(tf.less(tf.size(x), 10), t -> t.square(x), o -> o.mul(x, y)),
            normal(2, 3),
            normal(2, 3)),
        GradientCase.of(
            "StatelessIf",
            "false, with several results, one of them passed through",
            (tf, in) ->
                tf
                    .condAll(
                        tf.less(tf.reduceSum(tf.square(in.get(0))), -1),
                        t -> List.of(in.get(1), in.get(0)),
                        o -> List.of(o.mul(in.get(0), in.get(1)), in.get(1)))
                    .stream()
                    .map(output -> output.as(FLOAT64))
                    .toList(),
            normal(3),
            normal(3)),
        unary(
            "StatelessIf",
            "in a branch",
            (tf, x) ->
                tf.cond(
                    tf.greater(tf.reduceSum(tf.abs(x)), 0),
                    then ->
                        then.cond(
                            then.greater(then.reduceSum(then.square(x)), -1),
                            inner -> inner.mul(inner.tanh(x), x),
                            other -> x),
                    otherwise -> x),
            normal(2)),
        unary(
            "StatelessIf",
            "by a number, which counts as true unless it is 0",
            (tf, x) -> tf.cond(asPredicate(x), t -> t.square(x), o -> o.exp(x)),
            awayFromZero()),
        unary(
            "If",
            "that prints",
            (tf, x) ->
                tf.cond(
                    asPredicate(x),
                    then -> then.square(then.print(x, List.of(), "", 0, 3)),
                    otherwise -> otherwise.exp(x)),
            awayFromZero()));
  }

  // The op takes predicates of any type, though the face does not.
  @SuppressWarnings("unchecked")
  private static Output<Boolean> asPredicate(Output<?> x) {
    return (Output<Boolean>) x;
  }

  private static Stream<GradientCase> loops() {
    return Stream.of(
        unary("StatelessWhile", "x to the fourth", (tf, x) -> power(tf, x, 4), normal(3)),
        unary("StatelessWhile", "no rounds", (tf, x) -> power(tf, x, 0), normal(3)),
        unary("StatelessWhile", "one round", (tf, x) -> power(tf, x, 1), normal()),
        unary(
            "StatelessWhile",
            "squared until it is large: the rounds depend on the value",
            (tf, x) ->
                tf.whileLoop(
                    (loop, y) -> loop.less(loop.reduceMax(y), 100),
                    (loop, y) -> loop.add(loop.square(y), 1),
                    x),
            positive()),
        unary(
            "StatelessWhile",
            "a root by Newton's iteration",
            (tf, x) ->
                tf.whileLoop(
                    (loop, y) -> loop.greater(loop.abs(loop.sub(loop.square(y), x)), 1e-3),
                    (loop, y) -> loop.mul(loop.add(y, loop.div(x, y)), 0.5),
                    tf.add(tf.square(x), 1)),
            positive()),
        GradientCase.of(
            "StatelessWhile",
            "a recurrent network",
            (tf, in) -> {
              List<Output<?>> last =
                  tf.whileLoop(
                      (loop, v) -> loop.less(v.get(0).as(INT32), 3),
                      (loop, v) -> List.of(loop.add(v.get(0).as(INT32), 1), recurrent(loop, v, in)),
                      List.of(tf.constant(0), in.get(0)));
              return List.of(last.get(1).as(FLOAT64));
            },
            normal(2, 3),
            normal(3, 3),
            normal(3, 2, 3)),
        GradientCase.of(
            "StatelessWhile",
            "variables that are swapped, replaced and dropped",
            (tf, in) ->
                tf
                    .whileLoop(
                        (loop, v) -> loop.less(v.get(2).as(INT32), 3),
                        (loop, v) ->
                            List.of(
                                v.get(1),
                                loop.mul(v.get(0).as(FLOAT64), in.get(0)),
                                loop.add(v.get(2).as(INT32), 1),
                                in.get(0)),
                        List.of(
                            in.get(0), tf.square(in.get(0)), tf.constant(0), tf.tanh(in.get(0))))
                    .stream()
                    .filter(output -> output.dataType().isFloating())
                    .map(output -> output.as(FLOAT64))
                    .toList(),
            normal(2)),
        GradientCase.of(
            "StatelessWhile",
            "a variable that is used and passed on as it is",
            (tf, in) ->
                tf
                    .whileLoop(
                        (loop, v) -> loop.less(v.get(0).as(INT32), 3),
                        (loop, v) ->
                            List.of(
                                loop.add(v.get(0).as(INT32), 1),
                                loop.mul(v.get(1).as(FLOAT64), v.get(2).as(FLOAT64)),
                                v.get(2)),
                        List.of(tf.constant(0), in.get(0), tf.square(in.get(0))))
                    .stream()
                    .filter(output -> output.dataType().isFloating())
                    .map(output -> output.as(FLOAT64))
                    .toList(),
            normal(2)),
        unary(
            "StatelessWhile",
            "nothing but a variable that is passed on as it is",
            (tf, x) ->
                tf.square(
                    tf.whileLoop(
                            (loop, v) -> loop.less(v.get(0).as(INT32), 3),
                            (loop, v) -> List.of(loop.add(v.get(0).as(INT32), 1), v.get(1)),
                            List.of(tf.constant(0), tf.square(x)))
                        .get(1)
                        .as(FLOAT64)),
            normal(2)),
        unary(
            "StatelessWhile",
            "with a conditional in it",
            (tf, x) -> {
              List<Output<?>> last =
                  tf.whileLoop(
                      (loop, v) -> loop.less(v.get(0).as(INT32), 3),
                      (loop, v) ->
                          List.of(
                              loop.add(v.get(0).as(INT32), 1),
                              loop.cond(
                                  loop.equal(v.get(0).as(INT32), 1),
                                  then -> then.mul(v.get(1).as(FLOAT64), x),
                                  otherwise -> otherwise.tanh(v.get(1).as(FLOAT64)))),
                      List.of(tf.constant(0), x));
              return last.get(1).as(FLOAT64);
            },
            normal(2)),
        unary(
            "StatelessWhile",
            "in a loop",
            (tf, x) ->
                tf.whileLoop(
                    (loop, y) -> loop.less(loop.reduceSum(loop.abs(y)), 20),
                    (outer, y) ->
                        outer.whileLoop(
                            (loop, z) -> loop.less(loop.reduceSum(loop.abs(z)), 5),
                            (loop, z) -> loop.mul(loop.add(z, x), 1.5),
                            outer.mul(y, 1.5)),
                    x),
            positive(2)),
        unary(
            "While",
            "that prints",
            (tf, x) ->
                tf.whileLoop(
                    (loop, y) -> loop.less(loop.reduceSum(y), 10),
                    (loop, y) -> loop.mul(loop.print(y, List.of(), "", 0, 3), x),
                    x),
            new GradientCase.Input(
                Shape.of(2),
                (elements, shape, random) ->
                    Arrays.setAll(elements, i -> 1.5 + random.nextDouble()))));
  }

  private static Stream<GradientCase> loopsThatChangeShapes() {
    return Stream.of(
        unary(
            "StatelessWhile",
            "a vector that grows",
            (tf, x) ->
                tf.square(
                    tf.whileLoop(
                        (loop, y) -> loop.less(loop.size(y), 5),
                        (loop, y) -> loop.concat(List.of(loop.mul(y, 1.5), loop.tanh(x)), 0),
                        tf.reshape(x, -1),
                        WhileOptions.defaults().withShapeInvariants(Shape.of(UNKNOWN)))),
            normal(2)),
        unary(
            "StatelessWhile",
            "a vector that shrinks, or not",
            (tf, x) ->
                tf.whileLoop(
                    (loop, y) -> loop.greater(loop.size(y), 2),
                    (loop, y) ->
                        loop.mul(
                            loop.slice(y, new int[] {1}, new int[] {-1}),
                            loop.reduceSum(loop.square(y))),
                    tf.reshape(tf.concat(List.of(x, tf.exp(x)), 0), -1),
                    WhileOptions.defaults().withShapeInvariants(Shape.of(UNKNOWN))),
            normal(2)),
        GradientCase.of(
            "StatelessWhile",
            "a matrix that grows on both sides, in a fixed number of rounds, beside a counter",
            (tf, in) ->
                List.of(
                    tf.whileLoop(
                            (loop, v) -> loop.less(v.get(0).as(INT32), 2),
                            (loop, v) -> {
                              Output<Double> y = v.get(1).as(FLOAT64);
                              Output<Double> twice =
                                  loop.concat(List.of(y, loop.mul(y, in.get(1))), 0);
                              return List.of(
                                  loop.add(v.get(0).as(INT32), 1),
                                  loop.concat(List.of(twice, loop.square(twice)), 1));
                            },
                            List.of(tf.constant(0), tf.reshape(in.get(0), 1, 2)),
                            WhileOptions.defaults()
                                .withShapeInvariants(Shape.scalar(), Shape.of(UNKNOWN, UNKNOWN)))
                        .get(1)
                        .as(FLOAT64)),
            normal(1, 2),
            normal()),
        unary(
            "StatelessWhile",
            "a matrix of more and more rows, in no round",
            (tf, x) ->
                tf.whileLoop(
                    (loop, y) -> loop.less(loop.size(y), 3),
                    (loop, y) -> loop.concat(List.of(y, y), 0),
                    tf.reshape(tf.square(x), -1, 3),
                    WhileOptions.defaults().withShapeInvariants(Shape.of(UNKNOWN, 3))),
            normal(1, 3)));
  }

  /** tanh(h · W + xₜ), of a shape that is known whatever is known of the inputs' shapes. */
  private static Output<Double> recurrent(Ops tf, List<Output<?>> v, List<Output<Double>> in) {
    Output<Double> product = tf.matmul(v.get(1).as(FLOAT64), in.get(1));
    Output<Double> input = tf.gather(in.get(2), v.get(0).as(INT32));
    return tf.reshape(tf.tanh(tf.add(product, input)), 2, 3);
  }

  private static Output<Double> power(Ops tf, Output<Double> x, int exponent) {
    List<Output<?>> last =
        tf.whileLoop(
            (loop, v) -> loop.less(v.get(0).as(INT32), exponent),
            (loop, v) ->
                List.of(loop.add(v.get(0).as(INT32), 1), loop.mul(v.get(1).as(FLOAT64), x)),
            List.of(tf.constant(0), tf.onesLike(x)));
    return last.get(1).as(FLOAT64);
  }
}
