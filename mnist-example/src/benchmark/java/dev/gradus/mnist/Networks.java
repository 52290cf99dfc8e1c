package dev.gradus.mnist;

import dev.gradus.core.Output;
import dev.gradus.ops.Ops;

/** Lets the benchmark have the example's own network, instead of a copy of it. */
public final class Networks {
  private Networks() {}

  /** Adds the convolutional network to the graph. */
  public static Output<Float> convnet(
      Ops tf, Output<Float> pixels, double dropout, Output<Boolean> training) {
    return MnistConvnet.logits(tf, pixels, dropout, training);
  }
}
