package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.Arrays;

/**
 * The usual ways to choose the elements of a new variable: what TensorFlow calls {@code
 * tf.zeros_initializer} and so on.
 *
 * <p>Why it matters: if the weights of a layer are too large or too small, what flows through many
 * layers grows or shrinks with each of them, and so do the gradients on their way back. {@linkplain
 * #varianceScaling Variance scaling} keeps their size about the same. It asks for the layer's
 * <i>fans</i>: how many inputs each output is a sum of (fan in), and how many outputs each input
 * goes to (fan out). For a matrix {@code [inputs, outputs]} these are its dimensions; for the
 * kernel {@code [rows, columns, inputs, outputs]} of a convolution, the last two times the window's
 * size, {@code rows · columns}; for a vector, both are its length; for a scalar, 1.
 *
 * <p>With a seed ({@link Initializer#seeded}, {@link Ops#seeded} or {@link
 * dev.gradus.core.Graph#setRandomSeed}) the same elements are drawn on every machine.
 */
public final class Initializers {
  /**
   * The standard deviation of the standard normal distribution when cut off at two deviations: the
   * number in TensorFlow's source, as a double.
   */
  private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

  /** What the variance is divided by; see {@link #varianceScaling}. */
  public enum FanMode {
    /** The number of inputs: the values on their way forward keep their size. */
    FAN_IN,
    /** The number of outputs: the gradients on their way back keep theirs. */
    FAN_OUT,
    /** The average of both. */
    FAN_AVERAGE
  }

  /** Which distribution of the wanted variance to draw from; see {@link #varianceScaling}. */
  public enum Distribution {
    /** Equally likely anywhere within the limits. */
    UNIFORM,
    /** Normal, cut off at two deviations, and widened so that the variance is as wanted. */
    TRUNCATED_NORMAL,
    /** Normal. */
    NORMAL
  }

  private Initializers() {}

  /** Returns the initializer to zeros. */
  public static Initializer zeros() {
    return ArrayOps::zeros;
  }

  /** Returns the initializer to ones. */
  public static Initializer ones() {
    return ArrayOps::ones;
  }

  /** Returns the initializer to one number everywhere. */
  public static Initializer constant(double value) {
    return new Initializer() {
      @Override
      public <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape) {
        return tf.equalElements("Const", dataType, shape, value);
      }
    };
  }

  /**
   * Returns the initializer to numbers that are equally likely anywhere from {@code least} up to,
   * but not including, {@code limit}.
   */
  public static Initializer randomUniform(double least, double limit) {
    return new Initializer() {
      @Override
      public <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape) {
        return tf.randomUniform(dataType, shape, least, limit);
      }
    };
  }

  /** Returns the initializer to numbers of a normal distribution. */
  public static Initializer randomNormal(double mean, double standardDeviation) {
    return new Initializer() {
      @Override
      public <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape) {
        return tf.randomNormal(dataType, shape, mean, standardDeviation);
      }
    };
  }

  /**
   * Returns the initializer to numbers of a normal distribution, of which those that lie two
   * standard deviations or more from the mean are drawn again.
   */
  public static Initializer truncatedNormal(double mean, double standardDeviation) {
    return new Initializer() {
      @Override
      public <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape) {
        return tf.truncatedNormal(dataType, shape, mean, standardDeviation);
      }
    };
  }

  /**
   * Returns the initializer to random numbers of mean 0 and variance {@code scale / n}, where n is
   * one of the fans, or their average, but at least 1.
   *
   * <p>Uniform numbers reach from {@code -√(3 scale / n)} to {@code √(3 scale / n)}.
   *
   * @param scale positive
   */
  public static Initializer varianceScaling(double scale, FanMode mode, Distribution distribution) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw GraphException.atCaller("The scale of variances is a positive number, not " + scale);
    }
    return new Initializer() {
      @Override
      public <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape) {
        double variance = scale / Math.max(1, fan(shape, mode));
        return switch (distribution) {
          case UNIFORM -> {
            double limit = Math.sqrt(3 * variance);
            yield tf.randomUniform(dataType, shape, -limit, limit);
          }
          case TRUNCATED_NORMAL ->
              tf.truncatedNormal(dataType, shape, 0, Math.sqrt(variance) / TRUNCATED_DEVIATION);
          case NORMAL -> tf.randomNormal(dataType, shape, 0, Math.sqrt(variance));
        };
      }
    };
  }

  private static double fan(Shape shape, FanMode mode) {
    int[] dimensions = shape.toArray();
    int rank = dimensions.length;
    double window =
        Arrays.stream(dimensions)
            .limit(Math.max(0, rank - 2))
            .asDoubleStream()
            .reduce(1, (a, b) -> a * b);
    double in = rank == 0 ? 1 : window * dimensions[Math.max(0, rank - 2)];
    double out = rank == 0 ? 1 : window * dimensions[rank - 1];
    return switch (mode) {
      case FAN_IN -> in;
      case FAN_OUT -> out;
      case FAN_AVERAGE -> (in + out) / 2;
    };
  }

  /**
   * Returns the initializer to uniform numbers of variance {@code 2 / (fan in + fan out)}, between
   * {@code ±√(6 / (fan in + fan out))}: what layers use unless they are told otherwise.
   *
   * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio, Understanding
   *     the difficulty of training deep feedforward neural networks, 2010</a>
   */
  public static Initializer glorotUniform() {
    return varianceScaling(1, FanMode.FAN_AVERAGE, Distribution.UNIFORM);
  }

  /**
   * Returns the initializer to numbers of a truncated normal distribution of variance {@code 2 /
   * (fan in + fan out)}; see {@link #glorotUniform}.
   */
  public static Initializer glorotNormal() {
    return varianceScaling(1, FanMode.FAN_AVERAGE, Distribution.TRUNCATED_NORMAL);
  }

  /**
   * Returns the initializer to uniform numbers of variance {@code 2 / fan in}, between {@code ±√(6
   * / fan in)}: for layers followed by {@code relu}, which halves the variance.
   *
   * @see <a href="https://arxiv.org/abs/1502.01852">He, Zhang, Ren and Sun, Delving deep into
   *     rectifiers, 2015</a>
   */
  public static Initializer heUniform() {
    return varianceScaling(2, FanMode.FAN_IN, Distribution.UNIFORM);
  }

  /**
   * Returns the initializer to numbers of a truncated normal distribution of variance {@code 2 /
   * fan in}; see {@link #heUniform}.
   */
  public static Initializer heNormal() {
    return varianceScaling(2, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  /**
   * Returns the initializer to a random orthogonal matrix: its columns, or its rows if there are
   * fewer of them, are of length 1 and orthogonal to each other. Multiplication by it changes the
   * length of no vector; so many such layers, or many steps of a recurrent network, neither blow up
   * nor fade out what flows through them.
   *
   * <p>For shapes of rank 3 and more, all dimensions but the last count as rows.
   *
   * @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland and Ganguli, Exact solutions to
   *     the nonlinear dynamics of learning in deep linear neural networks, 2013</a>
   */
  public static Initializer orthogonal() {
    return orthogonal(1);
  }

  /**
   * Returns the initializer to a random orthogonal matrix times a number; see {@link
   * #orthogonal()}.
   *
   * @param gain the number
   */
  public static Initializer orthogonal(double gain) {
    return new Initializer() {
      @Override
      public <T extends Number> Output<T> initialize(Ops tf, DataType<T> dataType, Shape shape) {
        return orthogonalMatrix(tf, dataType, shape, gain);
      }
    };
  }

  private static <T extends Number> Output<T> orthogonalMatrix(
      Ops tf, DataType<T> dataType, Shape shape, double gain) {
    if (shape.rank() < 2) {
      throw GraphException.atCaller(
          "An orthogonal initializer needs two dimensions or more, but the shape is " + shape);
    }
    int columns = shape.dimension(-1);
    int rows = shape.keepAxes(axis -> axis < shape.rank() - 1).elementCount();
    Shape tall = Shape.of(Math.max(rows, columns), Math.min(rows, columns));
    QrFactors<T> factors = tf.qr(tf.randomNormal(dataType, tall, 0, 1));
    // With the signs that make R's diagonal positive, every orthogonal matrix is equally likely.
    Output<T> signs = tf.sign(tf.matrixDiagPart(factors.r()));
    Output<T> orthogonal = tf.named("mul").mul(factors.q(), signs);
    Output<T> wide = rows < columns ? tf.matrixTranspose(orthogonal) : orthogonal;
    return tf.named("mul").mul(tf.scalar(dataType, gain), tf.reshape(wide, shape.toArray()));
  }
}
