package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ops that print values, or fail where a value is not as it should be. */
class LookingAtValuesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final SessionOptions options =
      SessionOptions.defaults().withPrintStream(new PrintStream(printed, true, UTF_8));

  private String printed() {
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  private String print(int summarize, Tensor<?>... data) {
    printed.reset();
    List<Output<?>> constants = List.of(data).stream().<Output<?>>map(tf::constant).toList();
    try (Session session = new Session(graph, options)) {
      session.run(tf.print(tf.constant(1), constants, "", -1, summarize));
    }
    return printed();
  }

  @Test
  void whatIsPrintedLooksAsInTensorFlow() {
    assertThat(print(3, Tensor.of(1f, 0.1f, 3.14159274f, 4f))).isEqualTo("[1 0.1 3.14159274...]\n");
    assertThat(print(-1, Tensor.of(1e6f, 1e-5f, 123456f, -0f)))
        .isEqualTo("[1e+06 1e-05 123456 -0]\n");
    assertThat(print(-1, Tensor.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)))
        .isEqualTo("[nan inf -inf]\n");
    assertThat(print(-1, Tensor.of(0.1, Math.PI))).isEqualTo("[0.1 3.1415926535897931]\n");
    assertThat(print(-1, Tensor.of(true, false))).isEqualTo("[1 0]\n");
    assertThat(print(-1, Tensor.of(new int[][] {{1, 2}, {3, 4}}))).isEqualTo("[[1 2][3 4]]\n");
    assertThat(print(3, Tensor.of(new int[][] {{1, 2}, {3, 4}}))).isEqualTo("[[1 2][3...]...]\n");
    assertThat(print(3, Tensor.of(7L), Tensor.of(2.5f))).isEqualTo("[7][2.5]\n");
    assertThat(print(3, Tensor.of(new int[0]))).isEqualTo("[]\n");
    assertThat(print(3)).isEqualTo("\n");
  }

  @Test
  void printingHappensAsOftenAsTheValueIsComputedAndNoMoreThanWanted() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> always = tf.print(x, List.of(x), "x = ");
    Output<Float> twice = tf.print(x, List.of(x), "first ", 2, 3);
    try (Session session = new Session(graph, options)) {
      for (int i = 0; i < 3; i++) {
        assertThat(session.run(always, feed(x, Tensor.of((float) i))).floatValue()).isEqualTo(i);
        session.run(twice, feed(x, Tensor.of((float) i)));
      }
      session.run(x, feed(x, Tensor.of(9f)));
    }
    assertThat(printed()).isEqualTo("x = [0]\nfirst [0]\nx = [1]\nfirst [1]\nx = [2]\n");
  }

  @Test
  void anAssertionThatDoesNotHoldFailsTheRunWithItsDataAndLine() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(2));
    Operation check = tf.named("small").assertThat(tf.less(tf.reduceMax(x), 3), x, tf.constant(3));
    Output<Float> y = tf.after(check).square(x);
    try (Session session = new Session(graph)) {
      assertThat(session.run(y, feed(x, Tensor.of(1f, 2f)))).isEqualTo(Tensor.of(1f, 4f));
      assertThatThrownBy(() -> session.run(y, feed(x, Tensor.of(1f, 5f))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("assertion failed: [1 5] [3] for 'small' (op: 'Assert')");
      assertThatThrownBy(() -> session.run(check, feed(x, Tensor.of(1f, 5f))))
          .isInstanceOf(RunException.class);
      assertThat(session.run(x, feed(x, Tensor.of(1f, 5f)))).isEqualTo(Tensor.of(1f, 5f));
    }
  }

  @Test
  void numbersThatAreNotFiniteAreFound() {
    Output<Float> x = tf.placeholder(FLOAT32);
    Output<Float> checked = tf.checkNumerics(x, "the loss");
    try (Session session = new Session(graph)) {
      assertThat(session.run(checked, feed(x, Tensor.of(1f, 2f)))).isEqualTo(Tensor.of(1f, 2f));
      assertFails(session, x, checked, Float.NaN, "the loss : Tensor had NaN values");
      assertFails(session, x, checked, Float.NEGATIVE_INFINITY, "the loss : Tensor had Inf values");
      assertThatThrownBy(
              () -> session.run(checked, feed(x, Tensor.of(Float.NaN, Float.POSITIVE_INFINITY))))
          .hasMessageContaining("the loss : Tensor had Inf and NaN values");
    }
  }

  private static void assertFails(
      Session session, Output<Float> x, Output<Float> checked, float value, String problem) {
    assertThatThrownBy(() -> session.run(checked, feed(x, Tensor.of(1f, value))))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("'CheckNumerics' (op: 'CheckNumerics')");
  }

  @Test
  void aTupleIsToBeHadOnlyAsAWhole() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> first = tf.print(x, List.of(), "first");
    Output<Float> second = tf.print(x, List.of(), "second");
    List<Output<Float>> both = tf.tuple(List.of(first, second));
    Output<Float> after = tf.withDependencies(List.of(first.operation()), x);
    try (Session session = new Session(graph, options)) {
      assertThat(session.run(both.get(1), feed(x, Tensor.of(1f))).floatValue()).isEqualTo(1);
      assertThat(printed()).isEqualTo("first\nsecond\n");
      session.run(after, feed(x, Tensor.of(1f)));
      assertThat(printed()).isEqualTo("first\nsecond\nfirst\n");
    }
  }
}
