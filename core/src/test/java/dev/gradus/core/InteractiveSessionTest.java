package dev.gradus.core;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Which session {@code eval()} and {@code run()} use. */
class InteractiveSessionTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Output<Float> input = tf.placeholder(Shape.scalar());
  private final Output<Float> variable = tf.variable("v");
  private final Operation set = tf.assign(variable, input).operation();
  private final Output<Float> read = tf.read(variable);

  @Test
  void valuesAndOperationsUseTheOpenSession() {
    try (InteractiveSession session = new InteractiveSession(graph)) {
      set.run(feed(input, 3f));

      assertThat(read.eval().floatValue()).isEqualTo(3);
      assertThat(tf.neg(input).eval(feed(input, 2f)).floatValue()).isEqualTo(-2);
      assertThat(session.run(read).floatValue()).isEqualTo(3);
    }
  }

  @Test
  void theInnermostOneIsUsedAndClosingItRestoresTheOuterOne() {
    try (InteractiveSession outer = new InteractiveSession(graph)) {
      set.run(feed(input, 1f));
      try (InteractiveSession inner = new InteractiveSession(graph)) {
        set.run(feed(input, 2f));
        assertThat(read.eval().floatValue()).isEqualTo(2);
        assertThat(outer.run(read).floatValue()).isEqualTo(1);
        assertThat(inner.run(read).floatValue()).isEqualTo(2);
      }
      assertThat(read.eval().floatValue()).isEqualTo(1);
    }
  }

  @Test
  void theyNeedNotBeClosedInOrder() {
    InteractiveSession first = new InteractiveSession(graph);
    set.run(feed(input, 1f));
    InteractiveSession second = new InteractiveSession(graph);
    set.run(feed(input, 2f));
    first.close();
    first.close();

    assertThat(read.eval().floatValue()).isEqualTo(2);
    second.close();
    assertThatThrownBy(read::eval).isInstanceOf(RunException.class);
  }

  @Test
  void withNoneOpenTheMistakeIsTold() {
    String message =
        "eval() and run() need an open InteractiveSession on this graph, and there is none.";

    assertThatThrownBy(() -> read.eval()).isInstanceOf(RunException.class).hasMessage(message);
    assertThatThrownBy(() -> set.run()).isInstanceOf(RunException.class).hasMessage(message);
    try (Session session = new Session(graph);
        InteractiveSession other = new InteractiveSession(new Graph())) {
      assertThat(session.graph()).isNotSameAs(other.graph());
      assertThatThrownBy(() -> read.eval()).isInstanceOf(RunException.class).hasMessage(message);
    }
  }
}
