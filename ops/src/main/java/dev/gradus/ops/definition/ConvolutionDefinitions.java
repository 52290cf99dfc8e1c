package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;

import dev.gradus.core.AttributeType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.Convolution;
import dev.gradus.ops.kernel.DoubleConvolution;
import dev.gradus.ops.kernel.DoubleDepthwiseConvolution;
import dev.gradus.ops.kernel.FloatDepthwiseConvolution;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.IntConvolution;
import dev.gradus.ops.kernel.Kernels;
import java.util.List;

/**
 * Convolution of images with a filter, and its gradients.
 *
 * <p>A convolution is linear in its images and linear in its filter. So of the three tensors
 * (images, filter and result), each has an op that makes it, or its gradient, from the other two;
 * and the gradients of these three ops are again these three ops.
 *
 * <p>In a depthwise convolution, each channel of the images has a filter of its own.
 */
final class ConvolutionDefinitions {
  private static final FloatKernels FLOATS = Kernels.floats();

  /** Computes one of a convolution's tensors from the two others, for certain sizes. */
  private interface Loop<A> {
    void run(A first, A second, A result);
  }

  /** Makes the loop for certain sizes. */
  private interface Maker<A> {
    Loop<A> make(Convolution sizes, Workers workers);
  }

  /** Computes one of a convolution's tensors from the two others. */
  private interface PlainLoop<A> {
    void run(Convolution sizes, A first, A second, A result);
  }

  private ConvolutionDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        forward(
            convolution("Conv2D"),
            false,
            loops(
                    (sizes, workers) -> FLOATS.convolution(sizes, workers)::run,
                    DoubleConvolution::forward)
                .and(INT32, plain(IntConvolution::forward))),
        byImages(
            convolution("Conv2DBackpropInput"),
            false,
            loops(
                    (sizes, workers) -> FLOATS.convolutionByImages(sizes, workers)::run,
                    DoubleConvolution::byImages)
                .and(INT32, plain(IntConvolution::byImages))),
        byFilter(
            convolution("Conv2DBackpropFilter"),
            false,
            loops(
                (sizes, workers) -> FLOATS.convolutionByFilter(sizes, workers)::run,
                DoubleConvolution::byFilter)),
        forward(
            windowed("DepthwiseConv2dNative"),
            true,
            loops(plain(FloatDepthwiseConvolution::forward), DoubleDepthwiseConvolution::forward)),
        byImages(
            windowed("DepthwiseConv2dNativeBackpropInput"),
            true,
            loops(
                plain(FloatDepthwiseConvolution::byImages), DoubleDepthwiseConvolution::byImages)),
        byFilter(
            windowed("DepthwiseConv2dNativeBackpropFilter"),
            true,
            loops(
                plain(FloatDepthwiseConvolution::byFilter), DoubleDepthwiseConvolution::byFilter)));
  }

  private static LoopTable<Maker<?>> loops(Maker<float[]> floats, PlainLoop<double[]> doubles) {
    return LoopTable.<Maker<?>>of(FLOAT32, floats).and(FLOAT64, plain(doubles));
  }

  private static <A> Maker<A> plain(PlainLoop<A> loop) {
    return (sizes, workers) -> (first, second, result) -> loop.run(sizes, first, second, result);
  }

  private static OpDef.Builder windowed(String name) {
    return OpDef.named(name)
        .attribute("strides", AttributeType.INT_LIST)
        .attribute("padding", AttributeType.STRING)
        .attribute("data_format", "NHWC")
        .attribute("dilations", List.of(1L, 1L, 1L, 1L));
  }

  private static OpDef.Builder convolution(String name) {
    return windowed(name)
        .attribute("use_cudnn_on_gpu", true)
        .attribute("explicit_paddings", List.of());
  }

  private static OpDef forward(OpDef.Builder op, boolean depthwise, LoopTable<Maker<?>> loops) {
    return op.typeAttribute("T", loops.types())
        .input("input", "T")
        .input("filter", "T")
        .output("output", "T")
        .shape(
            context ->
                resultShape(context, context.inputShape(0), context.inputShape(1), depthwise))
        .kernel(
            context -> prepare(loops, context, context.inputShape(0), context.inputShape(1), 0, 1))
        .build();
  }

  private static OpDef byImages(OpDef.Builder op, boolean depthwise, LoopTable<Maker<?>> loops) {
    return op.typeAttribute("T", loops.types())
        .parameter("input_sizes", INT32)
        .input("filter", "T")
        .input("out_backprop", "T")
        .output("output", "T")
        .shape(context -> imagesShape(context, depthwise))
        .kernel(
            context -> prepare(loops, context, context.outputShape(0), context.inputShape(1), 1, 2))
        .build();
  }

  private static OpDef byFilter(OpDef.Builder op, boolean depthwise, LoopTable<Maker<?>> loops) {
    return op.typeAttribute("T", loops.types())
        .input("input", "T")
        .parameter("filter_sizes", INT32)
        .input("out_backprop", "T")
        .output("output", "T")
        .shape(context -> filterShape(context, depthwise))
        .kernel(
            context -> prepare(loops, context, context.inputShape(0), context.outputShape(0), 0, 2))
        .build();
  }

  private static Kernel prepare(
      LoopTable<Maker<?>> loops,
      KernelContext context,
      Shape images,
      Shape filter,
      int first,
      int second) {
    Windows windows = Windows.ofConvolution(context.attributes());
    Convolution sizes =
        new Convolution(
            images.dimension(0),
            windows.rows().axis(images.dimension(1), filter.dimension(0)),
            windows.columns().axis(images.dimension(2), filter.dimension(1)),
            images.dimension(3),
            filter.dimension(3));
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    Maker<Object> maker = (Maker<Object>) loops.get(context.outputType(0));
    Loop<Object> loop = maker.make(sizes, context.workers());
    return call -> loop.run(call.input(first), call.input(second), call.output(0));
  }

  private static Shape resultShape(
      ShapeContext context, Shape images, Shape filter, boolean depthwise) {
    Windows windows = Windows.ofConvolution(context.attributes());
    int[] image = Windows.dimensions(images);
    int[] window = Windows.dimensions(filter);
    if (image[3] != Shape.UNKNOWN && window[2] != Shape.UNKNOWN && image[3] != window[2]) {
      throw new GradusException(
          "The images have %d channels, but the filter is for %d".formatted(image[3], window[2]));
    }
    return Shape.of(
        image[0],
        windows.rows().steps(image[1], window[0]),
        windows.columns().steps(image[2], window[1]),
        depthwise ? product(Math.max(image[3], window[2]), window[3]) : window[3]);
  }

  private static int product(int channels, int filters) {
    return channels == Shape.UNKNOWN || filters == Shape.UNKNOWN
        ? Shape.UNKNOWN
        : Math.multiplyExact(channels, filters);
  }

  private static Shape imagesShape(ShapeContext context, boolean depthwise) {
    Shape filter = context.inputShape(1);
    Shape gradient = context.inputShape(2);
    Shape images = Shape.of(Windows.dimensions(Parameters.shape(context, 0)));
    requireFit(resultShape(context, images, filter, depthwise), gradient);
    return images.mergeWith(
        Shape.of(
            Windows.dimensions(gradient)[0],
            Shape.UNKNOWN,
            Shape.UNKNOWN,
            Windows.dimensions(filter)[2]));
  }

  private static Shape filterShape(ShapeContext context, boolean depthwise) {
    Shape images = context.inputShape(0);
    Shape gradient = context.inputShape(2);
    Shape filter = Shape.of(Windows.dimensions(Parameters.shape(context, 1)));
    requireFit(resultShape(context, images, filter, depthwise), gradient);
    return filter.mergeWith(
        Shape.of(
            Shape.UNKNOWN,
            Shape.UNKNOWN,
            Windows.dimensions(images)[3],
            depthwise ? Shape.UNKNOWN : Windows.dimensions(gradient)[3]));
  }

  private static void requireFit(Shape result, Shape gradient) {
    Windows.dimensions(gradient);
    if (!result.isCompatibleWith(gradient)) {
      throw new GradusException(
          "The gradient by a result of shape %s has that shape, but is %s"
              .formatted(result, gradient));
    }
  }
}
