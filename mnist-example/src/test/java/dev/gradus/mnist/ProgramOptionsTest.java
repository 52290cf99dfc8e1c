package dev.gradus.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgramOptionsTest {
  @Test
  void theDefaultsAreWhatAnEmptyCommandLineIsParsedTo() {
    ProgramOptions parsed =
        ProgramOptions.of(ProgramOptions.command(ProgramOptions.parser().parseArgs()));

    assertThat(ProgramOptions.defaults())
        .usingRecursiveComparison()
        .ignoringFields("lesson")
        .isEqualTo(parsed);
    // In the same order as well.
    assertThat(ProgramOptions.defaults().choices().entrySet())
        .containsExactlyElementsOf(parsed.choices().entrySet());
  }
}
