package dev.gradus.user;

import dev.gradus.core.OperationBuilder;

/** What can be got wrong with the ops that take matrices apart, and solve equations. */
final class DecompositionMistakes extends MistakeTable {
  @Override
  void fill() {
    add(
        "Qr",
        tf -> tf.qr(floats(tf, 3)),
        "Shape must be of rank at least 2, but is [3] of rank 1",
        "with input shapes: [3]");
    add(
        "Qr",
        tf -> tf.qr(ints(tf, 3, 3)),
        "Input 'input' has type int32, but must be one of [float32, float64]");
    add(
        "Qr",
        tf -> tf.operation("Qr").input(floats(tf, 2, 2)).attribute("full_matrices", 1).build(),
        "attribute 'full_matrices' takes a value of type bool, not 1");
    add(
        "MatrixTriangularSolve",
        tf -> tf.matrixTriangularSolve(floats(tf, 2, 3), floats(tf, 2, 1)),
        "The matrix must be square, but has shape [2,3]",
        "with input shapes: [2,3], [2,1]");
    add(
        "MatrixTriangularSolve",
        tf -> tf.matrixTriangularSolve(floats(tf, 3, 3), floats(tf, 3)),
        "Shape must be of rank at least 2, but is [3] of rank 1");
    add(
        "MatrixTriangularSolve",
        tf -> tf.matrixTriangularSolve(floats(tf, 3, 3), floats(tf, 4, 1)),
        "Dimensions must be equal, but are 3 and 4");
    add(
        "MatrixTriangularSolve",
        tf -> tf.matrixTriangularSolve(floats(tf, 2, 3, 3), floats(tf, 4, 3, 1)),
        "Shapes [2] and [4] are not compatible");
    add(
        "MatrixTriangularSolve",
        tf -> {
          OperationBuilder builder = tf.operation("MatrixTriangularSolve");
          builder.input(floats(tf, 3, 3)).input(floats(tf, 3, 1)).attribute("lower", "yes").build();
        },
        "attribute 'lower' takes a value of type bool, not yes");
  }
}
