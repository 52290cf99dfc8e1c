package dev.gradus.core;

/**
 * A mistake, told in a sentence: what was seen, what would have fitted and, for a node of a graph,
 * its op type, its name and the line of the program that built it.
 *
 * <p>Every mistake that Gradus reports is of this class: directly for a wrong value (a {@link
 * Shape}, a {@link Tensor}), as {@link GraphException} while a graph is built, as {@link
 * RunException} while one runs.
 */
public class GradusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message meant for the person whose program caused it. */
  public GradusException(String message) {
    super(message);
  }

  /** Creates an exception with a message meant for the person whose program caused it. */
  public GradusException(String message, Throwable cause) {
    super(message, cause);
  }
}
