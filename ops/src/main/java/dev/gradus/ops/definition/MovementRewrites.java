package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.INT32;

import dev.gradus.core.Attributes;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Rewrites that keep elements from being moved, or computed, without need. No bit changes. */
final class MovementRewrites {
  private MovementRewrites() {}

  static List<Rewrite> all() {
    return List.of(
        RewriteRule.named("sum-over-nothing")
            .because("A sum of one number each, or the greatest of one, is that number.")
            .of("Sum", "Mean", "Prod", "Max", "Min", "Any", "All")
            .is(MovementRewrites::sameElements),
        RewriteRule.named("no-movement")
            .because("What leaves all elements in their order is another view of them.")
            .of("BroadcastTo", "Tile", "Pad", "PadV2", "MirrorPad", "Slice", "StridedSlice")
            .is(MovementRewrites::sameElements),
        RewriteRule.named("joined-with-nothing")
            .because("What is put together of one part is another view of that part.")
            .of("ConcatV2", "Pack", "AddN", "Split", "SplitV", "Unpack")
            .is(MovementRewrites::onlyPart),
        RewriteRule.named("merge-transposes")
            .because("Two permutations of axes are one, and one of nothing but ones is a view.")
            .of("Transpose")
            .is(MovementRewrites::singleTranspose),
        RewriteRule.named("same-type-cast")
            .because("A cast to the type that a value has changes nothing.")
            .of("Cast")
            .is(
                cast ->
                    Optional.of(cast.input(0))
                        .filter(x -> x.dataType().equals(cast.attributes().getType("DstT")))),
        RewriteRule.named("known-like")
            .because("Ones or zeros of a known shape do not depend on the elements of a value.")
            .of("OnesLike", "ZerosLike")
            .is(MovementRewrites::filled),
        RewriteRule.named("broadcast-where-used")
            .because("An element-wise op broadcasts by itself, without a copy in memory.")
            .of("Add", "AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum", "BroadcastTo")
            .is(MovementRewrites::withoutBroadcast));
  }

  /** Returns the first input under the shape of the result, if it has the same elements. */
  private static Optional<Rewrite.Value> sameElements(Rewrite.Node node) {
    boolean isSame =
        hasAsMany(node, node.input(0))
            && (!node.type().equals("StridedSlice") || isForward(node.input(3)));
    return isSame ? Optional.of(viewed(node, node.input(0))) : Optional.empty();
  }

  private static boolean hasAsMany(Rewrite.Node node, Rewrite.Value input) {
    return node.shape().isFullyKnown()
        && input.shape().isFullyKnown()
        && count(node.shape()) == count(input.shape());
  }

  /** Returns the number of elements, also of a tensor that is too large for an array. */
  private static double count(Shape shape) {
    return Arrays.stream(shape.toArray()).asDoubleStream().reduce(1, (x, y) -> x * y);
  }

  private static Rewrite.Value viewed(Rewrite.Node node, Rewrite.Value value) {
    return value.shape().equals(node.shape())
        ? value
        : RewriteConstants.reshape(node, value, node.shape());
  }

  private static boolean isForward(Rewrite.Value strides) {
    return strides
        .knownValue()
        .filter(tensor -> numbers(tensor).allMatch(stride -> stride > 0))
        .isPresent();
  }

  private static int[] ints(Tensor<?> tensor) {
    return numbers(tensor).mapToInt(Math::toIntExact).toArray();
  }

  private static LongStream numbers(Tensor<?> tensor) {
    return tensor.dataType().equals(INT32)
        ? Arrays.stream(tensor.toIntArray()).asLongStream()
        : Arrays.stream(tensor.toLongArray());
  }

  private static Optional<Rewrite.Value> onlyPart(Rewrite.Node node) {
    boolean isOfSeveral =
        switch (node.type()) {
          case "ConcatV2", "Pack", "AddN" -> node.attributes().getInt("N") != 1;
          default -> false; // Of a node with one output there is one part.
        };
    Rewrite.Value part = node.input(node.type().equals("Split") ? 1 : 0);
    return !isOfSeveral && hasAsMany(node, part)
        ? Optional.of(viewed(node, part))
        : Optional.empty();
  }

  private static Optional<Rewrite.Value> singleTranspose(Rewrite.Node node) {
    Optional<int[]> known = permutation(node);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    int[] axes = known.get();
    Rewrite.Value x = node.input(0);
    Optional<Rewrite.Node> inner =
        x.producedBy("Transpose").filter(first -> permutation(first).isPresent());
    if (inner.isPresent()) {
      int[] innerAxes = permutation(inner.get()).orElseThrow();
      int[] both = Arrays.stream(axes).map(axis -> innerAxes[axis]).toArray();
      return Optional.of(
          node.emit(
              "Transpose",
              Attributes.of(Map.of("T", x.dataType(), "Tperm", INT32)),
              inner.get().input(0),
              RewriteConstants.emit(node, Tensor.of(both))));
    }
    if (isOrdered(IntStream.of(axes))) {
      return Optional.of(x);
    }
    Shape shape = x.shape();
    boolean movesOnesOnly =
        shape.isFullyKnown()
            && isOrdered(Arrays.stream(axes).filter(axis -> shape.dimension(axis) != 1));
    return movesOnesOnly
        ? Optional.of(RewriteConstants.reshape(node, x, node.shape()))
        : Optional.empty();
  }

  /** Returns which axes of its input a transpose has as its first, second, …; if that is known. */
  private static Optional<int[]> permutation(Rewrite.Node transpose) {
    return transpose.input(1).knownValue().map(MovementRewrites::nonNegative);
  }

  static int[] nonNegative(Tensor<?> axes) {
    return Arrays.stream(ints(axes)).map(axis -> axis < 0 ? axis + axes.size() : axis).toArray();
  }

  private static boolean isOrdered(IntStream axes) {
    int[] order = axes.toArray();
    return IntStream.range(1, order.length).allMatch(i -> order[i - 1] < order[i]);
  }

  private static Optional<Rewrite.Value> filled(Rewrite.Node node) {
    if (!node.shape().isFullyKnown() || !RewriteConstants.isSigned(node.input(0))) {
      return Optional.empty();
    }
    Rewrite.Value number =
        RewriteConstants.emit(
            node,
            RewriteConstants.scalar(
                node.input(0).dataType(), node.type().equals("OnesLike") ? 1 : 0));
    return Optional.of(
        node.shape().rank() == 0
            ? number
            : node.emit(
                "Fill",
                Attributes.of(Map.of("T", number.dataType(), "index_type", INT32)),
                RewriteConstants.emit(node, Tensor.of(node.shape().toArray())),
                number));
  }

  /** A dividend is left as it is, as other rules look for one of the quotient's shape. */
  private static Optional<Rewrite.Value> withoutBroadcast(Rewrite.Node node) {
    if (node.type().equals("BroadcastTo")) {
      return source(node.input(0))
          .map(x -> node.emit("BroadcastTo", node.attributes(), x, node.input(1)));
    }
    for (int i = node.type().equals("RealDiv") ? 1 : 0; i < 2; i++) {
      Rewrite.Value other = node.input(1 - i);
      if (other.shape().isFullyKnown() && other.shape().equals(node.shape())) {
        Optional<Rewrite.Value> x =
            Optional.of(node.input(i))
                .filter(input -> input.knownValue().isEmpty())
                .flatMap(MovementRewrites::source);
        if (x.isPresent()) {
          return Optional.of(
              i == 0
                  ? node.emit(node.type(), node.attributes(), x.get(), other)
                  : node.emit(node.type(), node.attributes(), other, x.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns what a value is a broadcast of, if it is one. */
  private static Optional<Rewrite.Value> source(Rewrite.Value value) {
    return value
        .producedBy("BroadcastTo")
        .map(broadcast -> broadcast.input(0))
        .or(() -> value.producedBy("Fill").map(fill -> fill.input(1)));
  }
}
