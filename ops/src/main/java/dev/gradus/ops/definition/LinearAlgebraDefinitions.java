package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import java.util.List;

/** Products of matrices and of tensors, and what belongs to them. */
final class LinearAlgebraDefinitions {
  private LinearAlgebraDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("MatMul")
            .attribute("transpose_a", false)
            .attribute("transpose_b", false)
            .typeAttribute("T", FLOAT32, FLOAT64, INT32, INT64)
            .input("a", "T")
            .input("b", "T")
            .output("product", "T")
            .shape(LinearAlgebraDefinitions::productShape)
            .kernel(MatrixProductKernels::prepare)
            .build(),
        OpDef.named("BatchMatMulV2")
            .attribute("adj_x", false)
            .attribute("adj_y", false)
            .typeAttribute("T", FLOAT32, FLOAT64, INT32, INT64)
            .input("x", "T")
            .input("y", "T")
            .output("output", "T")
            .shape(LinearAlgebraDefinitions::batchProductShape)
            .kernel(MatrixProductKernels::prepareBatch)
            .build(),
        OpDef.named("LinSpace")
            .typeAttribute("T", Types.FLOATING)
            .typeAttributeWithDefault("Tidx", Types.INDEX)
            .input("start", "T")
            .input("stop", "T")
            .parameter("num", "Tidx")
            .output("output", "T")
            .shape(LinSpaceRule::shape)
            .kernel(LinSpaceRule::prepare)
            .build());
  }

  static Shape productShape(ShapeContext context) {
    Shape a = Shapes.requireRank(context.inputShape(0), 2, "exactly");
    Shape b = Shapes.requireRank(context.inputShape(1), 2, "exactly");
    int transposeA = context.attributes().getBool("transpose_a") ? 1 : 0;
    int transposeB = context.attributes().getBool("transpose_b") ? 1 : 0;
    Shapes.equalDimensions(dimension(a, 1 - transposeA), dimension(b, transposeB));
    return Shape.of(dimension(a, transposeA), dimension(b, 1 - transposeB));
  }

  private static int dimension(Shape matrix, int axis) {
    return matrix.hasKnownRank() ? matrix.dimension(axis) : Shape.UNKNOWN;
  }

  private static Shape batchProductShape(ShapeContext context) {
    Shape x = Shapes.requireRank(context.inputShape(0), 2, "at least");
    Shape y = Shapes.requireRank(context.inputShape(1), 2, "at least");
    if (!x.hasKnownRank() || !y.hasKnownRank()) {
      return Shape.unknown();
    }
    boolean adjointX = context.attributes().getBool("adj_x");
    boolean adjointY = context.attributes().getBool("adj_y");
    Shapes.equalDimensions(x.dimension(adjointX ? -2 : -1), y.dimension(adjointY ? -1 : -2));
    return Shape.broadcast(Shapes.withoutLast(x, 2), Shapes.withoutLast(y, 2))
        .concatenate(Shape.of(x.dimension(adjointX ? -1 : -2), y.dimension(adjointY ? -2 : -1)));
  }
}
