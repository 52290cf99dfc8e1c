package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import dev.gradus.core.view.DotWriter;
import dev.gradus.core.view.LayoutBuilder;
import dev.gradus.core.view.Options;
import dev.gradus.core.view.SvgWriter;
import dev.gradus.core.view.TextWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph, or some of it, to be looked at.
 *
 * <pre>{@code
 * System.out.println(graph.toText());                              // all of it, as text
 * System.out.println(GraphView.neededFor(loss).toText());          // what a fetch of it needs
 * System.out.println(GraphView.of(graph).scope("layer1").toText());
 * Files.writeString(Path.of("graph.svg"), GraphView.of(graph).toSvg());   // as a picture
 * }</pre>
 *
 * <p>A view shows the graph as it was when the view was made. Immutable.
 */
public final class GraphView {
  /** In the order in which they were built. */
  private final ImmutableList<Operation> operations;

  private final Options options;

  private GraphView(ImmutableList<Operation> operations, Options options) {
    this.operations = operations;
    this.options = options;
  }

  /** Returns a view of a whole graph. */
  public static GraphView of(Graph graph) {
    return new GraphView(graph.operations(), Options.DEFAULTS);
  }

  /**
   * Returns a view of what a run needs that fetches the given values and is fed nothing.
   *
   * @throws GraphException if they belong to different graphs
   */
  public static GraphView neededFor(Operand<?>... fetches) {
    return neededFor(
        Arrays.stream(fetches)
            .map(fetch -> fetch.asOutput().operation())
            .toArray(Operation[]::new));
  }

  /**
   * Returns a view of what a run needs that has the given targets and is fed nothing.
   *
   * @throws GraphException if they belong to different graphs
   */
  public static GraphView neededFor(Operation... targets) {
    Deque<Operation> open = new ArrayDeque<>();
    for (Operation target : targets) {
      if (target.graph() != targets[0].graph()) {
        throw GraphException.atCaller(
            "A view is of one graph, but %s belongs to another (%s) than %s (%s)"
                .formatted(target, target.graph(), targets[0], targets[0].graph()));
      }
      open.push(target);
    }
    Set<Operation> seen = new HashSet<>();
    List<Operation> needed = new ArrayList<>();
    while (!open.isEmpty()) {
      Operation operation = open.pop();
      if (seen.add(operation)) {
        needed.add(operation);
        open.addAll(operation.controlInputs());
        operation.inputs().forEach(input -> open.push(input.operation()));
      }
    }
    needed.sort(Comparator.comparingInt(Operation::id));
    return new GraphView(ImmutableList.copyOf(needed), Options.DEFAULTS);
  }

  /**
   * Returns a view of those operations of this one that are in a scope: {@code layer1} has {@code
   * layer1/MatMul} and {@code layer1/inner/Add}, and {@code layer1} itself, if that is an operation
   * too.
   *
   * @throws GraphException if there is none
   */
  public GraphView scope(String scope) {
    String name = scope.endsWith("/") ? scope.substring(0, scope.length() - 1) : scope;
    ImmutableList<Operation> inside =
        operations.stream()
            .filter(
                operation ->
                    operation.name().equals(name) || operation.name().startsWith(name + "/"))
            .collect(ImmutableList.toImmutableList());
    if (inside.isEmpty()) {
      throw GraphException.atCaller(
          "There is no scope '%s' here; on top there are %s".formatted(name, topScopes()));
    }
    return new GraphView(inside, options);
  }

  private ImmutableSortedSet<String> topScopes() {
    return operations.stream()
        .map(Operation::name)
        .filter(name -> name.contains("/"))
        .map(name -> name.substring(0, name.indexOf('/')))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Ordering.natural()));
  }

  /**
   * Returns this view with the line of the program that built each operation, in its text and where
   * the mouse rests in its picture.
   */
  public GraphView withBuildingLines() {
    return new GraphView(operations, options.withBuildingLines());
  }

  /** Returns the operations in this view, in the order in which they were built. */
  public ImmutableList<Operation> operations() {
    return operations;
  }

  /**
   * Returns this view as text, with a line for each operation, in the order in which they were
   * built: its number, its name if that is not just the op's, the types and shapes of its outputs,
   * the op, its inputs by number, and the attributes that are not at their defaults and that no
   * type or shape tells.
   *
   * <pre>{@code
   * %0 x: float32[?,784] = Placeholder()
   * zeros/
   *   %1: float32[] = Const(value=0.0)
   *   ...
   * %7 product: float32[?,10] = MatMul(%0, %6)
   * }</pre>
   *
   * <p>Lines are indented below the scopes in which their operations are. A line ends with {@code
   * after %5}, if the operation waits for another, and with {@code for %7}, if it is there for the
   * sake of that one, as a gradient is ({@link Operation#builtFor}). {@code %9:1} is the second of
   * several outputs; what is not in this view has its name in place of a number. The functions that
   * an op runs, such as the body of a loop, follow below its line.
   *
   * <p>The text depends on nothing but what is shown: equal programs have equal texts.
   */
  public String toText() {
    return TextWriter.write(operations, options.buildingLines());
  }

  /**
   * Returns this view with values flowing from left to right in its picture, instead of from the
   * top down.
   */
  public GraphView leftToRight() {
    return new GraphView(operations, options.leftToRight());
  }

  /**
   * Returns this view with those scopes expanded in its picture around which there are fewer others
   * than the given number, and all else collapsed: with 0, there is one box for each scope on top.
   *
   * <p>If neither this nor {@link #expanded} says which scopes to expand, it is as many as leave a
   * picture of at most 40 boxes, the outer ones first.
   */
  public GraphView expandedToDepth(int depth) {
    return new GraphView(operations, options.toDepth(depth));
  }

  /**
   * Returns this view with more scopes expanded in its picture, and all that are around these. The
   * name of an operation stands for what was built for its sake: {@code expanded("Softmax")} shows
   * of what the gradient of {@code Softmax} consists.
   *
   * @throws GraphException when the picture is made, if there is no such scope or operation
   */
  public GraphView expanded(String... scopes) {
    return new GraphView(operations, options.with(scopes, true));
  }

  /**
   * Returns this view with scopes collapsed in its picture, and all that are in these.
   *
   * @throws GraphException when the picture is made, if there is no such scope or operation
   */
  public GraphView collapsed(String... scopes) {
    return new GraphView(operations, options.with(scopes, false));
  }

  /** Returns where everything is in the picture of this view. */
  public GraphLayout layout() {
    return LayoutBuilder.build(operations, options);
  }

  /**
   * Returns the picture of this view as SVG, which a browser shows, on light and dark pages; it
   * needs no other file.
   *
   * <p>What computes forward is blue and flows down, row by row. Beside it, in the same row, is in
   * orange what was built for its sake ({@link Operation#builtFor}), which for gradients flows up.
   * To the right of these is what uses gradients, such as what changes a variable. Variables are
   * green cylinders, placeholders are ovals. Constants and shapes are small, to the left of what
   * uses them, and what just initializes variables is below everything, without edges. Scopes are
   * boxes around what is in them, or collapsed; see {@link #expanded}. An edge is solid for a
   * value, dashed for one that a gradient uses, and dotted if one operation just waits for the
   * other; where it begins, the type and shape are written. Each box tells more where the mouse
   * rests on it.
   *
   * <pre>{@code
   * Files.writeString(Path.of("graph.svg"), GraphView.of(graph).toSvg());
   * }</pre>
   *
   * <p>Boxes of operations have the attribute {@code data-node}, with the operation's name, and
   * others {@code data-group}, with the id that they have in the {@link #layout}. The text depends
   * on nothing but what is shown.
   */
  public String toSvg() {
    return SvgWriter.write(layout(), options);
  }

  /**
   * Returns the boxes and edges of the picture in the DOT language of Graphviz, which places them
   * in its own way.
   */
  public String toDot() {
    return DotWriter.write(layout(), options);
  }

  /** Returns how many operations this shows. */
  @Override
  public String toString() {
    return "a view of %d operations".formatted(operations.size());
  }
}
