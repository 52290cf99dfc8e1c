package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.Convolution;
import dev.gradus.ops.kernel.ConvolutionLoop;
import dev.gradus.ops.kernel.Patches;
import java.util.List;

/** Convolution, and its gradient by the images, as products of patches with the filter. */
final class VectorConvolution {
  private VectorConvolution() {}

  /** Returns the loop that computes the result from images and filter. */
  static ConvolutionLoop forward(Convolution sizes, Workers workers) {
    VectorPatchProduct product = new VectorPatchProduct(Patches.forward(sizes), workers);
    int filters = sizes.filters();
    return (images, filter, result) -> {
      for (int term = 0; term < product.patches().terms(); term++) {
        product.setWeights(term, filter, term * filters, 1);
      }
      product.run(images, result);
    };
  }

  /** Returns the loop that computes the gradient by the images from filter and gradient. */
  static ConvolutionLoop byImages(Convolution sizes, Workers workers) {
    List<VectorPatchProduct> products =
        Patches.back(sizes).stream()
            .map(patches -> new VectorPatchProduct(patches, workers))
            .toList();
    return (filter, gradient, byImages) -> {
      for (int i = 0; i < products.size(); i++) {
        VectorPatchProduct product = products.get(i);
        transpose(filter, sizes, product);
        product.run(gradient, byImages);
      }
    };
  }

  /**
   * Takes from the filter the weights of the terms: for each of its channels, those of a filter.
   */
  private static void transpose(float[] filter, Convolution sizes, VectorPatchProduct product) {
    int filters = sizes.filters();
    int windowColumns = sizes.columns().window();
    for (int term = 0; term < product.patches().terms(); term++) {
      int place = product.patches().place(term, windowColumns);
      product.setWeights(
          term, filter, place * sizes.channels() * filters + term % filters, filters);
    }
  }
}
