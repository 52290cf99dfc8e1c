package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.DataType.UINT8;

import dev.gradus.core.AttributeType;
import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Tensor;
import dev.gradus.ops.kernel.DistinctElements;
import dev.gradus.ops.kernel.RowPositions;
import dev.gradus.ops.kernel.Selections;
import dev.gradus.ops.kernel.TopElements;
import java.util.List;
import java.util.Optional;

/** The ops that search for elements: the true, the greatest, the distinct. */
final class SearchDefinitions {
  private SearchDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("Where")
            .typeAttributeWithDefault("T", BOOL, FLOAT32, FLOAT64, INT32, INT64, UINT8)
            .parameter("input", "T")
            .output("index", INT64)
            .shape(SearchDefinitions::shapeOfIndices)
            .kernel(
                context -> {
                  Shape shape = context.inputShape(0);
                  int size = shape.elementCount();
                  int[] dimensions = shape.toArray();
                  return call ->
                      Selections.indicesOfNonZero(
                          call.input(0), size, dimensions, call.outputLongs(0));
                })
            .build(),
        OpDef.named("TopKV2")
            .attribute("sorted", true)
            .typeAttribute("T", Types.NUMERIC)
            .input("input", "T")
            .parameter("k", INT32)
            .output("values", "T")
            .output("indices", INT32)
            .shapes(SearchDefinitions::topShapes)
            .kernel(SearchDefinitions::top)
            .build(),
        OpDef.named("InTopK")
            .attribute("k", AttributeType.INT)
            .typeAttributeWithDefault("T", Types.INDEX)
            .input("predictions", FLOAT32)
            .input("targets", "T")
            .output("precision", BOOL)
            .shape(SearchDefinitions::targetsShape)
            .kernel(
                context -> {
                  long k = context.attributes().getInt("k");
                  return inTop(context, unused -> k);
                })
            .build(),
        OpDef.named("InTopKV2")
            .typeAttributeWithDefault("T", Types.INDEX)
            .input("predictions", FLOAT32)
            .input("targets", "T")
            .input("k", "T")
            .output("precision", BOOL)
            .shape(
                context -> {
                  Shapes.requireScalar("The number k", context.inputShape(2));
                  return targetsShape(context);
                })
            .kernel(context -> inTop(context, call -> RowPositions.at(call.input(2), 0)))
            .build(),
        distinct("Unique", false).build(),
        distinct("UniqueWithCounts", true).output("count", "out_idx").build());
  }

  private static Shape shapeOfIndices(ShapeContext context) {
    Shape shape = context.inputShape(0);
    int count =
        context
            .inputValue(0)
            .map(value -> Selections.countNonZero(elements(value), value.size()))
            .orElse(Shape.UNKNOWN);
    return Shape.of(count, shape.hasKnownRank() ? shape.rank() : Shape.UNKNOWN);
  }

  /** Returns a tensor's elements in a new array. */
  private static Object elements(Tensor<?> tensor) {
    DataType<?> type = tensor.dataType();
    if (type.equals(FLOAT32)) {
      return tensor.toFloatArray();
    } else if (type.equals(FLOAT64)) {
      return tensor.toDoubleArray();
    } else if (type.equals(INT32)) {
      return tensor.toIntArray();
    } else if (type.equals(INT64)) {
      return tensor.toLongArray();
    }
    return type.equals(UINT8) ? tensor.toByteArray() : tensor.toBooleanArray();
  }

  private static List<Shape> topShapes(ShapeContext context) {
    Shape input = Shapes.atLeastVector(context);
    Shapes.requireScalar("The number k", context.inputShape(1));
    Optional<Integer> k = Parameters.ints(context, 1).map(values -> values[0]);
    int length = input.hasKnownRank() ? input.dimension(-1) : Shape.UNKNOWN;
    if (k.isPresent() && (k.get() < 0 || (length != Shape.UNKNOWN && k.get() > length))) {
      throw new GradusException(
          "The number k must be from 0 to %s, the last dimension of shape %s, but is %d"
              .formatted(length == Shape.UNKNOWN ? "?" : length, input, k.get()));
    }
    Shape found =
        input.hasKnownRank() ? input.withDimension(-1, k.orElse(Shape.UNKNOWN)) : Shape.unknown();
    return List.of(found, found);
  }

  private static Kernel top(KernelContext context) {
    Shape input = context.inputShape(0);
    int rows = input.keepAxes(axis -> axis < input.rank() - 1).elementCount();
    int k = Parameters.ints(context, 1)[0];
    TopElements search = new TopElements(input.dimension(-1), k);
    return call -> {
      if (k > 0) {
        search.run(call.input(0), rows, call.output(0), call.outputInts(1));
      }
    };
  }

  private static Shape targetsShape(ShapeContext context) {
    Shape predictions = Shapes.requireRank(context.inputShape(0), 2, "exactly");
    Shape targets = Shapes.requireRank(context.inputShape(1), 1, "exactly");
    Shape rows =
        predictions.hasKnownRank() ? Shape.of(predictions.dimension(0)) : Shape.unknownOfRank(1);
    if (!rows.isCompatibleWith(targets)) {
      throw new GradusException(
          "There must be a target for each row of predictions, but predictions are %s and targets %s"
              .formatted(predictions, targets));
    }
    return rows.mergeWith(targets);
  }

  /** Finds out how many are at the top. */
  private interface Limit {
    long of(KernelCall call);
  }

  private static Kernel inTop(KernelContext context, Limit k) {
    int rows = context.inputShape(0).dimension(0);
    int classes = context.inputShape(0).dimension(1);
    return call ->
        Selections.inTop(
            call.inputFloats(0), call.input(1), rows, classes, k.of(call), call.outputBooleans(0));
  }

  private static OpDef.Builder distinct(String name, boolean counts) {
    return OpDef.named(name)
        .typeAttribute("T")
        .typeAttributeWithDefault("out_idx", Types.INDEX)
        .parameter("x", "T")
        .output("y", "T")
        .output("idx", "out_idx")
        .shapes(context -> distinctShapes(context, counts))
        .kernel(context -> distinct(context, counts));
  }

  private static List<Shape> distinctShapes(ShapeContext context, boolean counts) {
    Shape x = Shapes.requireRank(context.inputShape(0), 1, "exactly");
    Shape found =
        Shape.of(context.inputValue(0).map(value -> distinct(value).count()).orElse(Shape.UNKNOWN));
    Shape each = x.hasKnownRank() ? x : Shape.unknownOfRank(1);
    return counts ? List.of(found, each, found) : List.of(found, each);
  }

  private static DistinctElements distinct(Tensor<?> x) {
    return DistinctElements.of(elements(x), x.size());
  }

  private static Kernel distinct(KernelContext context, boolean counts) {
    DistinctElements found = distinct(context.parameter(0));
    return call -> {
      found.writeElements(call.output(0));
      found.writeNumbers(call.output(1));
      if (counts) {
        found.writeCounts(call.output(2));
      }
    };
  }
}
