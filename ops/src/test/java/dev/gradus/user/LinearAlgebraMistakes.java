package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;

import dev.gradus.core.OperationBuilder;

/** What can be got wrong with products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraMistakes extends MistakeTable {
  @Override
  void fill() {
    add(
        "MatMul",
        tf -> tf.matmul(floats(tf, 2, 3), floats(tf, 4, 5)),
        "Dimensions must be equal, but are 3 and 4",
        "with input shapes: [2,3], [4,5]");
    add(
        "MatMul",
        tf -> tf.matmul(floats(tf, 2, 3), floats(tf, 3, 5), true, false),
        "Dimensions must be equal, but are 2 and 3");
    add(
        "MatMul",
        tf -> tf.matmul(floats(tf, 2, 3), floats(tf, 3)),
        "Shape must be of rank exactly 2, but is [3] of rank 1");
    add(
        "MatMul",
        tf -> {
          OperationBuilder builder = tf.operation("MatMul").input(floats(tf, 2, 2));
          builder.input(floats(tf, 2, 2)).attribute("transpose_a", "yes").build();
        },
        "attribute 'transpose_a' takes a value of type bool, not yes");
    inBatches();
    inDiagonals();
    add(
        "LinSpace",
        tf -> tf.linspace(tf.constant(0f, 1f), tf.constant(1f), 3),
        "The start must be a scalar, but has shape [2]");
    add(
        "LinSpace",
        tf -> tf.linspace(tf.constant(0f), floats(tf, 1), 3),
        "The stop must be a scalar, but has shape [1]");
    add(
        "LinSpace",
        tf -> tf.linspace(FLOAT32, 0, 1, 0),
        "The number of points must be 1 or more, but is 0");
    add(
        "LinSpace",
        tf -> tf.linspace(INT32, 0, 1, 2),
        "Input 'start' has type int32, but must be one of [float32, float64]");
  }

  private void inBatches() {
    add(
        "BatchMatMulV2",
        tf -> tf.matmul(floats(tf, 5, 2, 3), floats(tf, 4, 5)),
        "Dimensions must be equal, but are 3 and 4",
        "with input shapes: [5,2,3], [4,5]");
    add(
        "BatchMatMulV2",
        tf -> tf.matmul(floats(tf, 5, 2, 3), floats(tf, 4, 3, 2)),
        "Dimensions must be equal, but are 5 and 4");
    add(
        "BatchMatMulV2",
        tf -> tf.matmul(floats(tf, 5, 2, 3), floats(tf, 3)),
        "Shape must be of rank at least 2, but is [3] of rank 1");
    add(
        "BatchMatMulV2",
        tf -> {
          OperationBuilder builder = tf.operation("BatchMatMulV2").input(floats(tf, 2, 2));
          builder.input(floats(tf, 2, 2)).attribute("adj_x", 1).build();
        },
        "attribute 'adj_x' takes a value of type bool, not 1");
  }

  private void inDiagonals() {
    add("Diag", tf -> tf.diag(floats(tf)), "Shape must be of rank at least 1, but is [] of rank 0");
    add(
        "DiagPart",
        tf -> tf.diagPart(floats(tf, 2, 2, 2)),
        "Shape must be of rank 2, 4, 6 or so on, but is [2,2,2] of rank 3");
    add("DiagPart", tf -> tf.diagPart(floats(tf, 2, 3)), "Shapes [2] and [3] are not compatible");
    add(
        "MatrixDiag",
        tf -> tf.matrixDiag(floats(tf)),
        "Shape must be of rank at least 1, but is [] of rank 0");
    add(
        "MatrixDiagPart",
        tf -> tf.matrixDiagPart(floats(tf, 2)),
        "Shape must be of rank at least 2, but is [2] of rank 1");
    add(
        "MatrixSetDiag",
        tf -> tf.matrixSetDiag(floats(tf, 2, 3), floats(tf, 3)),
        "The diagonal of matrices of shape [2,3] has shape [2], not [3]",
        "with input shapes: [2,3], [3]");
    add(
        "MatrixSetDiag",
        tf -> tf.matrixSetDiag(floats(tf, 2), floats(tf, 2)),
        "Shape must be of rank at least 2, but is [2] of rank 1");
    add(
        "MatrixBandPart",
        tf -> tf.matrixBandPart(floats(tf, 2), 0, 0),
        "Shape must be of rank at least 2, but is [2] of rank 1");
    add(
        "MatrixBandPart",
        tf -> tf.matrixBandPart(floats(tf, 2, 3), 3, 0),
        "The number of diagonals below must be negative, for all, or at most 2 for matrices of"
            + " shape [2,3], but is 3");
    add(
        "MatrixBandPart",
        tf -> {
          OperationBuilder builder = tf.operation("MatrixBandPart").input(floats(tf, 2, 2));
          builder.input(tf.constant(1L, 2L)).input(tf.constant(0L)).build();
        },
        "The number of diagonals below must be a scalar, but has shape [2]");
  }
}
