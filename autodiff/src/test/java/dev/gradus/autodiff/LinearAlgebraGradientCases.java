package dev.gradus.autodiff;

import java.util.stream.Stream;

/** The cases for products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraGradientCases {
  private LinearAlgebraGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of();
  }
}
