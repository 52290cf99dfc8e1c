package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;

/**
 * How the elements of a new variable are chosen; {@link Initializers} has the usual ways.
 *
 * <p>One of your own is a method with this signature:
 *
 * <pre>{@code
 * static <T extends Number> Output<T> halves(Ops tf, DataType<T> dataType, Shape shape) {
 *   return tf.fill(shape, tf.scalar(dataType, 0.5));
 * }
 *
 * Variable<Float> w = tf.variable(Shape.of(784, 10), MyProgram::halves);
 * }</pre>
 *
 * <p>An initializer only says how; what it adds to the graph runs when the variable is initialized.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Adds the initial value of a variable to the graph.
   *
   * @param tf adds nodes where the variable's initial value belongs, and has the seed, if there is
   *     one, from which to draw random numbers
   * @param dataType the type of the result
   * @param shape the shape of the result, fully known
   */
  <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape);

  /**
   * Returns this initializer with a seed of its own: what it draws at random is then the same in
   * every session, on every machine; see {@link Ops#seeded}.
   */
  default Initializer seeded(long seed) {
    Initializer unseeded = this;
    return new Initializer() {
      @Override
      public <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape) {
        return unseeded.initialize(tf.seeded(seed), dataType, shape);
      }

      @Override
      public String toString() {
        return unseeded + " of seed " + seed;
      }
    };
  }
}
