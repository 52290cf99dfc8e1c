package dev.gradus.user;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gradus.autodiff.GradientDescentOptimizer;
import dev.gradus.autodiff.Gradients;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A graph is built, differentiated, planned and run at a cost that is linear in its size. The cost
 * that is counted is what is allocated on the heap, as that is the same in every run: whatever
 * walks or copies something for each node that grows with the graph allocates on the way, be it
 * just an iterator; and the memory needed is linear if what is allocated is.
 *
 * <p>That time is linear too, the benchmark shows; tests with a clock would fail on a busy machine.
 */
class LinearCostTest {
  /**
   * How much more may be allocated for each node if there are ten times as many. Tables that double
   * when they are full are the reason why this is not 1.
   */
  private static final double MOST_GROWTH = 1.1;

  /** Ways in which graphs are large. */
  enum Form {
    /** Each node has the last one as an input, and all have x. */
    CHAIN {
      @Override
      Operation grow(Ops tf, Output<Float> x, int nodes) {
        Output<Float> y = x;
        while (tf.graph().size() < nodes) {
          y = tf.tanh(tf.mul(y, x));
        }
        return Gradients.of(y, x).operation();
      }
    },
    /**
     * Each node is used twice, so that there are more ways through the graph than atoms on Earth.
     */
    LADDER {
      @Override
      Operation grow(Ops tf, Output<Float> x, int nodes) {
        Output<Float> y = x;
        while (tf.graph().size() < nodes) {
          y = tf.mul(tf.sin(y), tf.cos(y));
        }
        return Gradients.of(y, x).operation();
      }
    },
    /** All nodes have one input, and go into one sum. */
    FAN {
      @Override
      Operation grow(Ops tf, Output<Float> x, int nodes) {
        Output<Float> y = x;
        while (tf.graph().size() < nodes) {
          // Another number each time, so that no two are equal.
          y = tf.add(y, tf.mul(x, tf.constant((float) tf.graph().size())));
        }
        return Gradients.of(y, x).operation();
      }
    },
    /** Layers with a variable each, all trained. */
    LAYERS {
      @Override
      Operation grow(Ops tf, Output<Float> x, int nodes) {
        Output<Float> y = tf.reshape(x, 1, 1);
        while (tf.graph().size() < nodes) {
          Variable<Float> w = tf.variable(tf.constant(new float[][] {{0.5f}}));
          Variable<Float> b = tf.variable(tf.constant(0.5f));
          y = tf.nn.relu(tf.add(tf.matmul(y, w), b));
        }
        return new GradientDescentOptimizer(0.1).minimize(tf.reduceSum(y));
      }
    };

    /** Adds nodes until the graph has so many, and then their gradients; returns what to run. */
    abstract Operation grow(Ops tf, Output<Float> x, int nodes);
  }

  /** What is allocated per node. */
  private record Allocated(double building, double running) {}

  private static Allocated allocated(Form form, int nodes) {
    long start = bytes();
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(DataType.FLOAT32, Shape.scalar());
    Operation last = form.grow(tf, x, nodes);
    Operation initializer = tf.globalVariablesInitializer();
    long built = bytes();
    try (Session session = new Session(graph)) {
      session.run(initializer);
      session.run(last, feed(x, 0.5f));
    }
    double all = graph.size();
    return new Allocated((built - start) / all, (bytes() - built) / all);
  }

  /** Returns what this thread has allocated since it started. */
  private static long bytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** The first time, classes are loaded and tables filled. */
  @BeforeAll
  static void warmUp() {
    for (Form form : Form.values()) {
      allocated(form, 1_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNodeCostsTheSameInALargerGraph(Form form) {
    requireLinear(form, 4_000, 40_000);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void aNodeCostsTheSameInAVeryLargeGraph(Form form) {
    requireLinear(form, 40_000, 400_000);
  }

  private static void requireLinear(Form form, int few, int many) {
    Allocated small = allocated(form, few);
    Allocated large = allocated(form, many);
    assertThat(large.building)
        .as("bytes per node to build and differentiate")
        .isLessThan(MOST_GROWTH * small.building);
    assertThat(large.running)
        .as("bytes per node to plan and run")
        .isLessThan(MOST_GROWTH * small.running);
  }
}
