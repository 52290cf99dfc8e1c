package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * The picture of a {@link GraphView} as data: which boxes there are, which is in which, where each
 * stands, and how the edges run between them.
 *
 * <p>A box is an {@linkplain Kind#OPERATION operation}, a {@linkplain Kind#SCOPE scope}, or the
 * {@linkplain Kind#COMPANIONS companions} of either: what was built for its sake ({@link
 * Operation#builtFor}), such as the gradient of an operation. A scope is expanded, and shows what
 * is in it, or collapsed; companions likewise. All boxes are here, those in collapsed ones too, so
 * that one can place them anew when a box is expanded or collapsed:
 *
 * <ol>
 *   <li>From the innermost boxes outward, give each its size: {@link Box#collapsedWidth} and {@link
 *       Box#collapsedHeight}, unless it is expanded; then its size follows from the next steps.
 *   <li>In an expanded box, put the boxes of each row side by side, {@link #COLUMN_GAP} apart,
 *       centred on a common line, and the rows below each other, {@link #ROW_GAP} apart. The
 *       companions of a scope ({@link Box#companionOf}) are there only while that scope is
 *       collapsed: while it is expanded, its operations have their companions beside them.
 *   <li>Small boxes ({@link Box#aside}) are stacked to the left of their box, {@link #ASIDE_GAP}
 *       apart and two such gaps from the box. They are in the same box as that, and take up room in
 *       its row.
 *   <li>Put the boxes of {@link Box#bookkeeping} side by side, half a {@link #ROW_GAP} below the
 *       last row. The expanded box is as large as what is in it, with a {@link #PADDING} all around
 *       and, but for the outermost one, a {@link #HEADER} on top for its name.
 * </ol>
 *
 * <p>What is here follows these rules but in one thing: within a row, boxes stand farther apart
 * than they must where that brings them closer to what they are connected with. (And if the picture
 * is one from left to right, its rows are columns, farther apart.)
 *
 * <p>Lengths are in pixels, at a font size of 12 for names. Immutable.
 *
 * @param root the box around everything
 * @param edges those between boxes that are seen, in a fixed order
 */
public record GraphLayout(Box root, ImmutableList<Edge> edges) {
  /** The least distance between neighbours in a row. */
  public static final double COLUMN_GAP = 24;

  /** The distance between rows. */
  public static final double ROW_GAP = 44;

  /** The distance between an expanded box and what is in it, at each side. */
  public static final double PADDING = 14;

  /** The height of an expanded box's name. */
  public static final double HEADER = 22;

  /**
   * The distance between a box and the small ones to its left, and from one of them to the next.
   */
  public static final double ASIDE_GAP = 6;

  /** What a box stands for. */
  public enum Kind {
    /** One operation. */
    OPERATION,
    /** All operations of a scope that are not companions of others. */
    SCOPE,
    /** What was built for the sake of one operation, or of those in a collapsed scope. */
    COMPANIONS
  }

  /** What a box is drawn as; that of a scope is the role of the operation that has its name. */
  public enum Role {
    /** A value that is fed, such as a placeholder. */
    FED,
    /** A state that a session keeps: a variable. */
    STATE,
    /** What changes a state. */
    UPDATE,
    /** A constant. */
    CONSTANT,
    /** Anything else. */
    COMPUTED
  }

  /**
   * One box.
   *
   * @param id unique in the layout: the name of an operation; of a scope, its name with a slash at
   *     the end; of companions, {@code for:} and the id of what they are for
   * @param kind what this stands for
   * @param role what this is drawn as
   * @param label what is written in it: the name within the scope around it
   * @param detail a smaller second line, such as an op's type and attributes; perhaps empty
   * @param operations the operations in this box, in the order in which they were built
   * @param companionOf of what was built for another box's sake, the id of that, which is in the
   *     same row; otherwise empty
   * @param isExpanded whether this is expanded
   * @param x the left edge, counted from that of the box around this one, if that is expanded
   * @param y the upper edge, likewise
   * @param width the width: of the expanded box if this is expanded
   * @param height the height, likewise
   * @param collapsedWidth the width of the collapsed box
   * @param collapsedHeight the height of the collapsed box
   * @param rows what is in this: rows from the top, boxes from the left; empty for an operation,
   *     and for the companions of a scope
   * @param bookkeeping boxes in this that stand below all rows, such as what initializes variables
   * @param aside small boxes to the left of this, from the top: constants and shapes
   */
  public record Box(
      String id,
      Kind kind,
      Role role,
      String label,
      String detail,
      ImmutableList<Operation> operations,
      Optional<String> companionOf,
      boolean isExpanded,
      double x,
      double y,
      double width,
      double height,
      double collapsedWidth,
      double collapsedHeight,
      ImmutableList<ImmutableList<Box>> rows,
      ImmutableList<Box> bookkeeping,
      ImmutableList<Box> aside) {}

  /**
   * A line between two boxes that are seen; the tensors between the operations in them.
   *
   * @param from the id of the box from which this comes
   * @param to the id of the box to which this goes
   * @param tensors what flows, in the order in which it was built; empty if one only waits for the
   *     other
   * @param label the type and shape of what flows, or of how many tensors it consists
   * @param labelAt the middle of the label's base line
   * @param points the line, as cubic Bézier curves: where it begins and then, for each curve, the
   *     two control points and the end, as after {@code M} and {@code C} in a path of SVG
   */
  public record Edge(
      String from,
      String to,
      ImmutableList<Output<?>> tensors,
      String label,
      Point labelAt,
      ImmutableList<Point> points) {}

  /** A point of the picture, from its left and upper edge. */
  public record Point(double x, double y) {}
}
