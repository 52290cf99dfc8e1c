package dev.gradus.user;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.autodiff.Gradients;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bug of engines that recurse along the graph: a long chain overflows their stack. */
class LongChainTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> x = tf.placeholder(DataType.FLOAT32, Shape.scalar());

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void recursion() {
    Output<Float> nine = tf.constant(9f);
    Output<Float> y = x;
    for (int i = 0; i < 1_000_000; i++) {
      y = i % 10 == 0 ? tf.neg(y) : tf.add(y, i % 10 == 1 ? nine : x);
    }
    int built = graph.size();
    Output<Float> gradient = Gradients.of(y, x);
    assertThat(graph.size() - built).as("nodes of the gradient").isBetween(100_000, 110_000);
    try (Session session = new Session(graph)) {
      // Ten steps make 9 + 8x - y of y, and so 20 steps make y of it again.
      Result result = session.runner().feed(feed(x, 3f)).fetch(y).fetch(gradient).run();
      assertThat(result.get(y).floatValue()).isEqualTo(3);
      assertThat(result.get(gradient).floatValue()).isEqualTo(1);
    }
  }

  @Test
  void theNumberOfNodesIsLinearInTheLength() {
    int atThousand = nodesOfTwoGradients(1_000);
    int atTwoThousand = nodesOfTwoGradients(2_000);
    int atThreeThousand = nodesOfTwoGradients(3_000);
    assertThat(atThreeThousand - atTwoThousand).isEqualTo(atTwoThousand - atThousand);
  }

  private int nodesOfTwoGradients(int length) {
    Output<Float> y = x;
    for (int i = 0; i < length; i++) {
      y = tf.tanh(tf.mul(y, x));
    }
    int before = graph.size();
    Gradients.of(Gradients.of(y, x), x);
    return graph.size() - before;
  }
}
