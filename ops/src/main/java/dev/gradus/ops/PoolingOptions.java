package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.OperationBuilder;
import java.util.List;

/**
 * How the window of a {@linkplain NeuralNetworkOps#maxPool pooling} slides over images.
 *
 * <pre>{@code
 * PoolingOptions.of(Padding.SAME).withWindow(3, 3).withStrides(2, 2)
 * }</pre>
 *
 * @param window how large it is, in rows and columns
 * @param strides how far it moves in a step, by rows and columns
 * @param padding what happens at the border
 */
public record PoolingOptions(
    ImmutableList<Integer> window, ImmutableList<Integer> strides, Padding padding) {
  private static final ImmutableList<Integer> TWOS = ImmutableList.of(2, 2);

  /** Returns the options of a window of 2 by 2 that moves by 2: pixels are pooled once each. */
  public static PoolingOptions of(Padding padding) {
    return new PoolingOptions(TWOS, TWOS, padding);
  }

  /** Returns these options with a window of another size, each 1 or more. */
  public PoolingOptions withWindow(int rows, int columns) {
    return new PoolingOptions(ImmutableList.of(rows, columns), strides, padding);
  }

  /** Returns these options with other strides, each 1 or more. */
  public PoolingOptions withStrides(int rows, int columns) {
    return new PoolingOptions(window, ImmutableList.of(rows, columns), padding);
  }

  OperationBuilder applyTo(OperationBuilder builder) {
    return builder
        .attribute("ksize", perDimension(window))
        .attribute("strides", perDimension(strides))
        .attribute("padding", padding.name());
  }

  private static List<Integer> perDimension(List<Integer> values) {
    return List.of(1, values.get(0), values.get(1), 1);
  }
}
