package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import java.util.Map;

/**
 * The gradients of convolution and pooling.
 *
 * <p>A convolution is linear in its images and in its filter. Its gradient by either is an op of
 * its own, which is linear, too; so the gradients of those are these three ops again, whatever the
 * order. Likewise for pooling: to choose the greatest elements is linear as long as the choice
 * stays the same.
 */
public final class ConvolutionGradients implements GradientLibrary {
  private static final Family CONVOLUTION =
      new Family("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter");

  private static final Family DEPTHWISE =
      new Family(
          "DepthwiseConv2dNative",
          "DepthwiseConv2dNativeBackpropInput",
          "DepthwiseConv2dNativeBackpropFilter");

  /** Creates the library; called by Java's service loader. */
  public ConvolutionGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    ImmutableMap.Builder<String, Gradient> gradients = ImmutableMap.builder();
    for (Family family : new Family[] {CONVOLUTION, DEPTHWISE}) {
      gradients
          .put(family.forward, family::ofForward)
          .put(family.byImages, family::ofByImages)
          .put(family.byFilter, family::ofByFilter);
    }
    return gradients
        .put("BiasAdd", ConvolutionGradients::biasAdd)
        .put("BiasAddGrad", ConvolutionGradients::biasAddGrad)
        .put("MaxPool", ConvolutionGradients::maxPool)
        .put("MaxPoolGrad", ConvolutionGradients::maxPoolGrad)
        .put("MaxPoolGradGrad", ConvolutionGradients::maxPoolGradGrad)
        .put("AvgPool", ConvolutionGradients::avgPool)
        .put("AvgPoolGrad", ConvolutionGradients::avgPoolGrad)
        .buildOrThrow();
  }

  /** Adds an op that slides the same window as the operation of this step. */
  private static Output<Number> sameWindow(BackwardStep step, String type, Operand<?>... inputs) {
    OperationBuilder builder = step.tf().operation(type);
    step.operation().attributes().asMap().forEach(builder::attribute);
    for (Operand<?> input : inputs) {
      builder.input(input);
    }
    return builder.build().output(0);
  }

  /**
   * The ops that make one of a convolution's three tensors from the others.
   *
   * @param forward the result, of images and filter
   * @param byImages the gradient by the images, of their shape, filter and gradient by the result
   * @param byFilter the gradient by the filter, of images, its shape and gradient by the result
   */
  private record Family(String forward, String byImages, String byFilter) {
    void ofForward(BackwardStep step) {
      Output<Number> images = step.input(0);
      Output<Number> filter = step.input(1);
      Output<Number> g = step.upstream();
      step.send(0, () -> sameWindow(step, byImages, step.tf().shape(images), filter, g));
      step.send(1, () -> sameWindow(step, byFilter, images, step.tf().shape(filter), g));
    }

    void ofByImages(BackwardStep step) {
      Output<Number> filter = step.input(1);
      Output<Number> g = step.upstream();
      step.send(1, () -> sameWindow(step, byFilter, g, step.tf().shape(filter), step.input(2)));
      step.send(2, () -> sameWindow(step, forward, g, filter));
    }

    void ofByFilter(BackwardStep step) {
      Output<Number> images = step.input(0);
      Output<Number> g = step.upstream();
      step.send(0, () -> sameWindow(step, byImages, step.tf().shape(images), g, step.input(2)));
      step.send(2, () -> sameWindow(step, forward, images, g));
    }
  }

  private static void biasAdd(BackwardStep step) {
    Output<Number> g = step.upstream();
    step.send(0, () -> g);
    step.send(1, () -> sameWindow(step, "BiasAddGrad", g));
  }

  /** Each element had a part in the sum of its channel: it gets what arrives there. */
  private static void biasAddGrad(BackwardStep step) {
    step.send(
        0, () -> sameWindow(step, "BiasAdd", step.tf().zerosLike(step.input(0)), step.upstream()));
  }

  private static void maxPool(BackwardStep step) {
    step.send(
        0, () -> sameWindow(step, "MaxPoolGrad", step.input(0), step.output(0), step.upstream()));
  }

  /** Where the greatest elements are does not change by small amounts. */
  private static void maxPoolGrad(BackwardStep step) {
    step.send(
        2,
        () -> sameWindow(step, "MaxPoolGradGrad", step.input(0), step.input(1), step.upstream()));
  }

  private static void maxPoolGradGrad(BackwardStep step) {
    step.send(
        2, () -> sameWindow(step, "MaxPoolGrad", step.input(0), step.input(1), step.upstream()));
  }

  private static void avgPool(BackwardStep step) {
    step.send(
        0, () -> sameWindow(step, "AvgPoolGrad", step.tf().shape(step.input(0)), step.upstream()));
  }

  private static void avgPoolGrad(BackwardStep step) {
    step.send(1, () -> sameWindow(step, "AvgPool", step.upstream()));
  }
}
