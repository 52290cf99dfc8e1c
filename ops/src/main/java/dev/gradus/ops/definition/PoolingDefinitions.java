package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.DataType.UINT8;

import dev.gradus.core.AttributeType;
import dev.gradus.core.Attributes;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.DoubleAveragePooling;
import dev.gradus.ops.kernel.FloatAveragePooling;
import dev.gradus.ops.kernel.FloatMaxPooling;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.MaxPooling;
import dev.gradus.ops.kernel.Pooling;
import java.util.List;

/** The greatest element under a window that slides over images, or the mean; and gradients. */
final class PoolingDefinitions {
  private static final LoopTable<MaxPooling<?>> MAX =
      LoopTable.<MaxPooling<?>>of(FLOAT32, MaxPooling.FLOATS)
          .and(FLOAT64, MaxPooling.DOUBLES)
          .and(INT32, MaxPooling.INTS)
          .and(INT64, MaxPooling.LONGS)
          .and(UINT8, MaxPooling.UNSIGNED_BYTES);

  private PoolingDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        pooling("MaxPool")
            .typeAttributeWithDefault("T", MAX.types())
            .input("input", "T")
            .output("output", "T")
            .shape(context -> resultShape(context.attributes(), context.inputShape(0)))
            .kernel(PoolingDefinitions::max)
            .build(),
        pooling("MaxPoolGrad")
            .typeAttributeWithDefault("T", MAX.types())
            .input("orig_input", "T")
            .input("orig_output", "T")
            .input("grad", "T")
            .output("output", "T")
            .shape(PoolingDefinitions::maxByImagesShape)
            .kernel(PoolingDefinitions::maxByImages)
            .build(),
        pooling("MaxPoolGradGrad")
            .typeAttribute("T", MAX.types())
            .input("orig_input", "T")
            .input("orig_output", "T")
            .input("grad", "T")
            .output("output", "T")
            .shape(PoolingDefinitions::atGreatestShape)
            .kernel(PoolingDefinitions::atGreatest)
            .build(),
        pooling("AvgPool")
            .typeAttribute("T", Types.FLOATING)
            .input("value", "T")
            .output("output", "T")
            .shape(context -> resultShape(context.attributes(), context.inputShape(0)))
            .kernel(PoolingDefinitions::mean)
            .build(),
        pooling("AvgPoolGrad")
            .typeAttribute("T", Types.FLOATING)
            .parameter("orig_input_shape", INT32)
            .input("grad", "T")
            .output("output", "T")
            .shape(PoolingDefinitions::meanByImagesShape)
            .kernel(PoolingDefinitions::meanByImages)
            .build());
  }

  private static OpDef.Builder pooling(String name) {
    return OpDef.named(name)
        .attribute("ksize", AttributeType.INT_LIST)
        .attribute("strides", AttributeType.INT_LIST)
        .attribute("padding", AttributeType.STRING)
        .attribute("data_format", "NHWC");
  }

  private static Shape resultShape(Attributes attributes, Shape images) {
    Windows windows = Windows.ofPooling(attributes);
    int[] window = attributes.getInts("ksize");
    int[] image = Windows.dimensions(images);
    return Shape.of(
        image[0],
        windows.rows().steps(image[1], window[1]),
        windows.columns().steps(image[2], window[2]),
        image[3]);
  }

  private static Shape requireFit(String what, Shape given, Shape wanted) {
    if (!given.isCompatibleWith(wanted)) {
      throw new GradusException("%s has shape %s, not %s".formatted(what, wanted, given));
    }
    return given.mergeWith(wanted);
  }

  /** Returns what is known of the images from the shape of a result. */
  private static Shape imagesOf(Shape result) {
    int[] known = Windows.dimensions(result);
    return Shape.of(known[0], Shape.UNKNOWN, Shape.UNKNOWN, known[3]);
  }

  private static Shape maxByImagesShape(ShapeContext context) {
    Shape images = context.inputShape(0);
    Shape result = resultShape(context.attributes(), images);
    result = requireFit("The result of pooling these images", context.inputShape(1), result);
    result = requireFit("The gradient by the result", context.inputShape(2), result);
    return images.mergeWith(imagesOf(result));
  }

  private static Shape atGreatestShape(ShapeContext context) {
    Shape images = Shape.of(Windows.dimensions(context.inputShape(0)));
    images = requireFit("The gradient by these images", context.inputShape(2), images);
    Shape result = resultShape(context.attributes(), images);
    return requireFit("The result of pooling these images", context.inputShape(1), result);
  }

  private static Shape meanByImagesShape(ShapeContext context) {
    Shape images = Shape.of(Windows.dimensions(Parameters.shape(context, 0)));
    Shape result = resultShape(context.attributes(), images);
    result = requireFit("The gradient by the result", context.inputShape(1), result);
    return images.mergeWith(imagesOf(result));
  }

  private static Pooling sizes(KernelContext context, Shape images) {
    Windows windows = Windows.ofPooling(context.attributes());
    int[] window = context.attributes().getInts("ksize");
    return new Pooling(
        images.dimension(0),
        windows.rows().axis(images.dimension(1), window[1]),
        windows.columns().axis(images.dimension(2), window[2]),
        images.dimension(3));
  }

  @SuppressWarnings("unchecked") // The loops are those for the type of the arrays.
  private static MaxPooling<Object> maxLoops(KernelContext context) {
    return (MaxPooling<Object>) MAX.get(context.inputType(0));
  }

  private static Kernel max(KernelContext context) {
    Pooling sizes = sizes(context, context.inputShape(0));
    if (context.inputType(0).equals(FLOAT32)) {
      FloatMaxPooling pooling = Kernels.floats().maxPooling(sizes, context.workers());
      return call -> pooling.forward(call.inputFloats(0), call.outputFloats(0));
    }
    MaxPooling<Object> loops = maxLoops(context);
    return call -> loops.forward(sizes, call.input(0), call.output(0));
  }

  private static Kernel maxByImages(KernelContext context) {
    Pooling sizes = sizes(context, context.inputShape(0));
    if (context.inputType(0).equals(FLOAT32)) {
      FloatMaxPooling pooling = Kernels.floats().maxPooling(sizes, context.workers());
      return call ->
          pooling.byImages(call.inputFloats(0), call.inputFloats(2), call.outputFloats(0));
    }
    MaxPooling<Object> loops = maxLoops(context);
    int[] places = new int[sizes.channels()];
    return call -> loops.byImages(sizes, call.input(0), call.input(2), call.output(0), places);
  }

  private static Kernel atGreatest(KernelContext context) {
    Pooling sizes = sizes(context, context.inputShape(0));
    MaxPooling<Object> loops = maxLoops(context);
    int[] places = new int[sizes.channels()];
    return call ->
        loops.atGreatest(
            sizes, call.input(0), call.input(1), call.input(2), call.output(0), places);
  }

  private static Kernel mean(KernelContext context) {
    Pooling sizes = sizes(context, context.inputShape(0));
    return context.outputType(0).equals(FLOAT32)
        ? call -> FloatAveragePooling.forward(sizes, call.inputFloats(0), call.outputFloats(0))
        : call -> DoubleAveragePooling.forward(sizes, call.inputDoubles(0), call.outputDoubles(0));
  }

  private static Kernel meanByImages(KernelContext context) {
    Pooling sizes = sizes(context, context.outputShape(0));
    int channels = sizes.channels();
    if (context.outputType(0).equals(FLOAT32)) {
      float[] parts = new float[channels];
      return call ->
          FloatAveragePooling.byImages(sizes, call.inputFloats(1), call.outputFloats(0), parts);
    }
    double[] parts = new double[channels];
    return call ->
        DoubleAveragePooling.byImages(sizes, call.inputDoubles(1), call.outputDoubles(0), parts);
  }
}
