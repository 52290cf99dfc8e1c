package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.StridedCopy;
import dev.gradus.ops.kernel.StridedView;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The ops that make one tensor of several, side by side, or several of one. */
final class JoiningDefinitions {
  private JoiningDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("ConcatV2")
            .typeAttribute("T")
            .typeAttributeWithDefault("Tidx", Types.INDEX)
            .inputs("values", "N", "T")
            .parameter("axis", "Tidx")
            .output("output", "T")
            .shape(JoiningDefinitions::joinedShape)
            .kernel(JoiningDefinitions::join)
            .build(),
        OpDef.named("Split")
            .typeAttribute("T")
            .parameter("split_dim", INT32)
            .input("value", "T")
            .outputs("output", "num_split", "T")
            .shapes(JoiningDefinitions::equalParts)
            .kernel(context -> cut(context, 1, Parameters.ints(context, 0)[0]))
            .build(),
        OpDef.named("SplitV")
            .typeAttribute("T")
            .typeAttributeWithDefault("Tlen", INT64, INT32)
            .input("value", "T")
            .parameter("size_splits", "Tlen")
            .parameter("split_dim", INT32)
            .outputs("output", "num_split", "T")
            .shapes(JoiningDefinitions::partsOfSizes)
            .kernel(context -> cut(context, 0, Parameters.ints(context, 2)[0]))
            .build(),
        OpDef.named("Pack")
            .typeAttribute("T")
            .attribute("axis", 0)
            .inputs("values", "N", "T")
            .output("output", "T")
            .shape(JoiningDefinitions::stackedShape)
            .kernel(JoiningDefinitions::stack)
            .build(),
        OpDef.named("Unpack")
            .typeAttribute("T")
            .attribute("axis", 0)
            .input("value", "T")
            .outputs("output", "num", "T")
            .shapes(JoiningDefinitions::unstackedShapes)
            .kernel(JoiningDefinitions::unstack)
            .build());
  }

  private static Shape joinedShape(ShapeContext context) {
    int count = context.inputCount() - 1;
    if (count < 2) {
      throw new GradusException("At least two tensors are wanted, not " + count);
    }
    Optional<Integer> axis = Parameters.axis(context, count);
    List<Shape> shapes = IntStream.range(0, count).mapToObj(context::inputShape).toList();
    Shape common = Shape.unknown();
    for (Shape shape : shapes) {
      Shapes.requireRank(shape, 1, "at least");
      Shape others = shape.hasKnownRank() ? withUnknown(shape, axis) : shape;
      if (!common.isCompatibleWith(others)) {
        throw new GradusException(
            "All tensors must have the same shape%s, but have %s"
                .formatted(axis.map(a -> " except along axis " + a).orElse(""), shapes));
      }
      common = common.mergeWith(others);
    }
    if (axis.isEmpty() || !shapes.stream().allMatch(Shape::hasKnownRank)) {
      return common;
    }
    int[] dimensions = shapes.stream().mapToInt(shape -> shape.dimension(axis.get())).toArray();
    return IntStream.of(dimensions).anyMatch(dimension -> dimension == Shape.UNKNOWN)
        ? common
        : common.withDimension(
            axis.get(), Shapes.exactDimension(IntStream.of(dimensions).asLongStream().sum()));
  }

  /** Forgets the dimension of an axis, or all of them if it is not known which. */
  private static Shape withUnknown(Shape shape, Optional<Integer> axis) {
    return axis.map(joined -> shape.withDimension(joined, Shape.UNKNOWN))
        .orElseGet(() -> Shape.unknownOfRank(shape.rank()));
  }

  private static Kernel join(KernelContext context) {
    int count = context.inputCount() - 1;
    int axis = context.outputShape(0).normalizeAxis(Parameters.ints(context, count)[0]);
    StridedView whole = StridedView.of(context.outputShape(0).toArray());
    StridedCopy[] copies = new StridedCopy[count];
    int begin = 0;
    for (int i = 0; i < count; i++) {
      int[] shape = context.inputShape(i).toArray();
      copies[i] = StridedCopy.between(StridedView.of(shape), whole.part(axis, begin, shape[axis]));
      begin += shape[axis];
    }
    return gathering(copies);
  }

  /** Copies each input to its place in the output. */
  private static Kernel gathering(StridedCopy[] copies) {
    return call -> {
      for (int i = 0; i < copies.length; i++) {
        copies[i].run(call.input(i), call.output(0));
      }
    };
  }

  /** Copies each output from its place in an input. */
  private static Kernel distributing(int input, StridedCopy[] copies) {
    return call -> {
      for (int i = 0; i < copies.length; i++) {
        copies[i].run(call.input(input), call.output(i));
      }
    };
  }

  private static List<Shape> equalParts(ShapeContext context) {
    int count = Math.toIntExact(context.attributes().getInt("num_split"));
    if (count < 1) {
      throw new GradusException("Attribute 'num_split' must be at least 1, but is " + count);
    }
    Shape whole = Shapes.requireRank(context.inputShape(1), 1, "at least");
    Optional<Integer> axis = Parameters.axis(context, 0);
    if (!whole.hasKnownRank()) {
      return Collections.nCopies(count, whole);
    }
    Shape part = withUnknown(whole, axis);
    if (axis.isPresent() && whole.dimension(axis.get()) != Shape.UNKNOWN) {
      int dimension = whole.dimension(axis.get());
      if (dimension % count != 0) {
        throw new GradusException(
            "Axis %d of shape %s cannot be split into %d equal parts: %d is no multiple of %d"
                .formatted(axis.get(), whole, count, dimension, count));
      }
      part = part.withDimension(axis.get(), dimension / count);
    }
    return Collections.nCopies(count, part);
  }

  private static List<Shape> partsOfSizes(ShapeContext context) {
    int count = Math.toIntExact(context.attributes().getInt("num_split"));
    if (count < 1) {
      throw new GradusException("Attribute 'num_split' must be at least 1, but is " + count);
    }
    Shape whole = Shapes.requireRank(context.inputShape(0), 1, "at least");
    if (!context.inputShape(1).isCompatibleWith(Shape.of(count))) {
      throw new GradusException(
          "The sizes of %d parts are wanted, but have shape %s"
              .formatted(count, context.inputShape(1)));
    }
    Optional<Integer> axis = Parameters.axis(context, 2);
    Optional<int[]> sizes = Parameters.ints(context, 1);
    if (!whole.hasKnownRank()) {
      return Collections.nCopies(count, whole);
    }
    Shape part = withUnknown(whole, axis);
    if (axis.isEmpty() || sizes.isEmpty()) {
      return Collections.nCopies(count, part);
    }
    return Arrays.stream(completed(whole, axis.get(), sizes.get()))
        .mapToObj(size -> part.withDimension(axis.get(), size))
        .toList();
  }

  /** Puts what is left in the place of -1, and checks that no more and no less is wanted. */
  private static int[] completed(Shape whole, int axis, int[] sizes) {
    int dimension = whole.dimension(axis);
    int open = Arrays.stream(sizes).boxed().toList().indexOf(-1);
    long sum = Arrays.stream(sizes).asLongStream().filter(size -> size >= 0).sum();
    long wrong = IntStream.range(0, sizes.length).filter(i -> sizes[i] < 0 && i != open).count();
    boolean fits = dimension == Shape.UNKNOWN || (open < 0 ? sum == dimension : sum <= dimension);
    if (wrong > 0 || !fits) {
      throw new GradusException(
          "Axis %d of shape %s cannot be split into parts of %s: they must add up to it, and one of them may be -1"
              .formatted(axis, whole, Arrays.toString(sizes)));
    }
    int[] completed = sizes.clone();
    if (open >= 0 && dimension != Shape.UNKNOWN) {
      completed[open] = dimension - (int) sum;
    }
    return completed;
  }

  private static Kernel cut(KernelContext context, int input, int anyAxis) {
    Shape whole = context.inputShape(input);
    int axis = whole.normalizeAxis(anyAxis);
    int count = Math.toIntExact(context.attributes().getInt("num_split"));
    StridedCopy[] copies = new StridedCopy[count];
    int begin = 0;
    for (int i = 0; i < count; i++) {
      int[] part = context.outputShape(i).toArray();
      copies[i] =
          StridedCopy.between(
              StridedView.of(whole.toArray()).part(axis, begin, part[axis]), StridedView.of(part));
      begin += part[axis];
    }
    return distributing(input, copies);
  }

  private static Shape stackedShape(ShapeContext context) {
    if (context.inputCount() < 1) {
      throw new GradusException("At least one tensor is wanted");
    }
    Shape one = Shapes.merged(context);
    return one.hasKnownRank()
        ? Shapes.withAxis(
            one, axisAttribute(context.attributes().getInt("axis")), context.inputCount())
        : Shape.unknown();
  }

  /** No rank is so large that it matters where a huge axis is cut off. */
  private static int axisAttribute(long axis) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, axis));
  }

  private static Kernel stack(KernelContext context) {
    Shape whole = context.outputShape(0);
    int axis = whole.normalizeAxis(axisAttribute(context.attributes().getInt("axis")));
    return gathering(
        IntStream.range(0, context.inputCount())
            .mapToObj(i -> layer(whole, axis, i).inverse())
            .toArray(StridedCopy[]::new));
  }

  /** Copies what is at one index of an axis. */
  private static StridedCopy layer(Shape whole, int axis, int index) {
    return StridedCopy.between(
        StridedView.of(whole.toArray()).part(axis, index, 1),
        StridedView.of(whole.withDimension(axis, 1).toArray()));
  }

  private static List<Shape> unstackedShapes(ShapeContext context) {
    int count = Math.toIntExact(context.attributes().getInt("num"));
    Shape whole = Shapes.requireRank(context.inputShape(0), 1, "at least");
    if (!whole.hasKnownRank()) {
      return Collections.nCopies(count, whole);
    }
    int axis = whole.normalizeAxis(axisAttribute(context.attributes().getInt("axis")));
    if (!Shape.of(whole.dimension(axis)).isCompatibleWith(Shape.of(count))) {
      throw new GradusException(
          "Axis %d of shape %s has %d elements, but attribute 'num' is %d"
              .formatted(axis, whole, whole.dimension(axis), count));
    }
    return Collections.nCopies(count, whole.keepAxes(kept -> kept != axis));
  }

  private static Kernel unstack(KernelContext context) {
    Shape whole = context.inputShape(0);
    int axis = whole.normalizeAxis(axisAttribute(context.attributes().getInt("axis")));
    return distributing(
        0,
        IntStream.range(0, whole.dimension(axis))
            .mapToObj(i -> layer(whole, axis, i))
            .toArray(StridedCopy[]::new));
  }
}
