package dev.gradus.core;

/**
 * A session that {@link Operand#eval} and {@link Operation#run} use without being told: the
 * innermost one that is open on their graph.
 *
 * <pre>{@code
 * try (InteractiveSession session = new InteractiveSession(graph)) {
 *   tf.globalVariablesInitializer().run();
 *   System.out.println(slope.eval());
 * }
 * }</pre>
 */
public final class InteractiveSession extends Session {
  /** Opens a session on the given graph, with default options. */
  public InteractiveSession(Graph graph) {
    this(graph, SessionOptions.defaults());
  }

  /** Opens a session on the given graph. */
  public InteractiveSession(Graph graph, SessionOptions options) {
    super(graph, options);
    graph.opened(this);
  }

  @Override
  public void close() {
    graph().closed(this);
    super.close();
  }
}
