package dev.gradus.ops;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each method of the face adds the op that TensorFlow's function of that name adds. */
class FaceTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> x = tf.named("x").placeholder(FLOAT32, Shape.of(2, 3));
  private final Output<Float> y = tf.named("y").placeholder(FLOAT32, Shape.of(2, 3));
  private final Output<Integer> i = tf.named("i").placeholder(INT32, Shape.of(2));

  /** Checks op type and name, and that the inputs stand in the order in which they were given. */
  private static void assertAdds(Output<?> output, String type, String name, Output<?>... inputs) {
    Operation operation = output.operation();
    assertThat(operation.type()).isEqualTo(type);
    assertThat(operation.name()).isEqualTo(name);
    assertThat(operation.inputs()).startsWith(inputs);
  }

  @Test
  void arithmetic() {
    assertAdds(tf.add(x, y), "AddV2", "Add", x, y);
    assertAdds(tf.sub(x, y), "Sub", "Sub", x, y);
    assertAdds(tf.mul(x, y), "Mul", "Mul", x, y);
    assertAdds(tf.div(x, y), "RealDiv", "div", x, y);
    assertAdds(tf.div(i, i), "FloorDiv", "div_1", i, i);
    assertAdds(tf.pow(x, y), "Pow", "Pow", x, y);
    assertAdds(tf.maximum(x, y), "Maximum", "Maximum", x, y);
    assertAdds(tf.minimum(x, y), "Minimum", "Minimum", x, y);
    assertAdds(tf.addN(List.of(x, y, x)), "AddN", "AddN", x, y, x);
  }

  @Test
  void functions() {
    assertAdds(tf.neg(x), "Neg", "Neg", x);
    assertAdds(tf.abs(x), "Abs", "Abs", x);
    assertAdds(tf.sign(x), "Sign", "Sign", x);
    assertAdds(tf.square(x), "Square", "Square", x);
    assertAdds(tf.sqrt(x), "Sqrt", "Sqrt", x);
    assertAdds(tf.exp(x), "Exp", "Exp", x);
    assertAdds(tf.log(x), "Log", "Log", x);
    assertAdds(tf.sigmoid(x), "Sigmoid", "Sigmoid", x);
    assertAdds(tf.tanh(x), "Tanh", "Tanh", x);
    assertAdds(tf.round(x), "Round", "Round", x);
    assertAdds(tf.rint(x), "Rint", "Rint", x);
    assertAdds(tf.floor(x), "Floor", "Floor", x);
    assertAdds(tf.ceil(x), "Ceil", "Ceil", x);
    assertAdds(tf.reciprocal(x), "Reciprocal", "Reciprocal", x);
    assertAdds(tf.rsqrt(x), "Rsqrt", "Rsqrt", x);
    assertAdds(tf.expm1(x), "Expm1", "Expm1", x);
    assertAdds(tf.log1p(x), "Log1p", "Log1p", x);
    assertAdds(tf.sin(x), "Sin", "Sin", x);
    assertAdds(tf.cos(x), "Cos", "Cos", x);
    assertAdds(tf.tan(x), "Tan", "Tan", x);
    assertAdds(tf.asin(x), "Asin", "Asin", x);
    assertAdds(tf.acos(x), "Acos", "Acos", x);
    assertAdds(tf.atan(x), "Atan", "Atan", x);
    assertAdds(tf.sinh(x), "Sinh", "Sinh", x);
    assertAdds(tf.cosh(x), "Cosh", "Cosh", x);
    assertAdds(tf.asinh(x), "Asinh", "Asinh", x);
    assertAdds(tf.acosh(x), "Acosh", "Acosh", x);
    assertAdds(tf.atanh(x), "Atanh", "Atanh", x);
    assertAdds(tf.erf(x), "Erf", "Erf", x);
    assertAdds(tf.erfc(x), "Erfc", "Erfc", x);
    assertAdds(tf.isNan(x), "IsNan", "IsNan", x);
    assertAdds(tf.isInf(x), "IsInf", "IsInf", x);
    assertAdds(tf.isFinite(x), "IsFinite", "IsFinite", x);
  }

  @Test
  void quotientsAndRemainders() {
    assertAdds(tf.divNoNan(x, y), "DivNoNan", "div_no_nan", x, y);
    assertAdds(tf.floorDiv(x, y), "FloorDiv", "FloorDiv", x, y);
    assertAdds(tf.floorDiv(x, 2), "FloorDiv", "FloorDiv_1", x);
    assertAdds(tf.truncateDiv(i, i), "TruncateDiv", "TruncateDiv", i, i);
    assertAdds(tf.truncateDiv(i, 2), "TruncateDiv", "TruncateDiv_1", i);
    assertAdds(tf.mod(x, y), "FloorMod", "FloorMod", x, y);
    assertAdds(tf.mod(i, 2), "FloorMod", "FloorMod_1", i);
    assertAdds(tf.truncateMod(x, y), "TruncateMod", "TruncateMod", x, y);
    assertAdds(tf.truncateMod(i, 2), "TruncateMod", "TruncateMod_1", i);
    assertAdds(tf.squaredDifference(x, y), "SquaredDifference", "SquaredDifference", x, y);
    assertAdds(tf.atan2(x, y), "Atan2", "Atan2", x, y);
    assertAdds(tf.xlogy(x, y), "Xlogy", "Xlogy", x, y);
    assertAdds(tf.xdivy(x, y), "Xdivy", "Xdivy", x, y);
  }

  @Test
  void clipping() {
    Output<Float> least = tf.constant(-1f);
    Output<Float> clipped = tf.clipByValue(x, least, y);
    assertThat(clipped.operation()).hasToString("'clip_by_value' (op: 'Maximum')");
    assertThat(clipped.operation().input(1)).isEqualTo(least);
    Output<?> minimum = clipped.operation().input(0);
    assertAdds(minimum, "Minimum", "clip_by_value/Minimum", x, y);
    assertThat(tf.clipByValue(x, -1, 1).operation().name()).isEqualTo("clip_by_value_1");
    Output<Float> tooLarge = tf.zeros(4, 2, 3);
    assertThatThrownBy(() -> tf.clipByValue(x, least, tooLarge))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(
            "must not change the shape [2,3], but those of shapes [] and [4,2,3] make it [4,2,3]");
  }

  @Test
  void logic() {
    Output<Boolean> a = tf.placeholder(BOOL, Shape.of(2));
    Output<Boolean> b = tf.placeholder(BOOL, Shape.of(2));
    assertAdds(tf.logicalAnd(a, b), "LogicalAnd", "LogicalAnd", a, b);
    assertAdds(tf.logicalOr(a, b), "LogicalOr", "LogicalOr", a, b);
    assertAdds(tf.logicalNot(a), "LogicalNot", "LogicalNot", a);
    Output<Boolean> exclusive = tf.logicalXor(a, b);
    assertThat(exclusive.operation()).hasToString("'LogicalXor' (op: 'LogicalAnd')");
    assertAdds(exclusive.operation().input(0), "LogicalOr", "LogicalOr_1", a, b);
    assertThat(exclusive.operation().input(1).name()).isEqualTo("LogicalNot_1:0");
  }

  @Test
  void comparisons() {
    assertAdds(tf.equal(x, y), "Equal", "Equal", x, y);
    assertAdds(tf.notEqual(x, y), "NotEqual", "NotEqual", x, y);
    assertAdds(tf.less(x, y), "Less", "Less", x, y);
    assertAdds(tf.lessEqual(x, y), "LessEqual", "LessEqual", x, y);
    assertAdds(tf.greater(x, y), "Greater", "Greater", x, y);
    assertAdds(tf.greaterEqual(x, y), "GreaterEqual", "GreaterEqual", x, y);
    assertThat(tf.equal(x, y).dataType()).isEqualTo(BOOL);
  }

  @Test
  void products() {
    assertAdds(tf.matmul(x, y, false, true), "MatMul", "MatMul", x, y);
    Operation product = tf.matmul(x, y, true, false).operation();
    assertThat(product.attributes().getBool("transpose_a")).isTrue();
    assertThat(product.attributes().getBool("transpose_b")).isFalse();
    assertThat(product.output(0).shape()).isEqualTo(Shape.of(3, 3));
  }

  @Test
  void matricesSideBySide() {
    Output<Float> batch = tf.placeholder(FLOAT32, Shape.of(4, 2, 3));
    Output<Float> unknown = tf.placeholder(FLOAT32);
    Output<Float> vector = tf.placeholder(FLOAT32, Shape.of(2));
    assertAdds(tf.matmul(batch, x, false, true), "BatchMatMulV2", "MatMul", batch, x);
    assertAdds(tf.matmul(x, unknown), "BatchMatMulV2", "MatMul_1", x, unknown);
    assertAdds(tf.matrixTranspose(batch), "Transpose", "matrix_transpose", batch);
    assertThat(tf.matrixTranspose(batch).shape()).isEqualTo(Shape.of(4, 3, 2));
    assertAdds(tf.matrixTranspose(unknown), "Transpose", "matrix_transpose_2", unknown);
    assertAdds(tf.diag(x), "Diag", "Diag", x);
    assertAdds(tf.diagPart(unknown), "DiagPart", "DiagPart", unknown);
    assertAdds(tf.matrixDiag(x), "MatrixDiag", "MatrixDiag", x);
    assertAdds(tf.matrixDiagPart(x), "MatrixDiagPart", "MatrixDiagPart", x);
    assertAdds(tf.matrixSetDiag(x, vector), "MatrixSetDiag", "MatrixSetDiag", x, vector);
    assertAdds(tf.matrixBandPart(x, 1, -1), "MatrixBandPart", "MatrixBandPart", x);
    assertThat(tf.trace(batch).operation()).hasToString("'Trace' (op: 'Sum')");
    assertThat(tf.linspace(FLOAT32, 0, 1, 5)).hasToString("LinSpace:0: float32[5]");
    Output<Float> start = tf.constant(0f);
    assertAdds(tf.linspace(start, start, 5), "LinSpace", "LinSpace_1", start, start);
  }

  @Test
  void contractions() {
    Output<Float> z = tf.named("z").placeholder(FLOAT32, Shape.of(3, 4));
    assertAdds(tf.einsum("ij,jk->ik", x, z), "MatMul", "einsum/MatMul", x, z);
    assertAdds(tf.einsum("ij->ji", x), "Transpose", "einsum_1/transpose", x);
    assertThat(tf.einsum("ij,jk,ik->", List.of(x, z, tf.matmul(x, z))).shape())
        .isEqualTo(Shape.scalar());
    assertAdds(tf.tensordot(x, z, 1), "MatMul", "Tensordot/MatMul", x, z);
    Output<Float> product = tf.tensordot(x, y, new int[] {1, 0}, new int[] {1, 0});
    assertThat(product.name()).startsWith("Tensordot_1");
    assertThat(product.shape()).isEqualTo(Shape.scalar());
  }

  @Test
  void sequences() {
    Output<Float> steps = tf.placeholder(FLOAT32, Shape.of(2, 7, 3));
    Output<Float> filters = tf.placeholder(FLOAT32, Shape.of(3, 3, 5));
    Output<Float> convolved = tf.nn.conv1d(steps, filters, 2, Padding.SAME);
    assertThat(convolved.name()).isEqualTo("conv1d/Squeeze:0");
    assertThat(convolved.shape()).isEqualTo(Shape.of(2, 4, 5));
    Operation images = convolved.operation().inputs().get(0).operation();
    assertThat(images).hasToString("'conv1d/Conv2D' (op: 'Conv2D')");
    assertThat(images.attributes().getInts("strides")).containsExactly(1, 1, 2, 1);
    assertThatThrownBy(() -> tf.nn.conv1d(x, filters, 1, Padding.VALID))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("tf.nn.conv1d needs value of rank 3, not 'x:0' of shape [2,3]");
  }

  @Test
  void decompositions() {
    Output<Float> square = tf.placeholder(FLOAT32, Shape.of(2, 2));
    assertAdds(tf.qr(x).q(), "Qr", "Qr", x);
    assertThat(tf.qr(x).q().shape()).isEqualTo(Shape.of(2, 2));
    assertThat(tf.qr(tf.transpose(x), true).q().shape()).isEqualTo(Shape.of(3, 3));
    assertThat(tf.qr(tf.transpose(x), true).r().shape()).isEqualTo(Shape.of(3, 2));
    assertAdds(
        tf.matrixTriangularSolve(square, x),
        "MatrixTriangularSolve",
        "MatrixTriangularSolve",
        square,
        x);
    Operation upper = tf.matrixTriangularSolve(square, x, false, true).operation();
    assertThat(upper.attributes().getBool("lower")).isFalse();
    assertThat(upper.attributes().getBool("adjoint")).isTrue();
  }

  @Test
  void reductions() {
    assertAdds(tf.reduceSum(x), "Sum", "Sum", x);
    assertAdds(tf.reduceMean(x), "Mean", "Mean", x);
    assertAdds(tf.reduceMax(x), "Max", "Max", x);
    assertAdds(tf.reduceMin(x), "Min", "Min", x);
    assertAdds(tf.reduceSum(x, 1), "Sum", "Sum_1", x);
    assertAdds(tf.reduceMean(x, 1), "Mean", "Mean_1", x);
    assertAdds(tf.reduceMax(x, 1), "Max", "Max_1", x);
    assertAdds(tf.reduceMin(x, 1), "Min", "Min_1", x);
    assertAdds(tf.reduceSum(x, true, i), "Sum", "Sum_2", x, i);
    assertAdds(tf.reduceMean(x, true, i), "Mean", "Mean_2", x, i);
    assertAdds(tf.reduceMax(x, true, i), "Max", "Max_2", x, i);
    assertAdds(tf.reduceMin(x, true, i), "Min", "Min_2", x, i);
    assertThat(tf.reduceSum(x).shape()).isEqualTo(Shape.scalar());
    assertThat(tf.reduceSum(x, -1).shape()).isEqualTo(Shape.of(2));
    assertThat(tf.reduceSum(x, true, -1).shape()).isEqualTo(Shape.of(2, 1));
    assertAdds(tf.argmax(x, 0), "ArgMax", "ArgMax", x);
    assertAdds(tf.argmin(x, 0), "ArgMin", "ArgMin", x);
    assertThat(tf.argmax(x, 0).dataType()).isEqualTo(INT64);
    assertThat(tf.argmin(x, 0, INT32).dataType()).isEqualTo(INT32);
  }

  @Test
  void productsTruthsAndRunningTotals() {
    Output<Boolean> b = tf.less(x, y);
    assertAdds(tf.reduceProd(x), "Prod", "Prod", x);
    assertAdds(tf.reduceProd(x, 1), "Prod", "Prod_1", x);
    assertAdds(tf.reduceProd(x, true, i), "Prod", "Prod_2", x, i);
    assertAdds(tf.reduceAny(b), "Any", "Any", b);
    assertAdds(tf.reduceAny(b, true, 1), "Any", "Any_1", b);
    assertAdds(tf.reduceAll(b), "All", "All", b);
    assertAdds(tf.reduceAll(b, true, i), "All", "All_1", b, i);
    assertThat(tf.reduceAll(b, 0).shape()).isEqualTo(Shape.of(3));
    assertAdds(tf.cumsum(x, 0), "Cumsum", "Cumsum", x);
    assertAdds(tf.cumprod(x, -1, true, true), "Cumprod", "Cumprod", x);
    assertAdds(tf.nn.l2Loss(x), "L2Loss", "L2Loss", x);
  }

  @Test
  void segments() {
    assertAdds(tf.segmentSum(x, i), "SegmentSum", "SegmentSum", x, i);
    assertAdds(tf.segmentMean(x, i), "SegmentMean", "SegmentMean", x, i);
    assertAdds(tf.segmentProd(x, i), "SegmentProd", "SegmentProd", x, i);
    assertAdds(tf.segmentMax(x, i), "SegmentMax", "SegmentMax", x, i);
    assertAdds(tf.segmentMin(x, i), "SegmentMin", "SegmentMin", x, i);
    assertAdds(tf.unsortedSegmentSum(x, i, 4), "UnsortedSegmentSum", "UnsortedSegmentSum", x, i);
    assertAdds(tf.unsortedSegmentProd(x, i, 4), "UnsortedSegmentProd", "UnsortedSegmentProd", x, i);
    assertAdds(tf.unsortedSegmentMax(x, i, 4), "UnsortedSegmentMax", "UnsortedSegmentMax", x, i);
    assertAdds(tf.unsortedSegmentMin(x, i, 4), "UnsortedSegmentMin", "UnsortedSegmentMin", x, i);
    assertThat(tf.segmentSum(x, i).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 3));
    assertThat(tf.unsortedSegmentSum(x, i, 4).shape()).isEqualTo(Shape.of(4, 3));
    assertThat(tf.unsortedSegmentMean(x, i, 4).operation())
        .hasToString("'UnsortedSegmentMean/div' (op: 'RealDiv')");
  }

  @Test
  void neuralNetworks() {
    assertAdds(tf.nn.softmax(x), "Softmax", "Softmax", x);
    assertAdds(tf.nn.logSoftmax(x), "LogSoftmax", "LogSoftmax", x);
    assertAdds(tf.nn.relu(x), "Relu", "Relu", x);
    assertAdds(tf.nn.relu6(x), "Relu6", "Relu6", x);
    assertAdds(tf.nn.leakyRelu(x), "LeakyRelu", "LeakyRelu", x);
    assertAdds(tf.nn.leakyRelu(x, 0.5), "LeakyRelu", "LeakyRelu_1", x);
    assertThat(tf.nn.leakyRelu(x, 0.5).operation().attributes().getFloat("alpha")).isEqualTo(0.5f);
    assertAdds(tf.nn.elu(x), "Elu", "Elu", x);
    assertAdds(tf.nn.selu(x), "Selu", "Selu", x);
    assertAdds(tf.nn.softplus(x), "Softplus", "Softplus", x);
    assertAdds(tf.nn.softsign(x), "Softsign", "Softsign", x);
    assertThat(tf.nn.logSigmoid(x).operation()).hasToString("'LogSigmoid' (op: 'Neg')");
    assertThat(tf.nn.sigmoidCrossEntropyWithLogits(x, y).operation())
        .hasToString("'logistic_loss' (op: 'AddV2')");
    assertThat(tf.nn.weightedCrossEntropyWithLogits(x, y, 2).operation())
        .hasToString("'logistic_loss_1' (op: 'AddV2')");
    assertAdds(tf.nn.sigmoid(x), "Sigmoid", "Sigmoid", x);
    assertAdds(tf.nn.tanh(x), "Tanh", "Tanh", x);
    // The labels come first in the face, and last in the op, as in TensorFlow.
    assertAdds(
        tf.nn.softmaxCrossEntropyWithLogits(x, y),
        "SoftmaxCrossEntropyWithLogits",
        "softmax_cross_entropy_with_logits",
        y,
        x);
    assertAdds(
        tf.nn.sparseSoftmaxCrossEntropyWithLogits(i, y),
        "SparseSoftmaxCrossEntropyWithLogits",
        "sparse_softmax_cross_entropy_with_logits",
        y,
        i);
  }

  @Test
  void convolutionsAndPools() {
    Output<Float> images = tf.named("images").placeholder(FLOAT32, Shape.of(2, 7, 5, 3));
    Output<Float> filter = tf.named("filter").placeholder(FLOAT32, Shape.of(3, 3, 3, 4));
    Output<Float> mix = tf.named("mix").placeholder(FLOAT32, Shape.of(1, 1, 12, 2));
    assertAdds(tf.nn.biasAdd(x, tf.constant(1f, 2f, 3f)), "BiasAdd", "BiasAdd", x);
    assertAdds(tf.nn.conv2d(images, filter, Padding.SAME), "Conv2D", "Conv2D", images, filter);
    assertThat(tf.nn.conv2d(images, filter, Padding.SAME).shape()).isEqualTo(Shape.of(2, 7, 5, 4));
    assertThat(tf.nn.conv2d(images, filter, 2, Padding.VALID).shape())
        .isEqualTo(Shape.of(2, 3, 2, 4));
    ConvolutionOptions wide =
        ConvolutionOptions.ofMargins(1, 2, 0, 0).withStrides(3, 1).withDilations(1, 2);
    Output<Float> strided = tf.nn.conv2d(images, filter, wide);
    assertThat(strided.shape()).isEqualTo(Shape.of(2, 3, 1, 4));
    assertThat(strided.operation().attributes().getInts("explicit_paddings"))
        .containsExactly(0, 0, 1, 2, 0, 0, 0, 0);
    assertAdds(
        tf.nn.depthwiseConv2d(images, filter, 1, Padding.SAME),
        "DepthwiseConv2dNative",
        "depthwise",
        images,
        filter);
    Output<Float> separable = tf.nn.separableConv2d(images, filter, mix, 2, Padding.SAME);
    assertThat(separable.operation()).hasToString("'separable_conv2d' (op: 'Conv2D')");
    assertThat(separable.operation().input(0).operation().name())
        .isEqualTo("separable_conv2d/depthwise");
    assertThat(separable.shape()).isEqualTo(Shape.of(2, 4, 3, 2));
    Output<Float> result = tf.nn.conv2d(images, filter, 2, Padding.SAME);
    Output<Float> larger = tf.nn.conv2dTranspose(result, filter, images.shape(), 2, Padding.SAME);
    assertThat(larger.operation()).hasToString("'conv2d_transpose' (op: 'Conv2DBackpropInput')");
    assertThat(larger.shape()).isEqualTo(images.shape());
    assertThat(larger.operation().input(0).name()).isEqualTo("conv2d_transpose/output_shape:0");
    ConvolutionOptions by2 = ConvolutionOptions.of(Padding.SAME).withStrides(2, 2);
    Output<Integer> shape = tf.shape(images);
    assertAdds(
        tf.nn.conv2dTranspose(result, filter, shape, by2),
        "Conv2DBackpropInput",
        "conv2d_transpose_1",
        shape,
        filter,
        result);
    assertAdds(tf.nn.maxPool(images, 2, 2, Padding.SAME), "MaxPool", "MaxPool", images);
    assertAdds(tf.nn.avgPool(images, 2, 2, Padding.VALID), "AvgPool", "AvgPool", images);
    assertThat(tf.nn.avgPool(images, 3, 2, Padding.SAME).shape()).isEqualTo(Shape.of(2, 4, 3, 3));
    PoolingOptions tall = PoolingOptions.of(Padding.VALID).withWindow(3, 2).withStrides(1, 2);
    assertThat(tf.nn.maxPool(images, tall).shape()).isEqualTo(Shape.of(2, 5, 2, 3));
  }

  @Test
  void shapesAndTypes() {
    Output<Boolean> condition = tf.equal(x, y);
    assertAdds(tf.shape(x), "Shape", "Shape", x);
    assertAdds(tf.size(x), "Size", "Size", x);
    assertAdds(tf.rank(x), "Rank", "Rank", x);
    assertAdds(tf.reshape(x, 6), "Reshape", "Reshape", x);
    assertAdds(tf.reshape(x, i), "Reshape", "Reshape_1", x, i);
    assertAdds(tf.expandDims(x, 0), "ExpandDims", "ExpandDims", x);
    assertAdds(tf.broadcastTo(x, Shape.of(4, 2, 3)), "BroadcastTo", "BroadcastTo", x);
    assertAdds(tf.broadcastTo(x, i), "BroadcastTo", "BroadcastTo_1", x, i);
    assertAdds(tf.transpose(x), "Transpose", "transpose", x);
    assertAdds(tf.transpose(x, 1, 0), "Transpose", "transpose_1", x);
    assertAdds(tf.transpose(x, i), "Transpose", "transpose_2", x, i);
    assertAdds(tf.invertPermutation(i), "InvertPermutation", "InvertPermutation", i);
    assertAdds(tf.cast(x, FLOAT64), "Cast", "Cast", x);
    assertAdds(tf.where(condition, x, y), "Select", "Select", condition, x, y);
    assertAdds(tf.select(condition, x, y), "Select", "Select_1", condition, x, y);
    assertThat(tf.transpose(x).shape()).isEqualTo(Shape.of(3, 2));
  }

  @Test
  void picking() {
    Output<Integer> places = tf.named("places").placeholder(INT32, Shape.of(2, 1));
    Output<Float> rows = tf.named("rows").placeholder(FLOAT32, Shape.of(2, 3));
    assertAdds(tf.gather(x, i), "GatherV2", "GatherV2", x, i);
    assertAdds(tf.gather(x, i, 1), "GatherV2", "GatherV2_1", x, i);
    assertThat(tf.gather(x, i).operation().input(2).operation().name())
        .isEqualTo("GatherV2_2/axis");
    assertAdds(tf.gatherNd(x, i), "GatherNd", "GatherNd", x, i);
    assertAdds(tf.scatterNd(places, rows, Shape.of(5, 3)), "ScatterNd", "ScatterNd", places, rows);
    assertAdds(tf.scatterNd(places, rows, i), "ScatterNd", "ScatterNd_1", places, rows, i);
    assertAdds(
        tf.tensorScatterUpdate(x, places, rows),
        "TensorScatterUpdate",
        "TensorScatterUpdate",
        x,
        places,
        rows);
    assertAdds(
        tf.tensorScatterAdd(x, places, rows), "TensorScatterAdd", "TensorScatterAdd", x, places);
    assertAdds(
        tf.tensorScatterSub(x, places, rows), "TensorScatterSub", "TensorScatterSub", x, places);
    assertAdds(tf.oneHot(i, 3), "OneHot", "one_hot", i);
    assertThat(tf.oneHot(i, 3, BOOL).dataType()).isEqualTo(BOOL);
    assertThat(tf.oneHot(i, 3, tf.constant(1), tf.constant(0), 0).shape())
        .isEqualTo(Shape.of(3, 2));
    Output<Boolean> condition = tf.placeholder(BOOL, Shape.of(2, 3));
    assertAdds(tf.where(condition), "Where", "Where", condition);
    assertAdds(tf.whereV2(condition, x, y), "SelectV2", "SelectV2", condition, x, y);
    assertAdds(tf.unique(i).values(), "Unique", "Unique", i);
    assertAdds(tf.uniqueWithCounts(i).counts(), "UniqueWithCounts", "UniqueWithCounts", i);
    assertAdds(tf.nn.topK(x, 2).indices(), "TopKV2", "TopKV2", x);
    assertAdds(tf.nn.inTopK(x, i, 2), "InTopKV2", "in_top_k/InTopKV2", x, i);
    assertThat(tf.sort(x).operation().name()).startsWith("sort/");
    assertThat(tf.argsort(x).operation().name()).startsWith("argsort/");
    assertThat(tf.booleanMask(x, tf.constant(true, false)).operation().name())
        .startsWith("boolean_mask/");
  }

  @Test
  void changingRows() {
    Variable<Float> v = tf.variable(tf.zeros(5, 3));
    Output<Float> ref = v.reference();
    Output<Float> one = tf.constant(1f);
    assertAdds(tf.scatterUpdate(v, i, one), "ScatterUpdate", "ScatterUpdate", ref, i, one);
    assertAdds(tf.scatterAdd(v, i, one), "ScatterAdd", "ScatterAdd", ref, i, one);
    assertAdds(tf.scatterSub(v, i, one), "ScatterSub", "ScatterSub", ref, i, one);
    assertAdds(tf.scatterMul(v, i, one), "ScatterMul", "ScatterMul", ref, i, one);
    assertAdds(tf.scatterDiv(v, i, one), "ScatterDiv", "ScatterDiv", ref, i, one);
    assertAdds(tf.scatterMin(v, i, one), "ScatterMin", "ScatterMin", ref, i, one);
    assertAdds(tf.scatterMax(v, i, one), "ScatterMax", "ScatterMax", ref, i, one);
    assertAdds(tf.scatterNdUpdate(v, i, one), "ScatterNdUpdate", "ScatterNdUpdate", ref, i, one);
    assertAdds(tf.scatterNdAdd(v, i, one), "ScatterNdAdd", "ScatterNdAdd", ref, i, one);
    assertAdds(tf.scatterNdSub(v, i, one), "ScatterNdSub", "ScatterNdSub", ref, i, one);
  }

  @Test
  void joiningAndCutting() {
    Output<Integer> axis = tf.constant(0);
    assertAdds(tf.concat(List.of(x, y), 0), "ConcatV2", "concat", x, y);
    assertAdds(tf.concat(List.of(x, y), axis), "ConcatV2", "concat_1", x, y, axis);
    assertAdds(tf.concat(List.of(x), 0), "Identity", "concat_2", x);
    assertAdds(tf.stack(List.of(x, y)), "Pack", "stack", x, y);
    assertAdds(tf.unstack(x).get(0), "Unpack", "unstack", x);
    assertThat(tf.split(x, 3, 1)).hasSize(3);
    assertAdds(tf.split(x, new int[] {2, -1}, 1).get(1), "SplitV", "split_1", x);
    assertThat(graph.operations().stream().map(Operation::name))
        .contains("concat/axis", "split/split_dim", "split_1/Const", "split_1/split_dim");
    assertAdds(tf.slice(x, new int[] {0, 0}, new int[] {1, 1}), "Slice", "Slice", x);
    assertAdds(tf.slice(x, i, i), "Slice", "Slice_1", x, i, i);
    assertAdds(tf.get(x, Index.at(0)), "StridedSlice", "strided_slice", x);
    assertAdds(tf.stridedSlice(x, i, i, i), "StridedSlice", "StridedSlice", x, i, i, i);
    int[] one = {1};
    assertAdds(tf.stridedSlice(x, one, one, one), "StridedSlice", "StridedSlice_1", x);
    assertAdds(tf.squeeze(x), "Squeeze", "Squeeze", x);
    assertAdds(
        tf.placeholderWithDefault(x, Shape.unknown()),
        "PlaceholderWithDefault",
        "PlaceholderWithDefault",
        x);
    assertThat(tf.placeholderWithDefault(Tensor.of(1f), Shape.scalar()).operation())
        .hasToString("'PlaceholderWithDefault_1' (op: 'PlaceholderWithDefault')");
  }

  @Test
  void enlargingAndTurningRound() {
    int[][] paddings = {{1, 0}, {0, 1}};
    Output<Integer> rows = tf.constant(paddings);
    Output<Float> zero = tf.constant(0f);
    Output<Integer> one = tf.constant(new int[] {1});
    assertAdds(tf.pad(x, paddings), "Pad", "Pad", x);
    assertAdds(tf.pad(x, paddings, 1), "PadV2", "PadV2", x);
    assertAdds(tf.pad(x, rows, zero), "PadV2", "PadV2_1", x, rows, zero);
    assertAdds(tf.pad(x, paddings, PadMode.REFLECT), "MirrorPad", "MirrorPad", x);
    assertAdds(tf.pad(x, rows, PadMode.SYMMETRIC), "MirrorPad", "MirrorPad_1", x, rows);
    assertAdds(tf.tile(x, 1, 2), "Tile", "Tile", x);
    assertAdds(tf.tile(x, i), "Tile", "Tile_1", x, i);
    assertAdds(tf.reverse(x, 0), "ReverseV2", "ReverseV2", x);
    assertAdds(tf.reverse(x, one), "ReverseV2", "ReverseV2_1", x, one);
    assertAdds(tf.reverseSequence(x, i, 1, 0), "ReverseSequence", "ReverseSequence", x, i);
    assertAdds(tf.roll(x, 1, 0), "Roll", "Roll", x);
    assertAdds(tf.roll(x, new int[] {1}, new int[] {0}), "Roll", "Roll_1", x);
    assertThat(tf.meshgrid(List.of(i, i)).get(1).name()).isEqualTo("meshgrid/BroadcastTo_1:0");
    assertThat(tf.sequenceMask(i, 3).name()).isEqualTo("SequenceMask/Less:0");
  }

  @Test
  void values() {
    assertAdds(tf.constant(Tensor.of(1f)), "Const", "Const");
    assertAdds(tf.zeros(2), "Const", "zeros");
    assertAdds(tf.ones(2), "Const", "ones");
    assertThat(tf.zeros(300, 300).operation()).hasToString("'zeros_1' (op: 'Fill')");
    assertThat(tf.fill(Shape.of(2), tf.constant(1f)).operation())
        .hasToString("'Fill' (op: 'Fill')");
    assertAdds(tf.fill(i, tf.constant(1f)), "Fill", "Fill_1", i);
    assertAdds(tf.zerosLike(x), "ZerosLike", "zeros_like", x);
    assertAdds(tf.onesLike(x), "OnesLike", "ones_like", x);
    assertAdds(tf.identity(x), "Identity", "Identity", x);
    assertAdds(tf.stopGradient(x), "StopGradient", "StopGradient", x);
    Output<Integer> one = tf.constant(1);
    assertAdds(tf.range(one, one, one), "Range", "range", one, one, one);
    assertAdds(tf.range(one, one), "Range", "range_1", one, one);
    assertThat(tf.range(tf.constant(5L))).hasToString("range_2:0: int64[5]");
    assertThat(tf.range(5)).hasToString("range_3:0: int32[5]");
    assertThat(tf.range(2, 5)).hasToString("range_4:0: int32[3]");
    assertThat(tf.range(5, 2, -2)).hasToString("range_5:0: int32[2]");
    assertThat(graph.operations().stream().map(Operation::name))
        .contains("range_1/delta", "range_2/start", "range_2/delta", "range_5/limit");
    assertAdds(tf.placeholder(FLOAT32), "Placeholder", "Placeholder");
    assertThat(tf.placeholder(FLOAT32).shape()).isEqualTo(Shape.unknown());
  }

  @Test
  void decidingWhatRuns() {
    Output<Boolean> p = tf.named("p").placeholder(BOOL, Shape.scalar());
    Output<Integer> i0 = tf.placeholder(INT32, Shape.scalar());
    Output<Float> either = tf.cond(p, then -> then.mul(x, y), otherwise -> y);
    assertAdds(either, "StatelessIf", "cond", p, x, y);
    assertThat(either.shape()).isEqualTo(Shape.of(2, 3));
    assertAdds(tf.cond(p, then -> then.print(x, List.of()), otherwise -> x), "If", "cond_1", p, x);
    assertThat(tf.condAll(p, then -> List.of(x, i), otherwise -> List.of(y, i))).hasSize(2);
    Output<Float> chosen = tf.switchCase(i0, branch -> x, branch -> y);
    assertAdds(
        chosen,
        "StatelessIf",
        "switch_case/cond",
        graph.findOperation("switch_case/Equal").orElseThrow().output(0));
    assertThat(tf.switchCase(i0, branch -> x)).isSameAs(x);
    Output<Float> last =
        tf.whileLoop((loop, z) -> loop.less(loop.reduceSum(z), 9), (loop, z) -> loop.add(z, y), x);
    assertAdds(last, "StatelessWhile", "while", x, y);
    assertThat(last.operation().attributes().getInt("parallel_iterations")).isEqualTo(10);
    assertAdds(
        tf.whileLoop((loop, z) -> p, (loop, z) -> loop.print(z, List.of()), x),
        "While",
        "while_1",
        x,
        p);
    assertThat(tf.whileLoop((loop, v) -> p, (loop, v) -> v, List.of(x, i))).hasSize(2);
  }

  @Test
  void lookingAtValues() {
    assertAdds(tf.print(x, List.of(i, y)), "Print", "Print", x, i, y);
    assertAdds(tf.checkNumerics(x, "x"), "CheckNumerics", "CheckNumerics", x);
    Operation assertion = tf.assertThat(tf.constant(true), x, i);
    assertThat(assertion).hasToString("'Assert' (op: 'Assert')");
    assertThat(assertion.inputs()).endsWith(x, i);
    assertAdds(tf.withDependencies(List.of(assertion), x), "Identity", "control_dependency", x);
    assertThat(tf.tuple(List.of(x, y)).get(1).name()).isEqualTo("tuple/control_dependency_1:0");
  }

  @Test
  void constantsOfEveryKind() {
    assertThat(tf.constant(1f)).hasToString("Const:0: float32[]");
    assertThat(tf.constant(1f, 2f)).hasToString("Const_1:0: float32[2]");
    assertThat(tf.constant(new float[2][3])).hasToString("Const_2:0: float32[2,3]");
    assertThat(tf.constant(1.0)).hasToString("Const_3:0: float64[]");
    assertThat(tf.constant(1.0, 2.0)).hasToString("Const_4:0: float64[2]");
    assertThat(tf.constant(new double[2][3])).hasToString("Const_5:0: float64[2,3]");
    assertThat(tf.constant(1)).hasToString("Const_6:0: int32[]");
    assertThat(tf.constant(1, 2)).hasToString("Const_7:0: int32[2]");
    assertThat(tf.constant(new int[2][3])).hasToString("Const_8:0: int32[2,3]");
    assertThat(tf.constant(1L)).hasToString("Const_9:0: int64[]");
    assertThat(tf.constant(1L, 2L)).hasToString("Const_10:0: int64[2]");
    assertThat(tf.constant(true)).hasToString("Const_11:0: bool[]");
    assertThat(tf.constant(true, false)).hasToString("Const_12:0: bool[2]");
  }
}
