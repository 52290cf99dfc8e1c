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
}
