package dev.gradus.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That progress is seen, but not too much of it. */
final class ConsoleProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void work(ConsoleProgress progress) {
    for (int i = 1; i <= 1000; i++) {
      progress.update("training", i, 1000);
    }
  }

  @Test
  void linesComeAtMostEveryTenthOfTheWork() {
    try (ConsoleProgress progress = new ConsoleProgress.Lines(out, Duration.ZERO)) {
      work(progress);
    }

    assertThat(printed().lines())
        .hasSize(10)
        .startsWith("training: 100 of 1000 (10%)")
        .endsWith("training: 1000 of 1000 (100%)");
  }

  @Test
  void quickWorkTakesOneLine() {
    try (ConsoleProgress progress = new ConsoleProgress.Lines(out, Duration.ofHours(1))) {
      work(progress);
    }

    assertThat(printed().lines()).containsExactly("training: 1000 of 1000 (100%)");
  }

  @Test
  void everyTaskHasItsLine() {
    try (ConsoleProgress progress = new ConsoleProgress.Lines(out, Duration.ofHours(1))) {
      progress.update("a", 5, 5);
      progress.update("a", 5, 5);
      progress.update("b", 3, -1);
      progress.update("c", 7, 7);
    }

    assertThat(printed().lines()).containsExactly("a: 5 of 5 (100%)", "c: 7 of 7 (100%)");
  }

  @Test
  void aBarStaysOnItsLine() {
    try (ConsoleProgress progress = new ConsoleProgress.Bar(out)) {
      work(progress);
      progress.update("more", 1, 2);
    }

    String[] lines = printed().split(System.lineSeparator());
    assertThat(lines).hasSize(2);
    assertThat(lastDrawn(lines[0])).contains("training 100%", "1000/1000");
    assertThat(lastDrawn(lines[1])).contains("more  50%", "1/2").hasSizeLessThan(80);
  }

  /** What a terminal shows of a line in the end. */
  private static String lastDrawn(String line) {
    return line.substring(line.lastIndexOf('\r') + 1);
  }
}
