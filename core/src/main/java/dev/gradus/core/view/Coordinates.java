package dev.gradus.core.view;

import static dev.gradus.core.GraphLayout.COLUMN_GAP;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.gradus.core.view.Node.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds where the nodes of each row stand, without changing their order: the third step of
 * Sugiyama's method.
 *
 * <p>Each node would like to be at the median of those with which it is connected in the row
 * before. Of all places that keep the order and the distances, a row takes those that deviate the
 * least from these wishes, in the sum of squares. With the distances subtracted, that is a
 * regression by an ascending function, which the method of pooling adjacent violators solves in
 * linear time. Row after row, downward and upward, comes to rest soon. Dummies weigh more than
 * boxes, so that long edges are straight.
 *
 * @see <a href="https://doi.org/10.1109/32.221135">Gansner, Koutsofios, North and Vo, A technique
 *     for drawing directed graphs, 1993, section 4</a>
 * @see <a href="https://doi.org/10.1214/aoms/1177728423">Ayer, Brunk, Ewing, Reid and Silverman, An
 *     empirical distribution function for sampling with incomplete information, 1955</a>
 */
final class Coordinates {
  private static final int SWEEPS = 12;
  private static final double DUMMY_GAP = 12;
  private static final double DUMMY_WEIGHT = 8;

  /** Wider boxes than this, which have others in them, weigh more the wider they are. */
  private static final double NARROW = 200;

  private final List<List<Node>> rows;

  /** Where an edge meets a node, from the node's middle. */
  private final ToDoubleFunction<Link> upperEnd;

  private final ToDoubleFunction<Link> lowerEnd;

  private Coordinates(
      List<List<Node>> rows, ToDoubleFunction<Link> upperEnd, ToDoubleFunction<Link> lowerEnd) {
    this.rows = rows;
    this.upperEnd = upperEnd;
    this.lowerEnd = lowerEnd;
  }

  /**
   * Sets the middle of each node.
   *
   * @param upperEnd where an edge meets its upper node, from the middle of that
   * @param lowerEnd where an edge meets its lower node, from the middle of that
   */
  static void assign(
      List<List<Node>> rows, ToDoubleFunction<Link> upperEnd, ToDoubleFunction<Link> lowerEnd) {
    Coordinates coordinates = new Coordinates(rows, upperEnd, lowerEnd);
    rows.forEach(row -> place(row, new double[row.size()]));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      if (sweep == SWEEPS / 2) {
        coordinates.center();
      }
      coordinates.sweep(sweep % 2 == 0);
    }
    coordinates.closeUp();
  }

  private void sweep(boolean isDown) {
    for (int i = 0; i < rows.size(); i++) {
      List<Node> row = rows.get(isDown ? i : rows.size() - 1 - i);
      place(row, row.stream().mapToDouble(node -> wish(node, isDown)).toArray());
    }
  }

  /**
   * Moves all rows at once, each node to the middle between the two medians of all with which it is
   * connected. In a sweep, that would lead astray: a chain with edges that pass on one side would
   * give way a little in each row, and end far from where it began.
   */
  private void center() {
    List<double[]> wishes = new ArrayList<>();
    for (List<Node> row : rows) {
      wishes.add(row.stream().mapToDouble(this::middle).toArray());
    }
    for (int i = 0; i < rows.size(); i++) {
      place(rows.get(i), wishes.get(i));
    }
  }

  /** Moves each lane, with all to the right of it, as near to those before it as can be. */
  private void closeUp() {
    int lanes = rows.stream().flatMap(List::stream).mapToInt(node -> node.lane + 1).max().orElse(0);
    for (int lane = 1; lane < lanes; lane++) {
      double free = Double.POSITIVE_INFINITY;
      for (List<Node> row : rows) {
        for (int i = 1; i < row.size(); i++) {
          Node left = row.get(i - 1);
          Node right = row.get(i);
          if (left.lane < lane && right.lane >= lane) {
            free = Math.min(free, right.middle - left.middle - distance(left, right));
          }
        }
      }
      if (free < Double.POSITIVE_INFINITY) {
        for (List<Node> row : rows) {
          for (Node node : row) {
            node.middle -= node.lane >= lane ? free : 0;
          }
        }
      }
    }
  }

  private double middle(Node node) {
    double[] places = places(node, Lists.newArrayList(Iterables.concat(node.above, node.below)));
    return places.length == 0
        ? node.middle
        : (places[(places.length - 1) / 2] + places[places.length / 2]) / 2;
  }

  /** Returns the nearer of the two medians; where the node is, if it is connected with none. */
  private double wish(Node node, boolean isDown) {
    List<Link> links = node.links(!isDown);
    double[] places = places(node, links.isEmpty() ? node.links(isDown) : links);
    if (places.length == 0) {
      return node.middle;
    }
    double left = places[(places.length - 1) / 2];
    double right = places[places.length / 2];
    return node.middle - left <= right - node.middle ? left : right;
  }

  /**
   * Returns where a node would have to be for each of its edges to be straight, ascending. Edges to
   * its own lane count alone, if there are any; so main boxes stand below each other, and
   * companions do.
   */
  private double[] places(Node node, List<Link> links) {
    boolean hasOwn = links.stream().anyMatch(link -> link.other(node).lane == node.lane);
    return links.stream()
        .filter(link -> !hasOwn || link.other(node).lane == node.lane)
        .mapToDouble(
            link -> link.other(node).middle + end(link, link.other(node)) - end(link, node))
        .sorted()
        .toArray();
  }

  private double end(Link link, Node node) {
    return node == link.upper() ? upperEnd.applyAsDouble(link) : lowerEnd.applyAsDouble(link);
  }

  /** Places a row as close to the wishes as order and distances allow. */
  private static void place(List<Node> row, double[] wishes) {
    double[] leftmost = new double[row.size()];
    for (int i = 1; i < row.size(); i++) {
      leftmost[i] = leftmost[i - 1] + distance(row.get(i - 1), row.get(i));
    }
    List<Pool> pools = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      double weight = weight(row.get(i));
      Pool pool = new Pool(weight * (wishes[i] - leftmost[i]), weight, 1);
      while (!pools.isEmpty() && pools.get(pools.size() - 1).mean() >= pool.mean()) {
        pool = pools.remove(pools.size() - 1).with(pool);
      }
      pools.add(pool);
    }
    int i = 0;
    for (Pool pool : pools) {
      for (int end = i + pool.size; i < end; i++) {
        row.get(i).middle = pool.mean() + leftmost[i];
      }
    }
  }

  private static double weight(Node node) {
    return node.isDummy() ? DUMMY_WEIGHT : Math.max(1, node.before + node.after - NARROW);
  }

  /** Returns the least distance between the middles of two neighbours. */
  private static double distance(Node left, Node right) {
    double gap = left.isDummy() || right.isDummy() ? DUMMY_GAP : COLUMN_GAP;
    return left.after + gap + right.before;
  }

  /** Neighbours that touch, with the sum of their weighted wishes. */
  private record Pool(double sum, double weight, int size) {
    double mean() {
      return sum / weight;
    }

    Pool with(Pool next) {
      return new Pool(sum + next.sum, weight + next.weight, size + next.size);
    }
  }
}
