package dev.gradus.user;

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
  }
}
