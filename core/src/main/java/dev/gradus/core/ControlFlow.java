package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How an op runs the functions that are its attributes. Such an op has no kernel: what it does is
 * laid out in the plan, operation by operation; see {@code docs/architecture.md}.
 */
public sealed interface ControlFlow extends ShapeRule {
  /**
   * One of two functions runs, as the first input says; the other inputs are its arguments, its
   * results are the outputs.
   *
   * <p>A predicate that is no scalar counts as true if it has elements, as in TensorFlow.
   *
   * @param thenBranch the attribute that holds the function for a predicate other than 0
   * @param elseBranch the attribute that holds the function for 0, or false
   * @param outputTypes the attribute that lists the types of the outputs
   */
  record Conditional(String thenBranch, String elseBranch, String outputTypes)
      implements ControlFlow {
    @Override
    public List<Shape> infer(ShapeContext context) {
      GraphFunction then = context.attributes().getFunction(thenBranch);
      GraphFunction otherwise = context.attributes().getFunction(elseBranch);
      requireArguments(thenBranch, then, context, 1);
      requireArguments(elseBranch, otherwise, context, 1);
      ImmutableList<DataType<?>> types = then.resultTypes();
      if (!types.equals(otherwise.resultTypes())) {
        throw new GradusException(
            "Both branches must return the same types, but '%s' returns %s and '%s' returns %s"
                .formatted(thenBranch, types, elseBranch, otherwise.resultTypes()));
      }
      ImmutableList<DataType<?>> declared = context.attributes().getTypes(outputTypes);
      if (!types.equals(declared)) {
        throw new GradusException(
            "The branches return %s, but attribute '%s' is %s"
                .formatted(types, outputTypes, declared));
      }
      List<Shape> shapes = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        shapes.add(then.results().get(i).shape().commonWith(otherwise.results().get(i).shape()));
      }
      return shapes;
    }
  }

  /**
   * As long as one function returns true for the loop variables, another one replaces them. The
   * inputs are their first values, the outputs their last ones.
   *
   * @param condition the attribute that holds the function which says whether to go on
   * @param body the attribute that holds the function that computes the next values
   */
  record Loop(String condition, String body) implements ControlFlow {
    @Override
    public List<Shape> infer(ShapeContext context) {
      GraphFunction goesOn = context.attributes().getFunction(condition);
      GraphFunction next = context.attributes().getFunction(body);
      requireArguments(condition, goesOn, context, 0);
      requireArguments(body, next, context, 0);
      if (goesOn.results().size() != 1) {
        throw new GradusException(
            "'%s' must return one value, which says whether to go on, but returns %s"
                .formatted(condition, goesOn.resultTypes()));
      }
      if (!next.resultTypes().equals(next.argumentTypes())) {
        throw new GradusException(
            "'%s' must return the next value of each loop variable, of types %s, but returns %s"
                .formatted(body, next.argumentTypes(), next.resultTypes()));
      }
      List<Shape> shapes = new ArrayList<>();
      for (int i = 0; i < next.arguments().size(); i++) {
        Shape shape = next.arguments().get(i).shape();
        Shape after = next.results().get(i).shape();
        if (!shape.covers(after)) {
          throw new GradusException(
              ("Loop variable %d has shape %s when '%s' begins, but %s when it ends; if that is"
                      + " meant, give it a shape invariant that allows for both")
                  .formatted(i, shape, body, after));
        }
        shapes.add(shape);
      }
      return Collections.unmodifiableList(shapes);
    }
  }

  private static void requireArguments(
      String attribute, GraphFunction function, ShapeContext context, int first) {
    List<DataType<?>> types = new ArrayList<>();
    for (int i = first; i < context.inputCount(); i++) {
      types.add(context.inputType(i));
    }
    if (!function.argumentTypes().equals(types)) {
      throw new GradusException(
          "'%s' takes %s, but is given %s".formatted(attribute, function.argumentTypes(), types));
    }
    for (int i = 0; i < types.size(); i++) {
      Shape shape = context.inputShape(first + i);
      if (!function.arguments().get(i).shape().isCompatibleWith(shape)) {
        throw new GradusException(
            "Argument %d of '%s' has shape %s, but is given one of shape %s"
                .formatted(i, attribute, function.arguments().get(i).shape(), shape));
      }
    }
  }
}
