package dev.gradus.autodiff;

import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sixteen threads train and evaluate one model in one session. */
@Timeout(60)
class ConcurrentTrainingTest {
  private static final int THREADS = 16;
  private static final int RUNS = 10_000;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> x = tf.placeholder(DataType.FLOAT32, Shape.of(UNKNOWN, 4));

  /** Two copies of a model, which every step of training changes alike. */
  private final Variable<Float> one = tf.variable(tf.zeros(4, 3));

  private final Variable<Float> other = tf.variable(tf.zeros(4, 3));
  private final Variable<Long> globalStep = tf.variable(tf.constant(0L), false);
  private final Output<Float> loss = tf.add(loss(one), loss(other));
  private final Output<Float> difference = tf.reduceMax(tf.abs(tf.sub(one, other)));
  private final Output<Float> slopes = Gradients.of(loss, one);
  private final Operation step = new MomentumOptimizer(0.01, 0.9).minimize(loss, globalStep);
  private final Operation init = tf.globalVariablesInitializer();

  private Output<Float> loss(Variable<Float> weights) {
    return tf.reduceMean(
        tf.square(tf.sub(tf.matmul(x, weights), tf.tanh(tf.reduceSum(x, true, 1)))));
  }

  @Test
  void manyThreadsShareASession() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Session session = new Session(graph)) {
      session.run(init);
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(thread);
        tasks.add(() -> runs(session, random));
      }
      int steps = 0;
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        steps += done.get();
      }
      assertThat(steps).as("steps of training").isBetween(RUNS / 4, RUNS * 3 / 4);
      assertThat(session.run(globalStep).longValue()).isEqualTo(steps);
    } finally {
      threads.shutdownNow();
    }
  }

  private int runs(Session session, Random random) {
    int steps = 0;
    for (int run = 0; run < RUNS / THREADS; run++) {
      int rows = 1 + random.nextInt(3);
      Tensor<Float> batch =
          Tensor.ofFloats(
              Shape.of(rows, 4),
              elements -> {
                for (int i = 0; i < elements.length; i++) {
                  elements[i] = random.nextFloat() - 0.5f;
                }
              });
      if (random.nextBoolean()) {
        session.run(step, feed(x, batch));
        steps++;
      } else {
        Result result =
            session
                .runner()
                .feed(x, batch)
                .fetch(difference)
                .fetch(loss)
                .fetch(slopes)
                .fetch(globalStep)
                .run();
        assertThat(result.get(difference).floatValue()).as("of the two copies").isZero();
        assertThat(result.get(loss).floatValue()).isFinite();
        assertThat(result.get(slopes).shape()).isEqualTo(Shape.of(4, 3));
        assertThat(result.get(globalStep).longValue()).isGreaterThanOrEqualTo(steps);
      }
    }
    return steps;
  }
}
