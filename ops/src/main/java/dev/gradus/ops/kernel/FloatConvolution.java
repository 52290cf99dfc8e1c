package dev.gradus.ops.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution of {@code float} images, by the law of convolutions.
 *
 * <p>What the runs need is made once, and belongs to the object: so one thread at a time may use
 * it. It is a copy of the filter, and a few blocks of bounded size, whatever the size of the batch.
 */
final class FloatConvolution {
  private FloatConvolution() {}

  /** Computes the result from images and filter. */
  static final class Forward implements ConvolutionLoop {
    private final Convolution sizes;
    private final PatchProduct product;
    private final PatchProduct.Scratch scratch;
    private final float[] weights;

    /** Makes what the runs need. */
    Forward(Convolution sizes) {
      this.sizes = sizes;
      product = new PatchProduct(Patches.forward(sizes));
      scratch = product.newScratch();
      weights = new float[product.patches().terms() * sizes.filters()];
    }

    @Override
    public void run(float[] images, float[] filter, float[] result) {
      int depth = product.patches().terms();
      int filters = sizes.filters();
      for (int k = 0; k < depth; k++) {
        for (int i = 0; i < filters; i++) {
          weights[i * depth + k] = filter[k * filters + i];
        }
      }
      product.run(images, weights, result, scratch);
    }
  }

  /** Computes the gradient by the images from the filter and the gradient by the result. */
  static final class ByImages implements ConvolutionLoop {
    private final Convolution sizes;
    private final List<PatchProduct> products = new ArrayList<>();
    private final PatchProduct.Scratch scratch;
    private final float[] weights;

    /** Makes what the runs need. */
    ByImages(Convolution sizes) {
      this.sizes = sizes;
      int pixels = 0;
      int depth = 0;
      for (Patches patches : Patches.back(sizes)) {
        products.add(new PatchProduct(patches));
        pixels = Math.max(pixels, patches.pixels());
        depth = Math.max(depth, patches.terms());
      }
      scratch = new PatchProduct.Scratch(pixels, depth, sizes.channels());
      weights = new float[depth * sizes.channels()];
    }

    @Override
    public void run(float[] filter, float[] gradient, float[] byImages) {
      for (PatchProduct product : products) {
        arrange(filter, product.patches());
        product.run(gradient, weights, byImages, scratch);
      }
    }

    /** Lays out what the filter has at the places that some patches have. */
    private void arrange(float[] filter, Patches patches) {
      int filters = sizes.filters();
      int to = 0;
      for (int channel = 0; channel < sizes.channels(); channel++) {
        for (int row : patches.rows().places()) {
          for (int column : patches.columns().places()) {
            int place = row * sizes.columns().window() + column;
            int from = (place * sizes.channels() + channel) * filters;
            System.arraycopy(filter, from, weights, to, filters);
            to += filters;
          }
        }
      }
    }
  }

  /** Computes the gradient by the filter from the images and the gradient by the result. */
  static final class ByFilter implements ConvolutionLoop {
    private static final int DEPTH = 64;
    private static final int MOST_PANEL = 1 << 18;
    private static final int FEW = 48;

    private final Convolution sizes;
    private final int terms;
    private final boolean alongPatch;
    private final int depth;
    private final FloatChains chains;
    private final float[] patches;

    /** Makes what the runs need. */
    ByFilter(Convolution sizes) {
      this.sizes = sizes;
      int filters = sizes.filters();
      terms = sizes.places() * sizes.channels();
      alongPatch = terms >= FEW || terms >= filters;
      int width = alongPatch ? terms : filters;
      depth = Math.max(4, Math.min(DEPTH, MOST_PANEL / Math.max(width, 1)));
      chains = new FloatChains(depth, alongPatch ? filters : terms, width);
      patches = new float[alongPatch ? 0 : depth * terms];
    }

    @Override
    public void run(float[] images, float[] gradient, float[] byFilter) {
      for (float[] row : chains.sums) {
        Arrays.fill(row, 0f);
      }
      int filters = sizes.filters();
      int steps = sizes.steps();
      for (int first = 0; first < steps; first += depth) {
        int count = Math.min(depth, steps - first);
        if (alongPatch) {
          for (int i = 0; i < count; i++) {
            copyPatch(images, first + i, chains.panel[i], 0);
          }
          chains.run(gradient, first * filters, 1, filters, filters, count, terms);
        } else {
          for (int i = 0; i < count; i++) {
            copyPatch(images, first + i, patches, i * terms);
            System.arraycopy(gradient, (first + i) * filters, chains.panel[i], 0, filters);
          }
          chains.run(patches, 0, 1, terms, terms, count, filters);
        }
      }
      for (int i = 0; i < terms; i++) {
        for (int j = 0; j < filters; j++) {
          byFilter[i * filters + j] = alongPatch ? chains.sums[j][i] : chains.sums[i][j];
        }
      }
    }

    /** Copies what lies under the window at a step; zeros for what lies outside of the image. */
    private void copyPatch(float[] images, int step, float[] patch, int offset) {
      WindowAxis rows = sizes.rows();
      WindowAxis columns = sizes.columns();
      int channels = sizes.channels();
      int column = step % columns.steps();
      int row = step / columns.steps() % rows.steps();
      int image = step / columns.steps() / rows.steps();
      int firstPlace = columns.firstPlace(column);
      int endPlace = Math.max(firstPlace, columns.endPlace(column));
      int line = columns.window() * channels;
      int to = offset;
      for (int i = 0; i < rows.window(); i++, to += line) {
        int y = rows.element(row, i);
        if (!rows.isInside(y)) {
          Arrays.fill(patch, to, to + line, 0f);
          continue;
        }
        Arrays.fill(patch, to, to + firstPlace * channels, 0f);
        Arrays.fill(patch, to + endPlace * channels, to + line, 0f);
        int from = (image * rows.input() + y) * columns.input();
        if (columns.dilation() == 1 && firstPlace < endPlace) {
          System.arraycopy(
              images,
              (from + columns.element(column, firstPlace)) * channels,
              patch,
              to + firstPlace * channels,
              (endPlace - firstPlace) * channels);
        } else {
          for (int j = firstPlace; j < endPlace; j++) {
            System.arraycopy(
                images,
                (from + columns.element(column, j)) * channels,
                patch,
                to + j * channels,
                channels);
          }
        }
      }
    }
  }
}
