package dev.gradus.user;

import java.util.List;

/** What can be got wrong with the ops that make one number of several. */
final class ReductionMistakes extends MistakeTable {
  @Override
  void fill() {
    for (String op : List.of("Sum", "Mean", "Max", "Min")) {
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(0, 2)).build(),
          "Axis 2 is out of range: shape [2,3] has 2 dimensions",
          "with input shapes: [2,3], [2]");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(1, -1)).build(),
          "Axis -1 stands twice in [1, -1]");
    }
    for (String op : List.of("ArgMax", "ArgMin")) {
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(-3)).build(),
          "Axis -3 is out of range: shape [2,3] has 2 dimensions");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(0, 1)).build(),
          "The axis must be a scalar, but has shape [2]");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf)).input(tf.constant(0)).build(),
          "Shape must be of rank at least 1, but is [] of rank 0");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 0)).input(tf.constant(1)).build(),
          "Axis 1 of shape [2,0] is empty");
    }
  }
}
