package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.apart;
import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.SortDirection;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The cases for the ops that pick elements by index, put them in place, or search for them. */
final class IndexingGradientCases {
  private IndexingGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(gathers(), slices(), scatters(), selections(), searches()).flatMap(c -> c);
  }

  private static Stream<GradientCase> gathers() {
    return Stream.of(
        gather("rows", new int[] {3, 0, 3}, 0, normal(4, 3)),
        gather("elements", new int[] {3, 0, 3, 3}, 0, normal(4)),
        gather("columns", new int[] {2, 2}, 1, normal(4, 3)),
        gather("the last axis", new int[] {2, 0}, -1, normal(2, 2, 3)),
        gather("the first axis from the end", new int[] {1, 1}, -2, normal(2, 3)),
        gather("nothing", new int[0], 0, normal(4, 3)),
        unary("GatherV2", "one row", (tf, x) -> tf.gather(x, tf.constant(1)), normal(3, 2)),
        unary(
            "GatherV2",
            "rows by a matrix",
            (tf, x) -> tf.square(tf.gather(x, tf.constant(new int[][] {{1, 0, 1}, {2, 2, 1}}))),
            normal(3, 2)),
        unary(
            "GatherV2",
            "rows by int64",
            (tf, x) -> tf.gather(tf.square(x), tf.constant(1L, 1L)),
            normal(3, 2)),
        unary(
            "GatherV2",
            "rows twice",
            (tf, x) ->
                tf.mul(tf.gather(x, tf.constant(1, 1, 0)), tf.gather(x, tf.constant(2L, 1L, 0L))),
            normal(3, 2)),
        unary(
            "GatherV2",
            "rows and all",
            (tf, x) -> tf.mul(tf.gather(x, tf.constant(1)), tf.reduceSum(x)),
            normal(3, 2)),
        unary(
            "GatherV2",
            "rows of rows",
            (tf, x) -> tf.square(tf.gather(tf.gather(x, tf.constant(2, 0, 1)), tf.constant(1, 1))),
            normal(3, 2)),
        unary(
            "GatherV2",
            "an axis that is computed",
            (tf, x) -> gatherAlong(tf, x, tf.sub(tf.rank(x), 2), tf.constant(1, 0, 1)),
            normal(2, 3, 2)),
        unary(
            "GatherV2",
            "in batches",
            (tf, x) ->
                tf.gather(tf.square(x), tf.constant(new int[][] {{1, 0, 1}, {2, 2, 0}}), 1, 1),
            normal(2, 3, 2)),
        unary(
            "GatherV2",
            "in batches, with an axis between",
            (tf, x) -> tf.gather(tf.square(x), tf.constant(new int[][] {{1, 0}, {2, 2}}), -1, -1),
            normal(2, 2, 3)),
        unary(
            "GatherV2",
            "one of each batch",
            (tf, x) -> tf.gather(x, tf.constant(2, 0), 1, 1),
            normal(2, 3)),
        unary(
            "GatherV2",
            "in two batches",
            (tf, x) ->
                tf.gather(
                    x, tf.reshape(tf.constant(1L, 0L, 1L, 1L, 0L, 0L, 1L, 1L), 2, 2, 2), 2, 2),
            normal(2, 2, 2, 2)));
  }

  private static GradientCase gather(
      String name, int[] indices, int axis, GradientCase.Input params) {
    return unary(
        "GatherV2",
        name + " of " + params.shape(),
        (tf, x) -> tf.gather(tf.square(x), tf.constant(indices), axis),
        params);
  }

  private static Output<Double> gatherAlong(
      Ops tf, Output<Double> x, Operand<Integer> axis, Operand<Integer> indices) {
    return tf.operation("GatherV2").input(x).input(indices).input(axis).build().output(0);
  }

  private static Stream<GradientCase> slices() {
    return Stream.of(
        unary(
            "GatherNd",
            "elements",
            (tf, x) -> tf.square(tf.gatherNd(x, tf.constant(new int[][] {{0, 1}, {2, 0}, {0, 1}}))),
            normal(3, 2)),
        unary(
            "GatherNd",
            "rows",
            (tf, x) -> tf.square(tf.gatherNd(x, tf.constant(new int[][] {{2}, {2}, {0}}))),
            normal(3, 2)),
        unary(
            "GatherNd",
            "everything",
            (tf, x) -> tf.gatherNd(x, tf.constant(new int[2][0])),
            normal(3)),
        unary(
            "GatherNd",
            "where a mask is true",
            (tf, x) -> tf.booleanMask(tf.square(x), tf.constant(true, false, true)),
            normal(3, 2)));
  }

  private static Stream<GradientCase> scatters() {
    return Stream.of(
        unary(
            "ScatterNd",
            "elements, some of them twice",
            (tf, x) ->
                tf.square(tf.scatterNd(tf.constant(new int[][] {{4}, {1}, {4}}), x, Shape.of(6))),
            normal(3)),
        unary(
            "ScatterNd",
            "rows",
            (tf, x) ->
                tf.square(tf.scatterNd(tf.constant(new int[][] {{1}, {0}}), x, tf.constant(3, 2))),
            normal(2, 2)),
        overTensor("TensorScatterUpdate", new int[][] {{3}, {1}}),
        overTensor("TensorScatterAdd", new int[][] {{3}, {1}, {3}}),
        overTensor("TensorScatterSub", new int[][] {{3}, {1}, {3}}));
  }

  private static GradientCase overTensor(String op, int[][] indices) {
    return binary(
        op,
        "rows",
        (tf, x, updates) ->
            tf.square(
                tf.operation(op)
                    .input(x)
                    .input(tf.constant(indices))
                    .input(updates)
                    .build()
                    .output(0)),
        normal(4, 2),
        normal(indices.length, 2));
  }

  private static Stream<GradientCase> selections() {
    return Stream.of(
        oneHot("along the last axis", -1),
        oneHot("along the first axis", 0),
        oneHot("along the axis in the middle", 1),
        select("equal shapes", new int[] {2, 3}, normal(2, 3), normal(2, 3)),
        select("a scalar condition", new int[0], normal(2, 3), normal(3)),
        select("a condition for each column", new int[] {3}, normal(2, 1), normal()),
        select("all repeated", new int[] {2, 1}, normal(3), normal(1, 1)),
        select("nothing", new int[] {0}, normal(1), normal(0)));
  }

  private static GradientCase oneHot(String name, int axis) {
    return binary(
        "OneHot",
        name,
        (tf, on, off) ->
            tf.square(tf.oneHot(tf.constant(new int[][] {{1, 3}, {0, 1}}), 3, on, off, axis)),
        normal(),
        normal());
  }

  private static GradientCase select(
      String name, int[] condition, GradientCase.Input t, GradientCase.Input e) {
    return binary(
        "SelectV2",
        name,
        (tf, x, y) -> {
          Shape shape = Shape.of(condition);
          Output<Boolean> choice =
              tf.reshape(
                  tf.constant(
                      Arrays.copyOf(
                          new boolean[] {true, false, false, true, true, false},
                          shape.elementCount())),
                  condition);
          return tf.square(tf.whereV2(choice, x, y));
        },
        t,
        e);
  }

  private static Stream<GradientCase> searches() {
    return Stream.of(
        unary(
            "TopKV2", "of a vector", (tf, x) -> tf.nn.topK(tf.square(x), 2).values(), apart(5, 4)),
        unary(
            "TopKV2",
            "of rows",
            (tf, x) -> tf.square(tf.nn.topK(x, 2).values()),
            apart(0, 2, 2, 3)),
        unary("TopKV2", "all", (tf, x) -> tf.square(tf.nn.topK(x, 3).values()), apart(0, 2, 3)),
        unary("TopKV2", "none", (tf, x) -> tf.nn.topK(x, 0).values(), apart(0, 2, 3)),
        unary("TopKV2", "none of none", (tf, x) -> tf.nn.topK(x, 0).values(), apart(0, 2, 0)),
        unary(
            "TopKV2",
            "sorted along another axis",
            (tf, x) -> tf.square(tf.sort(tf.reshape(x, 2, 3), 0, SortDirection.ASCENDING)),
            apart(0, 2, 3)),
        unary("Unique", "distinct", (tf, x) -> tf.square(tf.unique(x).values()), apart(0, 4)),
        unary("Unique", "of nothing", (tf, x) -> tf.unique(x).values(), apart(0, 0)),
        GradientCase.of(
            "UniqueWithCounts",
            "distinct",
            (tf, in) -> List.of(tf.square(tf.uniqueWithCounts(in.get(0)).values())),
            apart(0, 4)));
  }
}
