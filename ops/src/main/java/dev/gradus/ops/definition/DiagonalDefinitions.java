package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.Diagonals;
import dev.gradus.ops.kernel.ElementArrays;
import java.util.List;

/**
 * The ops on the diagonals of matrices: the two last axes of a tensor, or all axes in two halves.
 */
final class DiagonalDefinitions {
  private DiagonalDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("Diag")
            .typeAttribute("T", FLOAT32, FLOAT64, INT32, INT64)
            .input("diagonal", "T")
            .output("output", "T")
            .shape(DiagonalDefinitions::squared)
            .kernel(context -> spread(context, 1, context.inputShape(0).elementCount()))
            .build(),
        OpDef.named("DiagPart")
            .typeAttribute("T", FLOAT32, FLOAT64, INT32, INT64)
            .input("input", "T")
            .output("diagonal", "T")
            .shape(DiagonalDefinitions::half)
            .kernel(DiagonalDefinitions::takeOfHalves)
            .build(),
        OpDef.named("MatrixDiag")
            .typeAttribute("T")
            .input("diagonal", "T")
            .output("output", "T")
            .shape(DiagonalDefinitions::withLastTwice)
            .kernel(DiagonalDefinitions::spreadLast)
            .build(),
        OpDef.named("MatrixDiagPart")
            .typeAttribute("T")
            .input("input", "T")
            .output("diagonal", "T")
            .shape(context -> diagonal(matrices(context)))
            .kernel(DiagonalDefinitions::take)
            .build(),
        OpDef.named("MatrixSetDiag")
            .typeAttribute("T")
            .input("input", "T")
            .input("diagonal", "T")
            .output("output", "T")
            .shape(DiagonalDefinitions::withDiagonal)
            .kernel(DiagonalDefinitions::set)
            .build(),
        OpDef.named("MatrixBandPart")
            .typeAttribute("T")
            .typeAttributeWithDefault("Tindex", INT64, INT32)
            .input("input", "T")
            .parameter("num_lower", "Tindex")
            .parameter("num_upper", "Tindex")
            .output("band", "T")
            .shape(DiagonalDefinitions::banded)
            .kernel(DiagonalDefinitions::band)
            .build());
  }

  private static Shape squared(ShapeContext context) {
    Shape diagonal = Shapes.atLeastVector(context);
    return diagonal.concatenate(diagonal);
  }

  private static Shape half(ShapeContext context) {
    Shape shape = context.inputShape(0);
    if (!shape.hasKnownRank()) {
      return Shape.unknown();
    }
    int half = shape.rank() / 2;
    if (half == 0 || shape.rank() % 2 != 0) {
      throw new GradusException(
          "Shape must be of rank 2, 4, 6 or so on, but is %s of rank %d"
              .formatted(shape, shape.rank()));
    }
    return shape.keepAxes(axis -> axis < half).mergeWith(shape.keepAxes(axis -> axis >= half));
  }

  private static Kernel takeOfHalves(KernelContext context) {
    int size = context.outputShape(0).elementCount();
    return call -> Diagonals.take(call.input(0), 1, size, size, call.output(0));
  }

  private static Shape withLastTwice(ShapeContext context) {
    Shape diagonal = Shapes.atLeastVector(context);
    return diagonal.hasKnownRank()
        ? diagonal.concatenate(Shape.of(diagonal.dimension(-1)))
        : Shape.unknown();
  }

  private static Kernel spreadLast(KernelContext context) {
    Shape shape = context.inputShape(0);
    int size = shape.dimension(-1);
    return spread(context, Shapes.withoutLast(shape, 1).elementCount(), size);
  }

  private static Kernel spread(KernelContext context, int batch, int size) {
    int elements = context.outputShape(0).elementCount();
    Object zero = context.outputType(0).newArray(1);
    return call -> {
      ElementArrays.fill(zero, 0, call.output(0), 0, elements);
      Diagonals.set(call.input(0), batch, size, size, call.output(0));
    };
  }

  /** Requires matrices, and returns their shape. */
  private static Shape matrices(ShapeContext context) {
    return Shapes.requireRank(context.inputShape(0), 2, "at least");
  }

  private static Shape diagonal(Shape matrices) {
    if (!matrices.hasKnownRank()) {
      return Shape.unknown();
    }
    int rows = matrices.dimension(-2);
    int columns = matrices.dimension(-1);
    boolean isKnown = rows != Shape.UNKNOWN && columns != Shape.UNKNOWN;
    return Shapes.withoutLast(matrices, 2)
        .concatenate(Shape.of(isKnown ? Math.min(rows, columns) : Shape.UNKNOWN));
  }

  private static Kernel take(KernelContext context) {
    Matrices matrices = Matrices.of(context);
    return call ->
        Diagonals.take(
            call.input(0), matrices.batch(), matrices.rows(), matrices.columns(), call.output(0));
  }

  private static Shape withDiagonal(ShapeContext context) {
    Shape matrices = matrices(context);
    Shape wanted = diagonal(matrices);
    Shape diagonal = Shapes.requireRank(context.inputShape(1), 1, "at least");
    if (!diagonal.isCompatibleWith(wanted)) {
      throw new GradusException(
          "The diagonal of matrices of shape %s has shape %s, not %s"
              .formatted(matrices, wanted, diagonal));
    }
    return matrices.hasKnownRank() || !diagonal.hasKnownRank()
        ? matrices
        : Shape.unknownOfRank(diagonal.rank() + 1);
  }

  private static Kernel set(KernelContext context) {
    Matrices matrices = Matrices.of(context);
    int elements = context.outputShape(0).elementCount();
    return call -> {
      System.arraycopy(call.input(0), 0, call.output(0), 0, elements);
      Diagonals.set(
          call.input(1), matrices.batch(), matrices.rows(), matrices.columns(), call.output(0));
    };
  }

  private static Shape banded(ShapeContext context) {
    Shape matrices = matrices(context);
    requireDistance(context, 1, "below", matrices, -2);
    requireDistance(context, 2, "above", matrices, -1);
    return matrices;
  }

  private static void requireDistance(
      ShapeContext context, int input, String side, Shape matrices, int axis) {
    Shapes.requireScalar("The number of diagonals " + side, context.inputShape(input));
    int size = matrices.hasKnownRank() ? matrices.dimension(axis) : Shape.UNKNOWN;
    Parameters.ints(context, input)
        .filter(values -> size != Shape.UNKNOWN && values[0] > size)
        .ifPresent(
            values -> {
              throw new GradusException(
                  "The number of diagonals %s must be negative, for all, or at most %d for matrices of shape %s, but is %d"
                      .formatted(side, size, matrices, values[0]));
            });
  }

  private static Kernel band(KernelContext context) {
    Matrices matrices = Matrices.of(context);
    int below = Parameters.ints(context, 1)[0];
    int above = Parameters.ints(context, 2)[0];
    Object zero = context.outputType(0).newArray(1);
    return call ->
        Diagonals.band(
            call.input(0),
            matrices.batch(),
            matrices.rows(),
            matrices.columns(),
            below,
            above,
            zero,
            call.output(0));
  }

  /** How the first input consists of matrices. */
  private record Matrices(int batch, int rows, int columns) {
    static Matrices of(KernelContext context) {
      Shape shape = context.inputShape(0);
      return new Matrices(
          Shapes.withoutLast(shape, 2).elementCount(), shape.dimension(-2), shape.dimension(-1));
    }
  }
}
