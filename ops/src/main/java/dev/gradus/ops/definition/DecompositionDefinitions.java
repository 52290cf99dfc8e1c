package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;

import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.QrDecomposition;
import dev.gradus.ops.kernel.TriangularSystem;
import java.util.List;

/**
 * The ops that take matrices apart, and solve equations. All but the last two axes are a batch of
 * matrices.
 */
final class DecompositionDefinitions {
  private DecompositionDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("Qr")
            .attribute("full_matrices", false)
            .typeAttribute("T", Types.FLOATING)
            .input("input", "T")
            .output("q", "T")
            .output("r", "T")
            .shapes(DecompositionDefinitions::qrShapes)
            .kernel(DecompositionDefinitions::qr)
            .build(),
        OpDef.named("MatrixTriangularSolve")
            .attribute("lower", true)
            .attribute("adjoint", false)
            .typeAttribute("T", Types.FLOATING)
            .input("matrix", "T")
            .input("rhs", "T")
            .output("output", "T")
            .shape(DecompositionDefinitions::solutionShape)
            .kernel(DecompositionDefinitions::solve)
            .build());
  }

  private static List<Shape> qrShapes(ShapeContext context) {
    Shape shape = Shapes.requireRank(context.inputShape(0), 2, "at least");
    if (!shape.hasKnownRank()) {
      return List.of(Shape.unknown(), Shape.unknown());
    }
    int rows = shape.dimension(-2);
    int columns = shape.dimension(-1);
    boolean full = context.attributes().getBool("full_matrices");
    int inner = full ? rows : smaller(rows, columns);
    return List.of(shape.withDimension(-1, inner), shape.withDimension(-2, inner));
  }

  private static int smaller(int a, int b) {
    return a == Shape.UNKNOWN || b == Shape.UNKNOWN ? Shape.UNKNOWN : Math.min(a, b);
  }

  private static Kernel qr(KernelContext context) {
    Shape shape = context.inputShape(0);
    QrDecomposition decomposition =
        new QrDecomposition(
            matrices(shape),
            shape.dimension(-2),
            shape.dimension(-1),
            context.attributes().getBool("full_matrices"));
    return context.inputType(0).equals(FLOAT32)
        ? call ->
            decomposition.factor(call.inputFloats(0), call.outputFloats(0), call.outputFloats(1))
        : call ->
            decomposition.factor(
                call.inputDoubles(0), call.outputDoubles(0), call.outputDoubles(1));
  }

  private static Shape solutionShape(ShapeContext context) {
    Shape matrix = Shapes.requireRank(context.inputShape(0), 2, "at least");
    Shape right = Shapes.requireRank(context.inputShape(1), 2, "at least");
    if (!matrix.hasKnownRank() || !right.hasKnownRank()) {
      return right;
    }
    int rows = matrix.dimension(-2);
    int columns = matrix.dimension(-1);
    if (rows != columns && rows != Shape.UNKNOWN && columns != Shape.UNKNOWN) {
      throw new GradusException("The matrix must be square, but has shape " + matrix);
    }
    Shape batch = batch(matrix).mergeWith(batch(right));
    int size = Shapes.equalDimensions(Math.max(rows, columns), right.dimension(-2));
    return batch.concatenate(Shape.of(size, right.dimension(-1)));
  }

  private static Kernel solve(KernelContext context) {
    Shape right = context.inputShape(1);
    TriangularSystem system =
        new TriangularSystem(
            matrices(right),
            right.dimension(-2),
            right.dimension(-1),
            context.attributes().getBool("lower"),
            context.attributes().getBool("adjoint"));
    return context.inputType(0).equals(FLOAT32)
        ? call -> system.solve(call.inputFloats(0), call.inputFloats(1), call.outputFloats(0))
        : call -> system.solve(call.inputDoubles(0), call.inputDoubles(1), call.outputDoubles(0));
  }

  private static Shape batch(Shape shape) {
    return shape.keepAxes(axis -> axis < shape.rank() - 2);
  }

  private static int matrices(Shape shape) {
    return batch(shape).elementCount();
  }
}
