package dev.gradus.autodiff.gradient;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which variables of a loop may be of another shape in one round than in the next.
 *
 * <p>That is so if a variable's first shape is known better than its shape in the body. If neither
 * is known, the shapes do not tell; then the body is built once more, in a graph that nobody runs,
 * as if each dimension that is not known were a certain number. A variable whose shape is not the
 * same after the body, or not known, may change. If such a body cannot be built, because the
 * dimensions are no more one and the same number, that proves nothing; what the body does with the
 * shapes that it is given is then taken to be the same in each round.
 */
final class ShapeChanges {
  /** Stands for each dimension that is not known: a number that is nobody's first choice. */
  private static final int SOME = 11;

  private ShapeChanges() {}

  /**
   * Returns the numbers of the variables that may change their shape.
   *
   * @param loop the loop
   * @param variables the numbers of the inputs that the body replaces
   */
  static BitSet of(Operation loop, GraphFunction body, List<Integer> variables) {
    BitSet changing = new BitSet();
    List<Integer> uncertain = new ArrayList<>();
    for (int i : variables) {
      Shape first = loop.input(i).shape();
      Shape later = body.arguments().get(i).shape();
      if (!first.covers(later)) {
        changing.set(i);
      } else if (!first.isFullyKnown() && first.hasKnownRank()) {
        uncertain.add(i);
      }
    }
    if (!addChanging(loop, body, variables, uncertain, changing)) {
      // What is wrong with one variable does not keep others from being tried.
      for (int i : uncertain) {
        addChanging(loop, body, variables, List.of(i), changing);
      }
    }
    return changing;
  }

  /** Adds those of some variables that change their shape; tells whether that could be tried. */
  private static boolean addChanging(
      Operation loop,
      GraphFunction body,
      List<Integer> variables,
      List<Integer> tried,
      BitSet changing) {
    List<Shape> next = shapesAfter(loop, body, variables, tried);
    for (int i = 0; i < next.size(); i++) {
      Shape before = withoutUnknown(body.arguments().get(tried.get(i)).shape());
      changing.set(tried.get(i), !next.get(i).equals(before));
    }
    return next.size() == tried.size();
  }

  /** Returns the shapes of some variables after a round; none if that cannot be found out. */
  private static List<Shape> shapesAfter(
      Operation loop, GraphFunction body, List<Integer> variables, List<Integer> wanted) {
    Ops tf = Ops.on(new Graph());
    List<Operand<?>> arguments = new ArrayList<>();
    for (int i = 0; i < body.arguments().size(); i++) {
      Output<?> input = loop.input(i);
      boolean isConstant = !variables.contains(i) && input.knownValue().isPresent();
      Shape shape = variables.contains(i) ? body.arguments().get(i).shape() : input.shape();
      arguments.add(
          isConstant
              ? tf.constant(input.knownValue().get())
              : tf.placeholder(input.dataType(), withoutUnknown(shape)));
    }
    try {
      return Rebuilding.rebuild(tf, body, arguments, wanted).stream()
          .<Shape>map(Output::shape)
          .toList();
    } catch (GraphException e) {
      return List.of();
    }
  }

  private static Shape withoutUnknown(Shape shape) {
    Shape known = shape;
    for (int axis = 0; shape.hasKnownRank() && axis < shape.rank(); axis++) {
      if (shape.dimension(axis) == Shape.UNKNOWN) {
        known = known.withDimension(axis, SOME);
      }
    }
    return known;
  }
}
