package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.AttributeType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.Casts;
import dev.gradus.ops.kernel.SequenceReversal;
import dev.gradus.ops.kernel.StridedCopy;
import dev.gradus.ops.kernel.StridedView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The ops that put the elements of an axis in another order. */
final class ReversalDefinitions {
  private ReversalDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("ReverseV2")
            .typeAttributeWithDefault("Tidx", Types.INDEX)
            .typeAttribute("T")
            .input("tensor", "T")
            .parameter("axis", "Tidx")
            .output("output", "T")
            .shape(ReversalDefinitions::reversedShape)
            .kernel(ReversalDefinitions::reverse)
            .build(),
        OpDef.named("ReverseSequence")
            .attribute("seq_dim", AttributeType.INT)
            .attribute("batch_dim", 0)
            .typeAttribute("T")
            .typeAttributeWithDefault("Tlen", INT64, INT32)
            .input("input", "T")
            .input("seq_lengths", "Tlen")
            .output("output", "T")
            .shape(ReversalDefinitions::sequencesShape)
            .kernel(ReversalDefinitions::reverseSequences)
            .build(),
        OpDef.named("Roll")
            .typeAttribute("T")
            .typeAttribute("Tshift", Types.INDEX)
            .typeAttribute("Taxis", Types.INDEX)
            .input("input", "T")
            .parameter("shift", "Tshift")
            .parameter("axis", "Taxis")
            .output("output", "T")
            .shape(ReversalDefinitions::rolledShape)
            .kernel(ReversalDefinitions::roll)
            .build());
  }

  private static Shape reversedShape(ShapeContext context) {
    Shape shape = context.inputShape(0);
    Shapes.requireRank(context.inputShape(1), 1, "exactly");
    if (shape.hasKnownRank()) {
      Parameters.ints(context, 1).ifPresent(axes -> Shapes.axisSet(shape, axes));
    }
    return shape;
  }

  private static Kernel reverse(KernelContext context) {
    Shape shape = context.inputShape(0);
    StridedView reversed = StridedView.of(shape.toArray());
    for (int axis : Shapes.axisSet(shape, Parameters.ints(context, 1))) {
      int length = shape.dimension(axis);
      reversed = reversed.part(axis, length - 1, length, -1);
    }
    StridedCopy copy = StridedCopy.between(reversed, StridedView.of(shape.toArray()));
    return call -> copy.run(call.input(0), call.output(0));
  }

  private static Shape sequencesShape(ShapeContext context) {
    Shape shape = context.inputShape(0);
    Shape lengths = Shapes.requireRank(context.inputShape(1), 1, "exactly");
    long steps = context.attributes().getInt("seq_dim");
    long batch = context.attributes().getInt("batch_dim");
    if (steps == batch || steps < 0 || batch < 0) {
      throw new GradusException(
          "Attributes 'seq_dim' and 'batch_dim' must be two different axes counted from 0, but are %d and %d"
              .formatted(steps, batch));
    }
    if (!shape.hasKnownRank()) {
      return shape;
    }
    if (Math.max(steps, batch) >= shape.rank()) {
      throw new GradusException(
          "Axis %d is out of range: shape %s has %d dimensions"
              .formatted(Math.max(steps, batch), shape, shape.rank()));
    }
    Shape sequences = Shape.of(shape.dimension((int) batch));
    if (!sequences.isCompatibleWith(lengths)) {
      throw new GradusException(
          "There must be a length for each of the %d sequences, but the lengths have shape %s"
              .formatted(sequences.dimension(0), lengths));
    }
    return lengths.hasKnownRank()
        ? shape.withDimension((int) batch, sequences.mergeWith(lengths).dimension(0))
        : shape;
  }

  private static Kernel reverseSequences(KernelContext context) {
    SequenceReversal reversal =
        SequenceReversal.of(
            context.inputShape(0).toArray(),
            Math.toIntExact(context.attributes().getInt("batch_dim")),
            Math.toIntExact(context.attributes().getInt("seq_dim")));
    long[] lengths = new long[context.inputShape(1).elementCount()];
    return call -> {
      Casts.cast(call.input(1), lengths, lengths.length);
      reversal.run(call.input(0), lengths, call.output(0));
    };
  }

  private static Shape rolledShape(ShapeContext context) {
    Shape shape = Shapes.requireRank(context.inputShape(0), 1, "at least");
    Shape shifts = context.inputShape(1);
    Shape axes = context.inputShape(2);
    if (!shifts.isCompatibleWith(axes) || (shifts.hasKnownRank() && shifts.rank() > 1)) {
      throw new GradusException(
          "Shift and axis must be two scalars, or two vectors of one length, but have shapes %s and %s"
              .formatted(shifts, axes));
    }
    Optional<int[]> known = Parameters.ints(context, 2);
    if (shape.hasKnownRank() && known.isPresent()) {
      Arrays.stream(known.get()).forEach(shape::normalizeAxis);
    }
    return shape;
  }

  private static Kernel roll(KernelContext context) {
    Shape shape = context.inputShape(0);
    int[] shifts = Parameters.ints(context, 1);
    int[] axes = Parameters.ints(context, 2);
    long[] total = new long[shape.rank()];
    for (int i = 0; i < axes.length; i++) {
      total[shape.normalizeAxis(axes[i])] += shifts[i];
    }
    List<Move> moves = List.of(Move.all(shape));
    for (int axis = 0; axis < total.length; axis++) {
      int length = shape.dimension(axis);
      int shift = length == 0 ? 0 : (int) Math.floorMod(total[axis], (long) length);
      if (shift != 0) {
        List<Move> parts = new ArrayList<>();
        for (Move move : moves) {
          parts.add(move.part(axis, 0, shift, length - shift));
          parts.add(move.part(axis, length - shift, 0, shift));
        }
        moves = parts;
      }
    }
    StridedCopy[] copies =
        moves.stream()
            .map(move -> StridedCopy.between(move.from(), move.to()))
            .toArray(StridedCopy[]::new);
    return call -> {
      for (StridedCopy copy : copies) {
        copy.run(call.input(0), call.output(0));
      }
    };
  }

  /** A block that moves as a whole. */
  private record Move(StridedView from, StridedView to) {
    static Move all(Shape shape) {
      StridedView whole = StridedView.of(shape.toArray());
      return new Move(whole, whole);
    }

    Move part(int axis, int fromBegin, int toBegin, int length) {
      return new Move(from.part(axis, fromBegin, length), to.part(axis, toBegin, length));
    }
  }
}
