package dev.gradus.ops;

import dev.gradus.core.Feed;
import dev.gradus.core.Operand;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Tensor;

/** Runs of one value, each in a session of its own. */
final class Runs {
  private Runs() {}

  static <T> Tensor<T> value(Operand<T> fetch, Feed<?>... feeds) {
    return value(SessionOptions.defaults(), fetch, feeds);
  }

  static <T> Tensor<T> value(SessionOptions options, Operand<T> fetch, Feed<?>... feeds) {
    try (Session session = new Session(fetch.graph(), options)) {
      return session.run(fetch, feeds);
    }
  }
}
