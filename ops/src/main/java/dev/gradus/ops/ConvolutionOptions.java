package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.OperationBuilder;
import java.util.List;

/**
 * How the window of a {@linkplain NeuralNetworkOps#conv2d convolution} slides over images.
 *
 * <pre>{@code
 * ConvolutionOptions.of(Padding.SAME).withStrides(2, 2)
 * ConvolutionOptions.ofMargins(1, 1, 0, 0).withDilations(2, 1)
 * }</pre>
 *
 * @param strides how far it moves in a step, by rows and columns
 * @param dilations the distance between its places, by rows and columns: 1 if they are neighbours
 * @param padding what happens at the border; {@link Padding#VALID} with explicit margins
 * @param margins how many zeros are put around the image: above, below, left and right
 */
public record ConvolutionOptions(
    ImmutableList<Integer> strides,
    ImmutableList<Integer> dilations,
    Padding padding,
    ImmutableList<Integer> margins) {
  private static final ImmutableList<Integer> ONES = ImmutableList.of(1, 1);

  /** Returns the options of a window that moves by 1 and has no gaps. */
  public static ConvolutionOptions of(Padding padding) {
    return new ConvolutionOptions(ONES, ONES, padding, ImmutableList.of());
  }

  /**
   * Returns the options of a window that moves by 1 and has no gaps, for images that are padded
   * with zeros as is given here (TensorFlow's padding {@code EXPLICIT}).
   */
  public static ConvolutionOptions ofMargins(int above, int below, int left, int right) {
    return new ConvolutionOptions(
        ONES, ONES, Padding.VALID, ImmutableList.of(above, below, left, right));
  }

  /** Returns these options with other strides, each 1 or more. */
  public ConvolutionOptions withStrides(int rows, int columns) {
    return new ConvolutionOptions(ImmutableList.of(rows, columns), dilations, padding, margins);
  }

  /** Returns these options with other dilations, each 1 or more. */
  public ConvolutionOptions withDilations(int rows, int columns) {
    return new ConvolutionOptions(strides, ImmutableList.of(rows, columns), padding, margins);
  }

  OperationBuilder applyTo(OperationBuilder builder) {
    builder
        .attribute("strides", perDimension(strides))
        .attribute("dilations", perDimension(dilations));
    return margins.isEmpty()
        ? builder.attribute("padding", padding.name())
        : builder.attribute("padding", "EXPLICIT").attribute("explicit_paddings", perSide());
  }

  private static List<Integer> perDimension(List<Integer> values) {
    return List.of(1, values.get(0), values.get(1), 1);
  }

  private List<Integer> perSide() {
    return List.of(0, 0, margins.get(0), margins.get(1), margins.get(2), margins.get(3), 0, 0);
  }
}
