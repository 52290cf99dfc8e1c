package dev.gradus.ops;

import com.google.common.collect.ImmutableList;

/**
 * What can be chosen about a {@linkplain LayerOps#conv2d convolutional layer} beside its filters.
 *
 * <pre>{@code
 * Conv2dOptions.defaults().withPadding(Padding.SAME).withActivation(NeuralNetworkOps::relu)
 * }</pre>
 *
 * @param window how the filters slide over the images
 * @param activation what is done with each sum
 * @param useBias whether a trained number is added to each sum
 * @param kernelInitializer how the weights start
 * @param biasInitializer how the biases start
 */
public record Conv2dOptions(
    ConvolutionOptions window,
    Activation activation,
    boolean useBias,
    Initializer kernelInitializer,
    Initializer biasInitializer) {
  private static final Conv2dOptions DEFAULTS =
      new Conv2dOptions(
          ConvolutionOptions.of(Padding.VALID),
          Activation.linear(),
          true,
          Initializers.glorotUniform(),
          Initializers.zeros());

  /**
   * Returns TensorFlow's defaults: a filter that stays inside of the image and moves by 1, no
   * activation, biases that start at zero, and weights by {@link Initializers#glorotUniform}.
   */
  public static Conv2dOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another way for the filters to slide. */
  public Conv2dOptions withWindow(ConvolutionOptions changed) {
    return new Conv2dOptions(changed, activation, useBias, kernelInitializer, biasInitializer);
  }

  /** Returns these options with another padding, and no margins. */
  public Conv2dOptions withPadding(Padding changed) {
    return withWindow(
        new ConvolutionOptions(window.strides(), window.dilations(), changed, ImmutableList.of()));
  }

  /** Returns these options with other strides, each 1 or more. */
  public Conv2dOptions withStrides(int rows, int columns) {
    return withWindow(window.withStrides(rows, columns));
  }

  /** Returns these options with another activation. */
  public Conv2dOptions withActivation(Activation changed) {
    return new Conv2dOptions(window, changed, useBias, kernelInitializer, biasInitializer);
  }

  /** Returns these options without biases. */
  public Conv2dOptions withoutBias() {
    return new Conv2dOptions(window, activation, false, kernelInitializer, biasInitializer);
  }

  /** Returns these options with another start of the weights. */
  public Conv2dOptions withKernelInitializer(Initializer changed) {
    return new Conv2dOptions(window, activation, useBias, changed, biasInitializer);
  }

  /** Returns these options with biases that start in another way. */
  public Conv2dOptions withBiasInitializer(Initializer changed) {
    return new Conv2dOptions(window, activation, true, kernelInitializer, changed);
  }
}
