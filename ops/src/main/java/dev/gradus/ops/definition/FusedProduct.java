package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.gradus.core.AttributeType;
import dev.gradus.core.Attributes;
import dev.gradus.core.DataType;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Shape;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.Broadcast;
import dev.gradus.ops.kernel.UnaryBlock;
import dev.gradus.ops.kernel.UnaryFunction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A layer in one node: the product of two matrices, a bias added to each row, and an activation.
 *
 * <p>The op is the one of TensorFlow that its optimizer makes of these three, with the same name
 * and attributes. Only plans have it, so it is not in the registry.
 */
final class FusedProduct implements Rewrite.Fusion {
  private static final ImmutableMap<String, UnaryFunction> ACTIVATIONS =
      ImmutableMap.of(
          "Relu", UnaryFunction.RELU,
          "Relu6", UnaryFunction.RELU6,
          "Elu", UnaryFunction.ELU,
          "Tanh", UnaryFunction.TANH,
          "Sigmoid", UnaryFunction.SIGMOID);

  private static final ImmutableSet<String> SUMS = ImmutableSet.of("Add", "AddV2", "BiasAdd");

  static final OpDef OP =
      OpDef.named("_FusedMatMul")
          .attribute("transpose_a", false)
          .attribute("transpose_b", false)
          .typeAttribute("T", FLOAT32, FLOAT64)
          .attribute("fused_ops", AttributeType.STRING_LIST)
          .input("a", "T")
          .input("b", "T")
          .inputs("args", "num_args", "T")
          .output("product", "T")
          .shape(LinearAlgebraDefinitions::productShape)
          .kernel(FusedProduct::prepare)
          .build();

  @Override
  public String name() {
    return "fused-layer";
  }

  @Override
  public String reason() {
    return "A product to which a bias is added, and an activation applied, stays in one array.";
  }

  @Override
  public double tolerance() {
    return 0;
  }

  @Override
  public ImmutableSet<String> opTypes() {
    return ImmutableSet.<String>builder().addAll(SUMS).addAll(ACTIVATIONS.keySet()).build();
  }

  @Override
  public Optional<Rewrite.Fused> apply(Rewrite.Node node, Predicate<Rewrite.Value> usedOnce) {
    if (SUMS.contains(node.type())) {
      return fused(node, ImmutableList.of("BiasAdd"), usedOnce);
    }
    Rewrite.Value sum = node.input(0);
    return SUMS.stream()
        .flatMap(type -> sum.producedBy(type).stream())
        .filter(producer -> usedOnce.test(sum))
        .findFirst()
        .flatMap(producer -> fused(producer, ImmutableList.of("BiasAdd", node.type()), usedOnce));
  }

  private static Optional<Rewrite.Fused> fused(
      Rewrite.Node sum, ImmutableList<String> ops, Predicate<Rewrite.Value> usedOnce) {
    boolean isChannelsFirst =
        sum.type().equals("BiasAdd") && !sum.attributes().getString("data_format").equals("NHWC");
    if (isChannelsFirst || !RewriteConstants.isFloating(sum.input(0))) {
      return Optional.empty();
    }
    for (int i = 0; i < (sum.type().equals("BiasAdd") ? 1 : 2); i++) {
      Rewrite.Value product = sum.input(i);
      Rewrite.Value bias = sum.input(1 - i);
      Optional<Rewrite.Node> producer = product.producedBy("MatMul");
      if (producer.isPresent() && usedOnce.test(product) && isBias(bias.shape(), product.shape())) {
        return Optional.of(fused(producer.get(), bias, ops));
      }
    }
    return Optional.empty();
  }

  private static boolean isBias(Shape bias, Shape product) {
    return product.isFullyKnown()
        && bias.isFullyKnown()
        && bias.equals(Shape.of(product.dimension(1)));
  }

  private static Rewrite.Fused fused(
      Rewrite.Node product, Rewrite.Value bias, ImmutableList<String> ops) {
    Attributes attributes =
        Attributes.of(
            ImmutableMap.<String, Object>builder()
                .putAll(product.attributes().asMap())
                .put("fused_ops", ops)
                .put("num_args", 1L)
                .buildOrThrow());
    return new Rewrite.Fused(OP, attributes, List.of(product.input(0), product.input(1), bias));
  }

  private static Kernel prepare(KernelContext context) {
    DataType<?> type = context.inputType(0);
    Kernel product = MatrixProductKernels.prepare(context);
    // The loops are those for the type of the arrays.
    @SuppressWarnings("unchecked")
    BinaryBlock<Object, Object> add = (BinaryBlock<Object, Object>) MathDefinitions.ADD.get(type);
    Shape shape = context.outputShape(0);
    Broadcast broadcast = Broadcast.of(shape.toArray(), context.inputShape(2).toArray());
    Object scratch = type.newArray(broadcast.needsYScratch() ? broadcast.scratchLength() : 0);
    Object none = type.newArray(0);
    BinaryBlock<Object, Object> layer = activated(add, context);
    return call -> {
      product.run(call);
      broadcast.run(layer, call.output(0), call.input(2), call.output(0), none, scratch);
    };
  }

  /** Returns what adds and then applies the activation, if there is one, block by block. */
  private static BinaryBlock<Object, Object> activated(
      BinaryBlock<Object, Object> add, KernelContext context) {
    List<String> ops = context.attributes().getStrings("fused_ops");
    if (ops.size() == 1) {
      return add;
    }
    UnaryFunction function = Objects.requireNonNull(ACTIVATIONS.get(ops.get(1)));
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    UnaryBlock<Object, Object> activation =
        (UnaryBlock<Object, Object>) Elementwise.loops(function).get(context.inputType(0));
    return (x, xOffset, bias, biasOffset, result, offset, count) -> {
      add.apply(x, xOffset, bias, biasOffset, result, offset, count);
      activation.apply(result, offset, result, offset, count);
    };
  }
}
