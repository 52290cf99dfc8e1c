package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sums of products by labels are what loops over all labels compute, however much of the operands'
 * shapes is known beforehand.
 */
class EinsumTest {

  private static final String LABELS = "abcdefghijklmnopqrstuvwxyz";

  private static final Random RANDOM = new Random(11);

  /** Returns the length of the axes of a label. */
  private static int length(char label) {
    return switch (label) {
      case 'z' -> 0;
      case 'm' -> 1;
      default -> 2 + LABELS.indexOf(label) % 3;
    };
  }

  private static int[] shape(String labels) {
    return labels.chars().map(label -> length((char) label)).toArray();
  }

  /** Small integers, so that sums are exact in any order. */
  private static Tensor<Double> integers(int... shape) {
    return Tensor.ofDoubles(
        Shape.of(shape), elements -> Arrays.setAll(elements, i -> RANDOM.nextInt(-4, 5)));
  }

  /** Loops over all labels. */
  private static Tensor<Double> naive(List<String> inputs, String output, List<Tensor<Double>> xs) {
    String labels =
        (output + String.join("", inputs))
            .chars()
            .distinct()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    int[] lengths = shape(labels);
    int[] shape = shape(output);
    double[] sums = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    int[] index = new int[labels.length()];
    int count = Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int label = index.length - 1; label >= 0; label--) {
        index[label] = rest % lengths[label];
        rest /= lengths[label];
      }
      double product = 1;
      for (int x = 0; x < xs.size(); x++) {
        String own = inputs.get(x);
        product *= xs.get(x).getDouble(own.chars().map(c -> index[labels.indexOf(c)]).toArray());
      }
      int at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        at = at * shape[axis] + index[axis];
      }
      sums[at] += product;
    }
    return Tensor.of(Shape.of(shape), sums);
  }

  private static Tensor<Double> run(
      BiFunction<Ops, List<Output<Double>>, Output<Double>> function,
      List<Shape> known,
      List<Tensor<Double>> xs) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    List<Output<Double>> placeholders =
        known.stream().map(shape -> tf.placeholder(FLOAT64, shape)).toList();
    Output<Double> result = function.apply(tf, placeholders);
    try (Session session = new Session(graph)) {
      Runner runner = session.runner().fetch(result);
      for (int i = 0; i < xs.size(); i++) {
        runner.feed(Feed.feed(placeholders.get(i), xs.get(i)));
      }
      Tensor<Double> value = runner.run().get(result);
      assertThat(result.shape().isCompatibleWith(value.shape()))
          .as("%s, before it was known to be %s", result.shape(), value.shape())
          .isTrue();
      if (known.stream().allMatch(Shape::isFullyKnown)) {
        assertThat(result.shape()).isEqualTo(value.shape());
      }
      double[] elements = value.toDoubleArray();
      // Adding 0 makes -0 what all other zeros are.
      return Tensor.of(value.shape(), Arrays.stream(elements).map(x -> x + 0.0).toArray());
    }
  }

  private static Shape someOf(Shape shape) {
    return Shape.of(
        IntStream.of(shape.toArray())
            .map(dimension -> RANDOM.nextBoolean() ? dimension : Shape.UNKNOWN)
            .toArray());
  }

  private static void check(
      BiFunction<Ops, List<Output<Double>>, Output<Double>> function,
      List<Tensor<Double>> xs,
      Tensor<Double> expected,
      boolean ofUnknownRank) {
    List<Shape> shapes = xs.stream().map(Tensor::shape).toList();
    List<List<Shape>> knowledge = new ArrayList<>();
    knowledge.add(shapes);
    for (int i = 0; i < 4; i++) {
      knowledge.add(shapes.stream().map(EinsumTest::someOf).toList());
    }
    knowledge.add(shapes.stream().map(shape -> Shape.unknownOfRank(shape.rank())).toList());
    if (ofUnknownRank) {
      knowledge.add(shapes.stream().map(shape -> Shape.unknown()).toList());
    }
    for (List<Shape> known : knowledge) {
      assertThat(run(function, known, xs)).as("knowing %s", known).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i->i",
        "ij->ji",
        "ij->j",
        "ij->",
        "ijk->kj",
        "->",
        "ii->i",
        "ii->",
        "iji->j",
        "iij->ji",
        "iii->i",
        "ijij->ij",
        "iz->i",
        "ijji->",
        "i,i->",
        "i,i->i",
        "i,j->ij",
        "i,j->ji",
        ",i->i",
        "ij,jk->ik",
        "ij,kj->ik",
        "ji,jk->ik",
        "ji,kj->ki",
        "ij,j->i",
        "j,jk->k",
        "ij,ij->",
        "ij,ij->i",
        "ij,ji->j",
        "bij,bjk->bik",
        "bij,bkj->bki",
        "ibj,bjk->kbi",
        "bij,jk->bik",
        "ij,bjk->bik",
        "bhqd,bhkd->bhqk",
        "bhqk,bhkd->bqhd",
        "ijkl,klmn->ijmn",
        "ijkl,lkmn->njim",
        "ijk,jil->kl",
        "ijk,jkl->il",
        "abc,cbd->ad",
        "abcd,cd->ab",
        "cd,abcd->ab",
        "ij,jz->iz",
        "iz,zk->ik",
        "zij,zjk->zik",
        "ij,jk,kl->il",
        "i,ij,j->",
        "ij,ik,il->jkl",
        "ij,kl,mn->",
        "iij,jk->ik",
        "ij,jj->i",
        "abz,zbd->ad",
        "az,bz->ab"
      })
  void isWhatLoopsOverAllLabelsCompute(String equation) {
    List<String> inputs = List.of(equation.substring(0, equation.indexOf("->")).split(",", -1));
    String output = equation.substring(equation.indexOf("->") + 2);
    List<Tensor<Double>> xs = inputs.stream().map(input -> integers(shape(input))).toList();
    check((tf, in) -> tf.einsum(equation, in), xs, naive(inputs, output, xs), true);
  }

  @Test
  void withoutAnArrowTheLettersOccurringOnceRemain() {
    List<Tensor<Double>> xs = List.of(integers(shape("ba")), integers(shape("bc")));
    check((tf, in) -> tf.einsum("ba, bc", in), xs, naive(List.of("ba", "bc"), "ac", xs), true);
    List<Tensor<Double>> square = List.of(integers(3, 3));
    check(
        (tf, in) -> tf.einsum("ii", in.get(0)),
        square,
        Tensor.of(
            square.get(0).getDouble(0, 0)
                + square.get(0).getDouble(1, 1)
                + square.get(0).getDouble(2, 2)),
        true);
  }

  @Test
  void anEllipsisStandsForTheAxesInFront() {
    List<Tensor<Double>> xs = List.of(integers(shape("cdij")), integers(shape("cdjk")));
    Tensor<Double> expected = naive(List.of("cdij", "cdjk"), "cdik", xs);
    check((tf, in) -> tf.einsum("...ij,...jk->...ik", in), xs, expected, false);
    check((tf, in) -> tf.einsum("...ij,...jk", in), xs, expected, false);
    List<Tensor<Double>> one = List.of(integers(shape("cdij")), integers(shape("jk")));
    check(
        (tf, in) -> tf.einsum("...j,jk->k...", in),
        one,
        naive(List.of("cdij", "jk"), "kcdi", one),
        false);
    List<Tensor<Double>> none = List.of(integers(shape("ij")));
    check((tf, in) -> tf.einsum("i...j->...ji", in), none, naive(List.of("ij"), "ji", none), false);
  }

  @Test
  void axesUnderAnEllipsisAreBroadcast() {
    Tensor<Double> a = integers(4, 1, 2, 3);
    Tensor<Double> b = integers(5, 3, 2);
    check(
        (tf, in) -> tf.einsum("...ij,...jk->...ik", in),
        List.of(a, b),
        run(
            (tf, in) -> tf.matmul(in.get(0), in.get(1)),
            List.of(a.shape(), b.shape()),
            List.of(a, b)),
        false);
  }

  @Test
  void tensordotSumsOverAxesThatRunTogether() {
    List<Tensor<Double>> xs = List.of(integers(shape("bcd")), integers(shape("cdf")));
    check(
        (tf, in) -> tf.tensordot(in.get(0), in.get(1), 2),
        xs,
        naive(List.of("bcd", "cdf"), "bf", xs),
        false);
    check(
        (tf, in) -> tf.tensordot(in.get(0), in.get(1), new int[] {-1, 1}, new int[] {1, 0}),
        xs,
        naive(List.of("bcd", "cdf"), "bf", xs),
        false);
    List<Tensor<Double>> middle = List.of(integers(shape("bcd")), integers(shape("edf")));
    check(
        (tf, in) -> tf.tensordot(in.get(0), in.get(1), new int[] {2}, new int[] {1}),
        middle,
        naive(List.of("bcd", "edf"), "bcef", middle),
        false);
    List<Tensor<Double>> outer = List.of(integers(shape("bc")), integers(shape("d")));
    check(
        (tf, in) -> tf.tensordot(in.get(0), in.get(1), 0),
        outer,
        naive(List.of("bc", "d"), "bcd", outer),
        false);
  }

  @Test
  void whatIsWrongIsToldWithTheEquation() {
    Ops tf = Ops.on(new Graph());
    Output<Double> x = tf.placeholder(FLOAT64, Shape.of(2, 3));
    Output<Double> unknown = tf.placeholder(FLOAT64);
    assertRefused(
        () -> tf.einsum("ij,jk->ik", x), "'ij,jk->ik': it has 2 operands, but is given 1");
    assertRefused(
        () -> tf.einsum("ijk->i", x), "'ijk' has 3 labels, but its operand is of shape [2,3]");
    assertRefused(
        () -> tf.einsum("i...jk->i", x), "has 3 labels, but its operand is of shape [2,3]");
    assertRefused(() -> tf.einsum("i1->i", x), "'1' is no label");
    assertRefused(() -> tf.einsum("ij->iji", x), "the result has 'i' twice");
    assertRefused(() -> tf.einsum("ij->ik", x), "'k' is in the result, but in no operand");
    assertRefused(() -> tf.einsum("...j->j", x), "the result must have the ellipsis");
    assertRefused(() -> tf.einsum("...j", unknown), "needs an operand of known rank");
    assertRefused(
        () -> tf.einsum("ij,ij->", x, tf.matrixTranspose(x)),
        "those of 'i' are 2 and 3 in operands of shapes [[2,3], [3,2]]");
    assertRefused(() -> tf.einsum("ii->i", x), "those of 'i' are 2 and 3");
    assertRefused(() -> tf.tensordot(x, x, 1), "axis 1 of [2,3] has 3, and axis 0 of [2,3] has 2");
    assertRefused(() -> tf.tensordot(x, unknown, 1), "of known rank");
    assertRefused(() -> tf.tensordot(x, x, -1), "not -1");
    assertRefused(() -> tf.tensordot(x, x, 3), "is given axis -3 of 'Placeholder:0'");
    assertRefused(
        () -> tf.tensordot(x, x, new int[] {0, 0}, new int[] {0, 0}), "takes no axis twice");
    assertRefused(() -> tf.tensordot(x, x, new int[] {0}, new int[0]), "as many axes of the one");
  }

  private static void assertRefused(ThrowingCallable line, String problem) {
    assertThatThrownBy(line).isInstanceOf(GraphException.class).hasMessageContaining(problem);
  }

  @Test
  void anOperandOfAnotherRankFailsTheRun() {
    assertThatThrownBy(
            () ->
                run(
                    (tf, in) -> tf.einsum("ij,jk->ik", in),
                    List.of(Shape.unknown(), Shape.of(3, 2)),
                    List.of(integers(4, 2, 3), integers(3, 2))))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("[0, 1] is no permutation of the 3 axes");
  }
}
