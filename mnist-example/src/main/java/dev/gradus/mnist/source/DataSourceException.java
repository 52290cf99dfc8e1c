package dev.gradus.mnist.source;

import java.io.IOException;
import java.nio.file.FileSystemException;

/**
 * Data that cannot be had or cannot be trusted: missing, truncated, corrupt, contradictory.
 *
 * <p>The message is one sentence for the person who chose the data; it names the file and says what
 * was found there and what would have fitted.
 */
public final class DataSourceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a one-sentence message. */
  public DataSourceException(String message) {
    super(message);
  }

  /** Creates an exception with a one-sentence message, and what led to it. */
  public DataSourceException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Creates an exception whose sentence ends with the reason that another one gives.
   *
   * @param clause what happened, such as {@code a.gz cannot be read}
   */
  static DataSourceException because(String clause, Exception cause) {
    // The message of a file system's exception is just the path, which the clause has already.
    String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    if (reason == null || reason.isBlank()) {
      reason = cause.getClass().getSimpleName();
    }
    return new DataSourceException("%s (%s).".formatted(clause, reason), cause);
  }
}
