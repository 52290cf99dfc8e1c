package dev.gradus.ops.cases;

import java.util.List;

/** Samples of convolution and pooling. */
final class ConvolutionCases {
  private ConvolutionCases() {}

  static List<OpCase> all() {
    return List.of();
  }
}
