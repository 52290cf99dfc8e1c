package dev.gradus.core;

/**
 * What an op accepts as an input: an {@link Output} of another operation, or something that stands
 * for one, such as a variable, which stands for its value.
 *
 * @param <T> the Java type of one element
 */
public interface Operand<T> {
  /** Returns the output that this operand stands for. */
  Output<T> asOutput();

  /** Returns the graph to which this belongs. */
  default Graph graph() {
    return asOutput().operation().graph();
  }

  /** Returns the type of the elements. */
  default DataType<T> dataType() {
    return asOutput().dataType();
  }

  /** Returns what was known of the shape when the graph was built. */
  default Shape shape() {
    return asOutput().shape();
  }

  /**
   * Computes this value in the innermost open {@link InteractiveSession} of its graph.
   *
   * @throws RunException if there is none, or the run fails; see {@link Session#run(Operand,
   *     Feed[])}
   */
  default Tensor<T> eval(Feed<?>... feeds) {
    return graph().interactiveSession().run(this, feeds);
  }
}
