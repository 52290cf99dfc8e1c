package dev.gradus.conformance;

import dev.gradus.core.Tensor;
import java.util.List;

/** What comes of a run: values, or a message that says why there are none. */
sealed interface Outcome {
  /**
   * A run that succeeded.
   *
   * @param tensors what was fetched
   */
  record Success(List<Tensor<?>> tensors) implements Outcome {}

  /**
   * A run that failed, or a graph that could not be built.
   *
   * @param message why
   */
  record Refusal(String message) implements Outcome {
    /** How messages start where TensorFlow was not asked, as its process would end. */
    private static final String FATAL = "TensorFlow's process ends: it ";

    static Refusal fatal(String reason) {
      return new Refusal(FATAL + reason);
    }

    boolean isFatal() {
      return message.startsWith(FATAL);
    }
  }
}
