package dev.gradus.user;

import java.util.List;

/**
 * What can be got wrong with the ops that decide what runs, and that look at values while they run.
 */
final class ControlMistakes extends MistakeTable {
  @Override
  void fill() {
    inLookingAtValues();
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
