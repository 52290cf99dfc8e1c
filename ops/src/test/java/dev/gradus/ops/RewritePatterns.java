package dev.gradus.ops;

import static dev.gradus.core.Feed.feed;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.DataType;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** For each rewrite, random graphs of what it matches. */
final class RewritePatterns {
  /** Adds, to a new graph, what a rewrite matches, with random shapes, and returns the fetches. */
  interface Pattern {
    <T extends Number> List<Output<?>> add(Trial<T> trial);

    default boolean takesIntegers() {
      return true;
    }
  }

  /** A pattern of ops that no integers have. */
  private interface FloatingPattern extends Pattern {
    @Override
    default boolean takesIntegers() {
      return false;
    }
  }

  static final ImmutableMap<String, Pattern> ALL =
      ImmutableMap.<String, Pattern>builder()
          .put("merge-equal-nodes", RewritePatterns::equalNodes)
          .put("fold-constants", RewritePatterns::constants)
          .put("fuse-elementwise", RewritePatterns::chains)
          .put("stable-log-softmax", (FloatingPattern) RewritePatterns::logarithmsOfSoftmax)
          .put("cancel-softmax-division", (FloatingPattern) RewritePatterns::gradientsOfLogarithms)
          .put("sum-over-nothing", RewritePatterns::sumsOverNothing)
          .put("no-movement", RewritePatterns::movesNothing)
          .put("joined-with-nothing", RewritePatterns::joinsNothing)
          .put("merge-transposes", RewritePatterns::transposes)
          .put("same-type-cast", RewritePatterns::casts)
          .put("known-like", RewritePatterns::likes)
          .put("broadcast-where-used", RewritePatterns::broadcasts)
          .put("neutral-operand", RewritePatterns::neutralOperands)
          .put("equal-operands", RewritePatterns::equalOperands)
          .put("done-before", RewritePatterns::doneBefore)
          .put("cancel-signs", RewritePatterns::signs)
          .put("simple-power", (FloatingPattern) RewritePatterns::powers)
          .put("multiply-by-reciprocal", (FloatingPattern) RewritePatterns::quotients)
          .put("one-number", RewritePatterns::uniformConstants)
          .put("transpose-in-product", RewritePatterns::transposedProducts)
          .put("fused-layer", (FloatingPattern) RewritePatterns::layers)
          .buildOrThrow();

  private static final double[] SPECIAL = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.0,
    -0.0,
    Float.MIN_VALUE,
    -Float.MAX_VALUE,
    0.5,
    1,
    -2.5
  };

  private RewritePatterns() {}

  /** A random graph in the making. */
  static final class Trial<T extends Number> {
    final Random random;
    final Ops tf = Ops.on(new Graph());
    final DataType<T> type;
    final Shape shape;
    final List<Feed<?>> feeds = new ArrayList<>();

    Trial(DataType<T> type, long seed) {
      this.random = new Random(seed);
      this.type = type;
      int rank = 1 + random.nextInt(3);
      this.shape = Shape.of(IntStream.range(0, rank).map(axis -> 1 + random.nextInt(5)).toArray());
    }

    boolean isFloating() {
      return !type.equals(DataType.INT32);
    }

    /**
     * Adds a placeholder, with or without a known shape, fed with numbers of about the magnitude.
     */
    Output<T> input(double magnitude) {
      return fed(shape, () -> random.nextGaussian() * magnitude);
    }

    /** Adds a placeholder that is fed with NaN, infinities, zeros of both signs, and numbers. */
    Output<T> special(Shape ofShape) {
      return fed(
          ofShape,
          () ->
              random.nextInt(3) == 0
                  ? random.nextGaussian() * 10
                  : SPECIAL[random.nextInt(SPECIAL.length)]);
    }

    Output<T> special() {
      return special(shape);
    }

    private Output<T> fed(Shape ofShape, DoubleSupplier numbers) {
      Output<T> placeholder =
          tf.placeholder(type, random.nextBoolean() ? ofShape : Shape.unknown());
      Tensor<Double> doubles =
          Tensor.ofDoubles(
              ofShape, elements -> Arrays.setAll(elements, i -> numbers.getAsDouble()));
      Ops elsewhere = Ops.on(new Graph());
      feeds.add(feed(placeholder, Runs.value(elsewhere.cast(elsewhere.constant(doubles), type))));
      return placeholder;
    }

    /** Adds a constant: a scalar, or filling a shape that broadcasts to that of the inputs. */
    Output<T> constant(double number) {
      Shape of =
          switch (random.nextInt(3)) {
            case 0 -> Shape.scalar();
            case 1 -> shape;
            default -> Shape.of(shape.dimension(-1));
          };
      Tensor<Double> doubles = Tensor.ofDoubles(of, elements -> Arrays.fill(elements, number));
      return tf.cast(tf.constant(doubles), type);
    }

    /** Adds any one of the operands. */
    @SafeVarargs
    final Output<T> any(Operand<T>... operands) {
      return operands[random.nextInt(operands.length)].asOutput();
    }
  }

  private static <T extends Number> List<Output<?>> equalNodes(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<T> y = trial.special();
    Output<T> a = tf.sub(tf.abs(tf.mul(x, y)), trial.constant(2));
    Output<T> b = tf.sub(tf.abs(tf.mul(y, x)), tf.identity(a));
    return List.of(a, b, tf.add(a, b), tf.add(b, a));
  }

  private static <T extends Number> List<Output<?>> constants(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<Integer> axes =
        tf.range(
            tf.constant(0),
            tf.constant(trial.random.nextInt(trial.shape.rank() + 1)),
            tf.constant(1));
    Output<T> a = tf.cast(tf.sqrt(tf.constant(2.0, 3.0, Double.NaN)), trial.type);
    return List.of(
        a, tf.reduceSum(x, trial.random.nextBoolean(), axes), tf.mul(x, tf.reduceMax(a, 0)));
  }

  /** Chains of one size, and of two, with a value that is used twice and one that is fetched. */
  private static <T extends Number> List<Output<?>> chains(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<T> y = tf.abs(tf.add(x, trial.special()));
    Output<T> z = tf.mul(tf.neg(y), tf.sub(y, tf.reduceMax(x)));
    return List.of(y, tf.square(tf.maximum(z, x)));
  }

  private static <T extends Number> List<Output<?>> logarithmsOfSoftmax(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> y = tf.nn.softmax(trial.input(1));
    Output<T> log = tf.log(trial.random.nextBoolean() ? y : tf.identity(y));
    Output<T> weighted = tf.mul(trial.input(1), log);
    return trial.random.nextBoolean() ? List.of(log, weighted) : List.of(y, log, weighted);
  }

  private static <T extends Number> List<Output<?>> gradientsOfLogarithms(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> y = tf.nn.softmax(trial.input(1));
    Output<T> quotient = tf.div(trial.input(1), y);
    Output<T> gradient = gradientOfSoftmax(tf, quotient, y);
    return trial.random.nextBoolean() ? List.of(gradient) : List.of(y, gradient, quotient);
  }

  static <T extends Number> Output<T> gradientOfSoftmax(Ops tf, Output<T> upstream, Output<T> y) {
    return tf.mul(tf.sub(upstream, tf.reduceSum(tf.mul(upstream, y), true, -1)), y);
  }

  private static <T extends Number> List<Output<?>> sumsOverNothing(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    boolean keepDims = trial.random.nextBoolean();
    int[] axes =
        IntStream.range(0, trial.shape.rank())
            .filter(axis -> trial.shape.dimension(axis) == 1)
            .filter(axis -> trial.random.nextBoolean())
            .toArray();
    Output<T> sum = tf.reduceSum(x, keepDims, axes);
    return List.of(
        sum,
        tf.abs(sum),
        tf.reduceMean(x, keepDims, axes),
        tf.reduceProd(x, keepDims, axes),
        tf.reduceMax(x, keepDims, axes),
        tf.reduceMin(x, keepDims, axes));
  }

  private static <T extends Number> List<Output<?>> movesNothing(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    int rank = trial.shape.rank();
    int[] ones = IntStream.range(0, rank).map(axis -> 1).toArray();
    int[] all = trial.shape.toArray();
    int[] some = all.clone();
    some[trial.random.nextInt(rank)] = 1;
    return List.of(
        tf.broadcastTo(x, trial.shape),
        tf.broadcastTo(x, Shape.of(2).concatenate(trial.shape)),
        tf.tile(x, ones),
        tf.slice(x, new int[rank], all),
        tf.slice(x, new int[rank], some),
        tf.pad(x, new int[rank][2]),
        tf.abs(tf.tile(x, ones)));
  }

  private static <T extends Number> List<Output<?>> joinsNothing(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    int axis = trial.random.nextInt(trial.shape.rank());
    return List.of(
        tf.concat(List.of(x), axis),
        tf.concat(List.of(x, x), axis),
        tf.stack(List.of(x), axis),
        tf.addN(List.of(x)),
        tf.split(x, 1, axis).get(0));
  }

  private static <T extends Number> List<Output<?>> transposes(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    int rank = trial.shape.rank();
    Output<T> once = tf.transpose(x, permutation(trial, rank));
    Output<T> twice = tf.transpose(once, permutation(trial, rank));
    return List.of(twice, tf.transpose(twice, permutation(trial, rank)), tf.abs(once));
  }

  private static int[] permutation(Trial<?> trial, int rank) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(axes, trial.random);
    return axes.stream().mapToInt(axis -> axis).toArray();
  }

  private static <T extends Number> List<Output<?>> casts(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    // The face leaves such a cast out by itself.
    Output<T> same =
        tf.graph().operation("Cast").input(x).attribute("DstT", trial.type).build().output(0);
    return List.of(same, tf.abs(same), tf.cast(x, DataType.INT64));
  }

  private static <T extends Number> List<Output<?>> likes(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    return List.of(tf.onesLike(x), tf.add(tf.zerosLike(tf.abs(x)), x));
  }

  private static <T extends Number> List<Output<?>> broadcasts(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<T> y =
        trial.any(
            trial.special(Shape.scalar()), trial.special(Shape.of(trial.shape.dimension(-1))));
    Output<T> broadcast = tf.broadcastTo(y, trial.shape);
    return List.of(
        tf.mul(x, broadcast),
        tf.sub(broadcast, x),
        tf.maximum(broadcast, broadcast),
        tf.broadcastTo(broadcast, Shape.of(2).concatenate(trial.shape)));
  }

  private static <T extends Number> List<Output<?>> neutralOperands(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    List<Output<?>> fetches = new ArrayList<>();
    for (double number : new double[] {0.0, -0.0, 1, -1}) {
      Output<T> constant = trial.constant(number);
      fetches.add(tf.add(x, constant));
      fetches.add(tf.add(constant, x));
      fetches.add(tf.sub(x, constant));
      fetches.add(tf.sub(constant, x));
      fetches.add(tf.mul(x, constant));
      fetches.add(tf.mul(constant, x));
      if (trial.isFloating() || number != 0) {
        fetches.add(tf.truncateDiv(x, constant));
      }
      if (trial.isFloating()) {
        fetches.add(tf.div(x, constant));
        fetches.add(tf.div(constant, x));
        fetches.add(tf.pow(x, constant));
        fetches.add(tf.pow(constant, x));
        fetches.add(tf.divNoNan(x, constant));
      }
    }
    return fetches;
  }

  private static <T extends Number> List<Output<?>> equalOperands(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<Boolean> p = tf.less(x, trial.special());
    return List.of(
        tf.maximum(x, x), tf.minimum(x, tf.identity(x)), tf.logicalAnd(p, p), tf.logicalOr(p, p));
  }

  private static <T extends Number> List<Output<?>> doneBefore(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<T> y = tf.abs(tf.abs(x));
    List<Output<?>> fetches = new ArrayList<>(List.of(y, tf.sign(tf.sign(x))));
    if (trial.isFloating()) {
      fetches.add(tf.floor(tf.floor(x)));
      fetches.add(tf.ceil(tf.ceil(x)));
      fetches.add(tf.round(tf.round(x)));
      fetches.add(tf.nn.relu(tf.nn.relu(x)));
      fetches.add(tf.nn.relu6(tf.nn.relu6(x)));
    }
    return fetches;
  }

  private static <T extends Number> List<Output<?>> signs(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<T> y = trial.special();
    Output<Boolean> p = tf.less(x, y);
    List<Output<?>> fetches =
        new ArrayList<>(
            List.of(
                tf.neg(tf.neg(x)),
                tf.abs(tf.neg(x)),
                tf.square(tf.neg(x)),
                tf.sub(x, tf.neg(y)),
                tf.sub(tf.neg(x), y),
                tf.add(x, tf.neg(y)),
                tf.add(tf.neg(x), y),
                tf.add(tf.neg(x), tf.neg(y)),
                tf.mul(tf.neg(x), tf.neg(y)),
                tf.neg(tf.sub(x, x)),
                tf.logicalNot(tf.logicalNot(p))));
    if (trial.isFloating()) {
      fetches.add(tf.div(tf.neg(x), tf.neg(y)));
    }
    return fetches;
  }

  private static <T extends Number> List<Output<?>> powers(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    return List.of(
        tf.pow(x, trial.constant(2)),
        tf.mul(x, tf.identity(x)),
        tf.pow(trial.input(1e20), trial.constant(2)),
        tf.pow(trial.input(1e-20), trial.constant(2)),
        tf.pow(x, trial.constant(0.5)));
  }

  private static <T extends Number> List<Output<?>> quotients(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.any(trial.special(), trial.input(1e-37), trial.input(1e37));
    List<Output<?>> fetches = new ArrayList<>();
    for (double number : new double[] {2, -0.25, 3, 0.0, -0.0, 0x1p-126, 0x1p126, 0x1p127}) {
      fetches.add(tf.div(x, trial.constant(number)));
    }
    fetches.add(tf.div(x, trial.constant(Double.POSITIVE_INFINITY)));
    fetches.add(tf.div(x, trial.constant(Double.NaN)));
    return fetches;
  }

  private static <T extends Number> List<Output<?>> uniformConstants(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.special();
    Output<T> constant =
        trial.constant(trial.isFloating() ? SPECIAL[trial.random.nextInt(SPECIAL.length)] : 7);
    return List.of(
        tf.add(x, constant),
        tf.sub(constant, x),
        tf.mul(constant, x),
        tf.maximum(x, constant),
        tf.add(constant, tf.broadcastTo(x, Shape.of(2).concatenate(trial.shape))));
  }

  private static <T extends Number> List<Output<?>> transposedProducts(Trial<T> trial) {
    Ops tf = trial.tf;
    int rows = 1 + trial.random.nextInt(4);
    int inner = 1 + trial.random.nextInt(4);
    int columns = 1 + trial.random.nextInt(4);
    Output<T> a = trial.special(Shape.of(rows, inner));
    Output<T> b = trial.special(Shape.of(columns, inner));
    Output<T> c = trial.special(Shape.of(2, rows, inner));
    Output<T> d = trial.special(Shape.of(2, columns, inner));
    return List.of(
        tf.matmul(a, tf.transpose(b, 1, 0)),
        tf.matmul(tf.transpose(a, 1, 0), tf.transpose(tf.transpose(a, 1, 0), 1, 0), false, false),
        tf.matmul(tf.transpose(a, 1, 0), b, true, true),
        tf.matmul(c, tf.transpose(d, 0, 2, 1)));
  }

  private static <T extends Number> List<Output<?>> layers(Trial<T> trial) {
    Ops tf = trial.tf;
    int rows = 1 + trial.random.nextInt(40);
    int inner = 1 + trial.random.nextInt(4);
    int columns = 1 + trial.random.nextInt(20);
    Output<T> a = trial.special(Shape.of(rows, inner));
    Output<T> b = trial.special(Shape.of(inner, columns));
    Output<T> bias = trial.special(Shape.of(columns));
    Output<T> sum = tf.add(tf.matmul(a, b), bias);
    Output<T> shared = tf.add(bias, tf.matmul(a, tf.abs(b)));
    return List.of(
        sum,
        tf.nn.relu(shared),
        tf.tanh(shared),
        tf.nn.elu(tf.add(tf.matmul(tf.abs(a), b), bias)),
        tf.sigmoid(tf.nn.biasAdd(tf.matmul(tf.neg(a), tf.square(b)), bias)),
        tf.nn.relu6(tf.add(tf.matmul(a, tf.sqrt(b)), trial.special(Shape.of(rows, 1)))));
  }
}
