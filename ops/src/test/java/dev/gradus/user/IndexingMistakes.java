package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;

import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.List;

/**
 * What can be got wrong with the ops that pick elements by index, put them in place, or search for
 * them.
 */
final class IndexingMistakes extends MistakeTable {
  @Override
  void fill() {
    inGathering();
    inScattering();
    inVariables();
    inMarking();
    inSearching();
  }

  private void inGathering() {
    add(
        "GatherV2",
        tf -> tf.gather(floats(tf), ints(tf, 2)),
        "Shape must be of rank at least 1, but is [] of rank 0",
        "with input shapes: [], [2], []");
    add(
        "GatherV2",
        tf -> tf.gather(floats(tf, 2, 3), ints(tf, 2), 2),
        "Axis 2 is out of range: shape [2,3] has 2 dimensions");
    add(
        "GatherV2",
        tf -> {
          OperationBuilder builder = tf.operation("GatherV2").input(floats(tf, 2, 3));
          builder.input(ints(tf, 2)).input(ints(tf, 1)).build();
        },
        "The axis must be a scalar, but has shape [1]");
    add(
        "GatherV2",
        tf -> tf.gather(floats(tf, 2, 3), floats(tf, 2).as(FLOAT32)),
        "Input 'indices' has type float32, but must be one of [int32, int64]");
    add(
        "GatherV2",
        tf -> tf.gather(floats(tf, 2, 3), ints(tf, 2), 1, 2),
        "Attribute 'batch_dims' must be from -1 to 1, as the indices have shape [2], but is 2");
    add(
        "GatherV2",
        tf -> tf.gather(floats(tf, 2, 3), ints(tf, 2, 4), 0, 1),
        "Axis 0 is one of the 1 batch axes that params and indices share, but must come after"
            + " them");
    add(
        "GatherV2",
        tf -> tf.gather(floats(tf, 2, 3), ints(tf, 3, 4), 1, 1),
        "Dimensions must be equal, but are 2 and 3");
    add(
        "GatherNd",
        tf -> tf.gatherNd(floats(tf, 2, 3), ints(tf)),
        "Shape must be of rank at least 1, but is [] of rank 0");
    add(
        "GatherNd",
        tf -> tf.gatherNd(floats(tf, 2, 3), ints(tf, 4, 3)),
        "Indices of shape [4,3] have 3 numbers each, too many for the 2 dimensions of shape [2,3]");
  }

  private void inScattering() {
    add(
        "ScatterNd",
        tf -> tf.scatterNd(ints(tf, 4, 1), floats(tf, 3), Shape.of(6)),
        "The updates must have shape [4], as indices of shape [4,1] name it in shape [6], but have"
            + " shape [3]",
        "with input shapes: [4,1], [3], [1]");
    add(
        "ScatterNd",
        tf -> tf.scatterNd(ints(tf, 4, 2), floats(tf, 4), Shape.of(6)),
        "Indices of shape [4,2] have 2 numbers each, too many for the 1 dimension of shape [6]");
    add(
        "ScatterNd",
        tf -> tf.scatterNd(ints(tf, 4, 1), floats(tf, 4), tf.constant(-6)),
        "Shape must be of rank exactly 1, but is [] of rank 0");
    add(
        "ScatterNd",
        tf -> tf.scatterNd(ints(tf, 4, 1), floats(tf, 4), tf.constant(new int[] {-6})),
        "Every dimension must be zero or more, but the shape wanted is [-6]");
    for (String op : List.of("TensorScatterUpdate", "TensorScatterAdd", "TensorScatterSub")) {
      add(
          op,
          tf -> three(tf, op, floats(tf, 5, 3), ints(tf, 4, 1), floats(tf, 4, 2)),
          "The updates must have shape [4,3], as indices of shape [4,1] name it in shape [5,3],"
              + " but have shape [4,2]",
          "with input shapes: [5,3], [4,1], [4,2]");
      add(
          op,
          tf -> three(tf, op, floats(tf, 5), ints(tf), floats(tf)),
          "Shape must be of rank at least 1, but is [] of rank 0");
    }
  }

  private static void three(Ops tf, String op, Output<?> a, Output<?> b, Output<?> c) {
    tf.operation(op).input(a).input(b).input(c).build();
  }

  private void inVariables() {
    for (String op :
        List.of(
            "ScatterUpdate",
            "ScatterAdd",
            "ScatterSub",
            "ScatterMul",
            "ScatterDiv",
            "ScatterMin",
            "ScatterMax")) {
      add(
          op,
          tf -> three(tf, op, variable(tf, 5, 3).reference(), ints(tf, 4), floats(tf, 4, 2)),
          "The updates must have shape [4,3], a row for each index, or be a scalar, but have shape"
              + " [4,2]");
      add(
          op,
          tf -> three(tf, op, variable(tf).reference(), ints(tf), floats(tf)),
          "Shape must be of rank at least 1, but is [] of rank 0");
    }
    for (String op : List.of("ScatterNdUpdate", "ScatterNdAdd", "ScatterNdSub")) {
      add(
          op,
          tf -> three(tf, op, variable(tf, 5, 3).reference(), ints(tf, 4, 2), floats(tf, 4, 3)),
          "The updates must have shape [4], as indices of shape [4,2] name it in shape [5,3], but"
              + " have shape [4,3]");
    }
    add(
        "ScatterAdd",
        tf -> three(tf, "ScatterAdd", floats(tf, 5), ints(tf, 4), floats(tf, 4)),
        "Input 'ref' must be a reference to a variable, but Placeholder",
        "is a value");
  }

  private void inMarking() {
    add(
        "OneHot",
        tf -> tf.oneHot(ints(tf, 2), -1),
        "The depth must be zero or more, but is -1",
        "with input shapes: [2], [], [], []");
    add(
        "OneHot",
        tf -> tf.oneHot(ints(tf, 2), 3, tf.constant(1f), tf.constant(0f), 2),
        "Attribute 'axis' must be from -1 to 1, but is 2");
    add(
        "OneHot",
        tf -> tf.oneHot(tf.placeholder(INT32), 3, tf.constant(1f), tf.constant(0f), -2),
        "Attribute 'axis' must be from -1 to the rank of the indices, but is -2");
    add(
        "OneHot",
        tf -> tf.oneHot(ints(tf, 2), 3, tf.constant(1f, 2f), tf.constant(0f), -1),
        "The value for on must be a scalar, but has shape [2]");
    add(
        "OneHot",
        tf -> tf.oneHot(ints(tf, 2), 3, tf.constant(1f), tf.constant(new float[0]), -1),
        "The value for off must be a scalar, but has shape [0]");
    add(
        "SelectV2",
        tf -> tf.whereV2(tf.constant(true, false), floats(tf, 2), floats(tf, 3)),
        "Dimensions must be equal, but are 2 and 3");
    add(
        "SelectV2",
        tf -> tf.whereV2(tf.constant(true, false), floats(tf, 3), floats(tf, 3)),
        "Dimensions must be equal, but are 2 and 3");
  }

  private void inSearching() {
    add(
        "TopKV2",
        tf -> tf.nn.topK(floats(tf), 1),
        "Shape must be of rank at least 1, but is [] of rank 0");
    add(
        "TopKV2",
        tf -> tf.nn.topK(floats(tf, 2, 3), 4),
        "The number k must be from 0 to 3, the last dimension of shape [2,3], but is 4");
    add(
        "TopKV2",
        tf -> tf.nn.topK(tf.placeholder(FLOAT32), -1),
        "The number k must be from 0 to ?, the last dimension of shape ?, but is -1");
    add(
        "TopKV2",
        tf -> tf.nn.topK(floats(tf, 2, 3), ints(tf, 1), true),
        "The number k must be a scalar, but has shape [1]");
    add(
        "InTopKV2",
        tf -> tf.nn.inTopK(floats(tf, 3), ints(tf, 3), 1),
        "Shape must be of rank exactly 2, but is [3] of rank 1");
    add(
        "InTopKV2",
        tf -> tf.nn.inTopK(floats(tf, 2, 3), ints(tf, 3), 1),
        "There must be a target for each row of predictions, but predictions are [2,3] and targets"
            + " [3]");
    add(
        "InTopKV2",
        tf -> three(tf, "InTopKV2", floats(tf, 2, 3), ints(tf, 2), ints(tf, 1)),
        "The number k must be a scalar, but has shape [1]");
    add(
        "InTopK",
        tf -> tf.operation("InTopK").input(floats(tf, 2, 3)).input(ints(tf, 2)).build(),
        "Attribute 'k' (int) is missing");
    add(
        "InTopK",
        tf -> {
          OperationBuilder builder = tf.operation("InTopK").attribute("k", 1L);
          builder.input(floats(tf, 2, 3)).input(ints(tf, 2, 1)).build();
        },
        "Shape must be of rank exactly 1, but is [2,1] of rank 2");
    add(
        "Unique",
        tf -> tf.unique(floats(tf, 2, 3)),
        "Shape must be of rank exactly 1, but is [2,3] of rank 2");
    add(
        "UniqueWithCounts",
        tf -> tf.uniqueWithCounts(floats(tf)),
        "Shape must be of rank exactly 1, but is [] of rank 0");
    add(
        "Where",
        tf -> tf.operation("Where").build(),
        "Where(input: T) -> (index: int64) takes 1 inputs, but 0 were given");
  }
}
