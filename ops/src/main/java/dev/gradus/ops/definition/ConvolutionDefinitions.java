package dev.gradus.ops.definition;

import dev.gradus.core.OpDef;
import java.util.List;

/** Convolution and pooling: the ops that slide a window over images. */
final class ConvolutionDefinitions {
  private ConvolutionDefinitions() {}

  static List<OpDef> ops() {
    return List.of();
  }
}
