package dev.gradus.ops;

import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sums of products of tensors whose axes have labels: what {@code einsum} and {@code tensordot} are
 * made of.
 *
 * <p>Axes of the same label run together; over a label that the result does not have, there is a
 * sum. Two tensors are multiplied by a product of matrices: of the labels of both, those that are
 * kept number the matrices, those that are not run inside the product; a label of only one of them
 * numbers the rows, or the columns. Where several labels have one of these parts they are packed
 * into one axis. Three tensors and more are multiplied from left to right.
 *
 * @param <T> the Java type of one element
 */
final class Contraction<T extends Number> {
  private final Ops tf;

  private Contraction(Ops tf) {
    this.tf = tf;
  }

  /**
   * A tensor with a label for each axis.
   *
   * @param <T> the Java type of one element
   */
  record Term<T>(Output<T> x, String labels) {}

  /** Returns the sum of the products of the terms over all labels that are not in the output. */
  static <T extends Number> Output<T> of(Ops tf, List<Term<T>> terms, String output) {
    requireEqualDimensions(terms);
    return new Contraction<T>(tf).contract(terms, output);
  }

  private static <T> void requireEqualDimensions(List<Term<T>> terms) {
    Map<Character, Integer> dimensions = new HashMap<>();
    for (Term<T> term : terms) {
      Shape shape = term.x().shape();
      for (int axis = 0; shape.hasKnownRank() && axis < shape.rank(); axis++) {
        char label = term.labels().charAt(axis);
        int own = shape.dimension(axis);
        Integer other = own == Shape.UNKNOWN ? null : dimensions.putIfAbsent(label, own);
        if (other != null && other != own && Character.isLetter(label)) {
          throw GraphException.atCaller(
              "Axes that run together must be equally long, but those of '%c' are %d and %d in operands of shapes %s"
                  .formatted(
                      label, other, own, terms.stream().map(each -> each.x().shape()).toList()));
        }
      }
    }
  }

  private Output<T> contract(List<Term<T>> terms, String output) {
    List<Term<T>> open = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      open.add(summed(diagonal(ofRank(terms.get(i))), labelsBut(terms, i) + output));
    }
    Term<T> product = open.get(0);
    for (int i = 1; i < open.size(); i++) {
      String later =
          open.subList(i + 1, open.size()).stream().map(Term::labels).collect(Collectors.joining());
      product = product(product, open.get(i), later + output);
    }
    return arranged(product, output).x();
  }

  private static <T> String labelsBut(List<Term<T>> terms, int left) {
    return IntStream.range(0, terms.size())
        .filter(i -> i != left)
        .mapToObj(i -> terms.get(i).labels())
        .collect(Collectors.joining());
  }

  /** Has the run see to it that a tensor of unknown rank has an axis for each label. */
  private Term<T> ofRank(Term<T> term) {
    return term.x().shape().hasKnownRank()
        ? term
        : new Term<>(
            tf.transpose(term.x(), IntStream.range(0, term.labels().length()).toArray()),
            term.labels());
  }

  /** Where a label stands twice, takes the diagonal of its axes. */
  private Term<T> diagonal(Term<T> term) {
    Term<T> taken = term;
    for (char label : term.labels().toCharArray()) {
      while (taken.labels().indexOf(label) != taken.labels().lastIndexOf(label)) {
        String others = without(taken.labels(), label);
        int count = taken.labels().length() - others.length();
        Term<T> behind = arranged(taken, others + String.valueOf(label).repeat(count));
        String labels = behind.labels().substring(0, behind.labels().length() - 1);
        taken = new Term<>(tf.matrixDiagPart(behind.x()), labels);
      }
    }
    return taken;
  }

  private static String without(String labels, char label) {
    return labels.replace(String.valueOf(label), "");
  }

  /** Sums over the labels that nothing else has. */
  private Term<T> summed(Term<T> term, String wanted) {
    String labels = term.labels();
    int[] axes =
        IntStream.range(0, labels.length())
            .filter(axis -> wanted.indexOf(labels.charAt(axis)) < 0)
            .toArray();
    return axes.length == 0
        ? term
        : new Term<>(tf.reduceSum(term.x(), axes), kept(labels, wanted, true));
  }

  /** Returns those of the labels which are, or are not, among some others. */
  private static String kept(String labels, String others, boolean among) {
    return labels
        .chars()
        .filter(label -> others.indexOf(label) >= 0 == among)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** Puts the axes in the order of the given labels. */
  private Term<T> arranged(Term<T> term, String order) {
    if (term.labels().equals(order)) {
      return term;
    }
    int[] permutation = new int[order.length()];
    boolean[] isTaken = new boolean[order.length()];
    for (int i = 0; i < permutation.length; i++) {
      int axis = term.labels().indexOf(order.charAt(i));
      while (isTaken[axis]) {
        axis = term.labels().indexOf(order.charAt(i), axis + 1);
      }
      isTaken[axis] = true;
      permutation[i] = axis;
    }
    return new Term<>(tf.transpose(term.x(), permutation), order);
  }

  private Term<T> product(Term<T> a, Term<T> b, String wanted) {
    String common = kept(a.labels(), b.labels(), true);
    String inner = kept(common, wanted, false);
    if (inner.isEmpty()) {
      return elementwise(a, b);
    }
    String batch = kept(common, wanted, true);
    String rows = kept(a.labels(), b.labels(), false);
    String columns = kept(b.labels(), a.labels(), false);
    boolean transposeA = !rows.isEmpty() && a.labels().equals(batch + inner + rows);
    boolean transposeB = !columns.isEmpty() && b.labels().equals(batch + columns + inner);
    Term<T> left = transposeA ? a : arranged(a, batch + rows + inner);
    Term<T> right = transposeB ? b : arranged(b, batch + inner + columns);
    Output<T> product =
        tf.matmul(
            packed(left, batch, transposeA ? inner : rows, transposeA ? rows : inner),
            packed(right, batch, transposeB ? columns : inner, transposeB ? inner : columns),
            transposeA,
            transposeB);
    return unpacked(product, left, right, batch, rows, columns);
  }

  /** Multiplies element by element, each broadcast along the labels that just the other has. */
  private Term<T> elementwise(Term<T> a, Term<T> b) {
    String labels = a.labels() + kept(b.labels(), a.labels(), false);
    return new Term<>(tf.mul(widened(a, labels), widened(b, labels)), labels);
  }

  private Output<T> widened(Term<T> term, String labels) {
    Output<T> x = arranged(term, kept(labels, term.labels(), true)).x();
    for (int axis = 0; axis < labels.length(); axis++) {
      if (term.labels().indexOf(labels.charAt(axis)) < 0) {
        x = tf.expandDims(x, axis);
      }
    }
    return x;
  }

  /** Makes of two groups of axes one axis each, behind those of the batch. */
  private Output<T> packed(Term<T> term, String batch, String first, String second) {
    if (first.length() == 1 && second.length() == 1) {
      return term.x();
    }
    List<String> groups = new ArrayList<>();
    batch.chars().forEach(label -> groups.add(Character.toString(label)));
    groups.add(first);
    groups.add(second);
    return reshaped(term.x(), groups, List.of(term));
  }

  private Term<T> unpacked(
      Output<T> product, Term<T> left, Term<T> right, String batch, String rows, String columns) {
    String labels = batch + rows + columns;
    if (rows.length() == 1 && columns.length() == 1) {
      return new Term<>(product, labels);
    }
    // The product's batch is that of both, broadcast; so are its rows and columns packed.
    Term<T> batches = new Term<>(product, batch + "  ");
    List<String> groups = labels.chars().mapToObj(Character::toString).collect(Collectors.toList());
    Term<T> leftRows = new Term<>(left.x(), hidden(left.labels(), rows));
    Term<T> rightColumns = new Term<>(right.x(), hidden(right.labels(), columns));
    return new Term<>(reshaped(product, groups, List.of(batches, leftRows, rightColumns)), labels);
  }

  /** Replaces all labels but the given ones by a blank. */
  private static String hidden(String labels, String shown) {
    return labels
        .chars()
        .mapToObj(label -> shown.indexOf(label) >= 0 ? Character.toString(label) : " ")
        .collect(Collectors.joining());
  }

  /**
   * Gives a tensor a shape.
   *
   * @param groups for each dimension, the labels whose lengths it is the product of
   * @param sources tensors of which one has each label
   */
  private Output<T> reshaped(Output<T> x, List<String> groups, List<Term<T>> sources) {
    int[] dimensions = groups.stream().mapToInt(group -> dimension(group, sources)).toArray();
    long unknown = Arrays.stream(dimensions).filter(dimension -> dimension < 0).count();
    // With a dimension of 0, nothing could be told of an open one.
    boolean isTold = Arrays.stream(dimensions).noneMatch(dimension -> dimension == 0);
    if (unknown == 0 || (unknown == 1 && isTold)) {
      return tf.reshape(x, dimensions);
    }
    Output<Integer> shape =
        sources.stream()
            .map(source -> lengths(groups, source))
            .reduce((a, b) -> tf.mul(a, b))
            .orElseThrow();
    return tf.reshape(x, shape);
  }

  private static <T> int dimension(String group, List<Term<T>> sources) {
    int product = 1;
    boolean isKnown = true;
    for (int i = 0; i < group.length(); i++) {
      char label = group.charAt(i);
      int length = sources.stream().mapToInt(term -> length(term, label)).max().orElse(-1);
      isKnown &= length >= 0;
      product *= length;
    }
    return isKnown ? product : Shape.UNKNOWN;
  }

  private static <T> int length(Term<T> term, char label) {
    int axis = term.labels().indexOf(label);
    Shape shape = term.x().shape();
    return axis < 0 || !shape.hasKnownRank() ? Shape.UNKNOWN : shape.dimension(axis);
  }

  /** Returns, for each group, the product of the lengths that a tensor has of its labels. */
  private Output<Integer> lengths(List<String> groups, Term<T> source) {
    int axes = source.labels().length();
    boolean[] isFactor = new boolean[groups.size() * axes];
    for (int i = 0; i < isFactor.length; i++) {
      char label = source.labels().charAt(i % axes);
      isFactor[i] = groups.get(i / axes).indexOf(label) >= 0;
    }
    Output<Boolean> mask = tf.constant(Tensor.of(Shape.of(groups.size(), axes), isFactor));
    return tf.reduceProd(tf.whereV2(mask, tf.shape(source.x()), tf.constant(1)), 1);
  }
}
