package dev.gradus.ops;

/**
 * What can be chosen about a {@linkplain LayerOps#dense dense layer} beside its number of units.
 *
 * <pre>{@code
 * DenseOptions.defaults().withActivation(NeuralNetworkOps::relu)
 * }</pre>
 *
 * @param activation what is done with each sum
 * @param useBias whether a trained number is added to each sum
 * @param kernelInitializer how the weights start
 * @param biasInitializer how the biases start
 */
public record DenseOptions(
    Activation activation,
    boolean useBias,
    Initializer kernelInitializer,
    Initializer biasInitializer) {
  private static final DenseOptions DEFAULTS =
      new DenseOptions(
          Activation.linear(), true, Initializers.glorotUniform(), Initializers.zeros());

  /**
   * Returns TensorFlow's defaults: no activation, biases that start at zero, and weights by {@link
   * Initializers#glorotUniform}.
   */
  public static DenseOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another activation. */
  public DenseOptions withActivation(Activation changed) {
    return new DenseOptions(changed, useBias, kernelInitializer, biasInitializer);
  }

  /** Returns these options without biases. */
  public DenseOptions withoutBias() {
    return new DenseOptions(activation, false, kernelInitializer, biasInitializer);
  }

  /** Returns these options with another start of the weights. */
  public DenseOptions withKernelInitializer(Initializer changed) {
    return new DenseOptions(activation, useBias, changed, biasInitializer);
  }

  /** Returns these options with biases that start in another way. */
  public DenseOptions withBiasInitializer(Initializer changed) {
    return new DenseOptions(activation, true, kernelInitializer, changed);
  }
}
