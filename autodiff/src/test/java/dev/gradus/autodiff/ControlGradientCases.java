package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import java.util.List;
import java.util.stream.Stream;

/** The cases for the ops that decide what runs, and that look at values while they run. */
final class ControlGradientCases {
  private ControlGradientCases() {}

  static Stream<GradientCase> all() {
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
}
