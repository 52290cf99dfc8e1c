package dev.gradus.core;

/**
 * A mistake found when a graph ran: missing or wrong feeds, uninitialized variables, a value an op
 * cannot take.
 */
public class RunException extends GradusException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message meant for the person whose program caused it. */
  public RunException(String message) {
    super(message);
  }

  /** Creates an exception with a message meant for the person whose program caused it. */
  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
