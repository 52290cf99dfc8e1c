package dev.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Conditionals and loops. */
class ControlFlowTest {
  private static final int PROGRAMS = 400;

  @Test
  void aSessionComputesWhatAnInterpreterDoesThatSharesNothing() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      RandomProgram random = RandomProgram.of(seed, 12);
      SessionOptions options =
          seed % 2 == 0 ? SessionOptions.defaults() : SessionOptions.defaults().withoutRewrites();
      try (Session session = new Session(random.graph(), options)) {
        List<Output<?>> fetches = random.fetches();
        for (int run = 0; run < 4; run++) {
          List<Feed<?>> feeds = random.feeds();
          NaiveInterpreter expected = new NaiveInterpreter(random.graph(), feeds);
          var runner = session.runner();
          feeds.forEach(runner::feed);
          fetches.forEach(runner::fetch);
          var result = runner.run();
          for (Output<?> fetch : fetches) {
            assertThat((Object) result.get(fetch))
                .as("seed %d, run %d: %s", seed, run, fetch)
                .isEqualTo(expected.get(fetch));
          }
        }
      }
    }
  }
}
