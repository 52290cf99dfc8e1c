package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Values and variables are written over only where nobody can tell: a session computes to the bit
 * what comes out where every operation runs by itself, and nothing that it handed out changes.
 */
class UpdatesInPlaceTest {
  private static final int GRAPHS = 150;
  private static final int NODES = 50;
  private static final int RUNS = 5;

  /** What a run returned, and what it was then. */
  private record HandedOut(String run, Tensor<?> tensor, Tensor<?> copy) {
    static HandedOut of(String run, Tensor<?> tensor) {
      return new HandedOut(run, tensor, copy(tensor));
    }

    private static Tensor<?> copy(Tensor<?> tensor) {
      return tensor.dataType().isFloating()
          ? Tensor.of(tensor.shape(), tensor.as(FLOAT32).toFloatArray())
          : tensor;
    }
  }

  @Test
  void aSessionComputesWhatOperationsDoThatRunOneByOne() {
    for (long seed = 0; seed < GRAPHS; seed++) {
      check(seed, options(seed));
    }
  }

  private static SessionOptions options(long seed) {
    SessionOptions options = SessionOptions.defaults().withThreads(1 + (int) (seed % 3));
    return switch ((int) (seed % 4)) {
      case 0 -> options.withoutRewrites();
      case 1 -> options.withoutRewrite("fuse-elementwise");
      default -> options;
    };
  }

  private static void check(long seed, SessionOptions options) {
    RandomUpdates random = RandomUpdates.of(seed, NODES);
    Operation initializer = random.initializer();
    List<HandedOut> handedOut = new ArrayList<>();
    try (Session session = new Session(random.graph(), options);
        OneByOne expected = new OneByOne()) {
      session.run(initializer);
      expected.run(List.of(random.variables().get(0).reference()), List.of(initializer), List.of());
      for (int plan = 0; plan < 2; plan++) {
        List<Output<?>> fetches = random.fetches();
        List<Operation> targets = random.targets();
        for (int i = 0; i < RUNS; i++) {
          List<Feed<?>> feeds = random.feeds();
          Runner runner = session.runner();
          feeds.forEach(runner::feed);
          fetches.forEach(runner::fetch);
          targets.forEach(runner::target);
          Result result = runner.run();
          List<Tensor<?>> wanted = expected.run(fetches, targets, feeds);
          for (int fetch = 0; fetch < fetches.size(); fetch++) {
            String what =
                "seed %d, plan %d, run %d: %s".formatted(seed, plan, i, fetches.get(fetch));
            Tensor<?> found = result.get(fetches.get(fetch));
            assertThat((Object) found).as(what).isEqualTo(wanted.get(fetch));
            handedOut.add(HandedOut.of(what, found));
          }
        }
        for (Variable<Float> variable : random.variables()) {
          Tensor<?> found = session.run(variable.reference());
          String what = "seed %d, after plan %d: %s".formatted(seed, plan, variable);
          assertThat((Object) found)
              .as(what)
              .isEqualTo(expected.state(variable.reference().operation()));
          handedOut.add(HandedOut.of(what, found));
        }
      }
      for (HandedOut tensor : handedOut) {
        assertThat((Object) tensor.tensor()).as(tensor.run()).isEqualTo(tensor.copy());
      }
    }
  }

  @Test
  void sessionsOfManyThreadsDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> checks = new ArrayList<>();
      for (long seed = GRAPHS; seed < GRAPHS + 16; seed++) {
        long own = seed;
        checks.add(threads.submit(() -> check(own, options(own))));
      }
      for (Future<?> check : checks) {
        check.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void whatReadersAreHandedStaysWhatItIsWhileOthersUpdate() throws Exception {
    Ops tf = Ops.on(new Graph());
    Variable<Float> variable = tf.variable(tf.zeros(300));
    Operation add = tf.assignAdd(variable, tf.ones(300)).operation();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Session session = new Session(tf.graph())) {
      session.run(tf.globalVariablesInitializer());
      List<Future<?>> runs = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        boolean updates = thread == 0;
        runs.add(
            threads.submit(
                () -> {
                  List<Tensor<Float>> read = new ArrayList<>();
                  for (int i = 0; i < 1000; i++) {
                    if (updates) {
                      session.run(add);
                    } else {
                      read.add(session.run(variable));
                    }
                  }
                  float last = 0;
                  for (Tensor<Float> tensor : read) {
                    float[] elements = tensor.toFloatArray();
                    assertThat(elements[0]).isGreaterThanOrEqualTo(last);
                    last = elements[0];
                    for (float element : elements) {
                      assertThat(element).isEqualTo(last);
                    }
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
      assertThat(session.run(variable).getFloat(299)).isEqualTo(1000);
    } finally {
      threads.shutdown();
    }
  }
}
