package dev.gradus.core;

/**
 * A mistake found while a graph was built: shapes or types that do not fit, a name that is taken, a
 * foreign node.
 */
public class GraphException extends GradusException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message meant for the person whose program caused it. */
  public GraphException(String message) {
    super(message);
  }

  /** Creates an exception with a message meant for the person whose program caused it. */
  public GraphException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns an exception whose message ends with the line of the user's program that is calling.
   *
   * @param problem what is wrong: a clause
   */
  public static GraphException atCaller(String problem) {
    return new GraphException(problem + CallSite.describe(CallSite.find()));
  }
}
