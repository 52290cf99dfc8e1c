package dev.gradus.ops;

import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import java.util.stream.IntStream;

/** The ops that TensorFlow groups under {@code tf.nn}; reached as {@link Ops#nn}. */
public final class NeuralNetworkOps extends ConvolutionOps {
  NeuralNetworkOps(Ops tf) {
    super(tf);
  }

  /**
   * Returns {@code exp(z) / Σ exp(z)} along the last axis: numbers from 0 to 1 whose sum is 1.
   *
   * @param logits of rank 1 or more
   */
  public <T extends Number> Output<T> softmax(Operand<T> logits) {
    return tf.node("Softmax", logits);
  }

  /**
   * Returns {@code log(softmax(z))} along the last axis, computed as {@code z - max - log Σ exp(z -
   * max)}, which stays finite for logits of any size.
   *
   * @param logits of rank 1 or more
   */
  public <T extends Number> Output<T> logSoftmax(Operand<T> logits) {
    return tf.node("LogSoftmax", logits);
  }

  /** Returns {@code max(x, 0)}. */
  public <T extends Number> Output<T> relu(Operand<T> features) {
    return tf.node("Relu", features);
  }

  /** Returns {@code min(max(x, 0), 6)}. */
  public <T extends Number> Output<T> relu6(Operand<T> features) {
    return tf.node("Relu6", features);
  }

  /**
   * Returns {@code x}, and {@code 0.2 · x} where that is negative.
   *
   * @param features float32 or float64
   */
  public <T extends Number> Output<T> leakyRelu(Operand<T> features) {
    return tf.node("LeakyRelu", features);
  }

  /**
   * Returns {@code x}, and {@code alpha · x} where that is negative.
   *
   * @param features float32 or float64
   * @param alpha the slope below 0
   */
  public <T extends Number> Output<T> leakyRelu(Operand<T> features, double alpha) {
    return NodeOps.node(tf.operation("LeakyRelu").attribute("alpha", (float) alpha), features);
  }

  /**
   * Returns {@code x}, and {@code eˣ - 1} where that is negative: the exponential linear unit.
   *
   * @param features float32 or float64
   */
  public <T extends Number> Output<T> elu(Operand<T> features) {
    return tf.node("Elu", features);
  }

  /**
   * Returns {@code 1.0507 · x}, and {@code 1.7581 · (eˣ - 1)} where that is negative: constants
   * with which a network keeps mean and variance of its layers at 0 and 1 (G. Klambauer and others,
   * <i>Self-Normalizing Neural Networks</i>, 2017), if its weights start with a variance of one
   * over the number of inputs.
   *
   * @param features float32 or float64
   */
  public <T extends Number> Output<T> selu(Operand<T> features) {
    return tf.node("Selu", features);
  }

  /**
   * Returns {@code log(1 + eˣ)}, a smooth {@link #relu}; finite for all finite numbers.
   *
   * @param features float32 or float64
   */
  public <T extends Number> Output<T> softplus(Operand<T> features) {
    return tf.node("Softplus", features);
  }

  /**
   * Returns {@code x / (1 + |x|)}.
   *
   * @param features float32 or float64
   */
  public <T extends Number> Output<T> softsign(Operand<T> features) {
    return tf.node("Softsign", features);
  }

  /** Returns the logistic function {@code 1 / (1 + e⁻ˣ)}. */
  public <T extends Number> Output<T> sigmoid(Operand<T> x) {
    return tf.sigmoid(x);
  }

  /**
   * Returns {@code log(sigmoid(x))}, computed as {@code -softplus(-x)}, which stays finite for all
   * finite numbers.
   *
   * @param x float32 or float64
   */
  public <T extends Number> Output<T> logSigmoid(Operand<T> x) {
    Ops own = tf.enter("LogSigmoid");
    return NodeOps.node(own.namesake("Neg"), own.nn.softplus(own.neg(x)));
  }

  /** Returns the hyperbolic tangent. */
  public <T extends Number> Output<T> tanh(Operand<T> x) {
    return tf.tanh(x);
  }

  /**
   * Returns the cross entropy {@code -Σ labels · log(softmax(logits))} of each row, a vector.
   *
   * <p>Stable for logits of any size. A label of 0 contributes 0, even where the logit is -∞
   * (TensorFlow gives NaN there). What it is for, and why the plain formula breaks: {@code
   * docs/lessons/08-softmax-and-cross-entropy.md}.
   *
   * @param labels a matrix whose rows are probabilities of the classes and sum to 1, which is not
   *     checked; the gradient with respect to the logits, {@code softmax - labels}, is right only
   *     then
   * @param logits a matrix of the same shape
   */
  public <T extends Number> Output<T> softmaxCrossEntropyWithLogits(
      Operand<T> labels, Operand<T> logits) {
    return NodeOps.node(
        tf.operation("SoftmaxCrossEntropyWithLogits", "softmax_cross_entropy_with_logits"),
        logits,
        labels);
  }

  /**
   * Returns the cross entropy {@code -log(softmax(logits))[label]} of each row, a vector.
   *
   * @param labels for each row the number of its class, int32 or int64; one that is out of range
   *     fails the run
   * @param logits a matrix {@code [rows, classes]}
   */
  public <T extends Number> Output<T> sparseSoftmaxCrossEntropyWithLogits(
      Operand<? extends Number> labels, Operand<T> logits) {
    return NodeOps.node(
        tf.operation(
            "SparseSoftmaxCrossEntropyWithLogits", "sparse_softmax_cross_entropy_with_logits"),
        logits,
        labels);
  }

  /**
   * Returns, element by element, the cross entropy {@code -z · log(p) - (1 - z) · log(1 - p)} of a
   * label z and {@code p = sigmoid(x)}: the loss for things that are independently so or not so.
   *
   * <p>Computed as {@code max(x, 0) - x · z + log(1 + exp(-|x|))}, which is stable for logits of
   * any size.
   *
   * <pre>{@code
   * Output<Float> x = tf.constant(0f, 100f, -100f);
   * tf.nn.sigmoidCrossEntropyWithLogits(tf.constant(1f, 1f, 1f), x)    // [0.6931472 0 100]
   * }</pre>
   *
   * @param labels how likely it is that it is so, from 0 to 1, which is not checked
   * @param logits of the same shape; float32 or float64
   */
  public <T extends Number> Output<T> sigmoidCrossEntropyWithLogits(
      Operand<T> labels, Operand<T> logits) {
    requireSameShape(labels, logits);
    Ops own = tf.enter("logistic_loss");
    Output<T> zeros = own.zerosLike(logits);
    Output<Boolean> positive = own.greaterEqual(logits, zeros);
    Output<T> rectified = own.where(positive, logits, zeros);
    Output<T> negated = own.where(positive, own.neg(logits), logits);
    return NodeOps.node(
        own.namesake("AddV2"),
        own.sub(rectified, own.mul(logits, labels)),
        own.log1p(own.exp(negated)));
  }

  /**
   * Returns, element by element, the cross entropy {@code -w · z · log(p) - (1 - z) · log(1 - p)}
   * of a label z and {@code p = sigmoid(x)}: with w above 1, what is missed counts for more than
   * what is found and is not there.
   *
   * <p>Computed as {@code (1 - z) · x + (1 + (w - 1) · z) · log(1 + exp(-x))}, the last factor by
   * {@link #softplus}, so that it is stable for logits of any size.
   *
   * @param labels how likely it is that it is so, from 0 to 1, which is not checked
   * @param logits of the same shape; float32 or float64
   * @param posWeight w
   */
  public <T extends Number> Output<T> weightedCrossEntropyWithLogits(
      Operand<T> labels, Operand<T> logits, double posWeight) {
    requireSameShape(labels, logits);
    Ops own = tf.enter("logistic_loss");
    Output<T> weights = own.add(own.mul(labels, posWeight - 1), 1);
    return NodeOps.node(
        own.namesake("AddV2"),
        own.mul(own.sub(1, labels), logits),
        own.mul(weights, own.nn.softplus(own.neg(logits))));
  }

  private static void requireSameShape(Operand<?> labels, Operand<?> logits) {
    if (!labels.shape().isCompatibleWith(logits.shape())) {
      throw GraphException.atCaller(
          "Logits and labels must have the same shape, but have %s and %s"
              .formatted(logits.shape(), labels.shape()));
    }
  }

  /** Returns half the sum of the squares of all elements, {@code Σ x² / 2}, a scalar. */
  public <T extends Number> Output<T> l2Loss(Operand<T> x) {
    return tf.node("L2Loss", x);
  }

  /**
   * Returns {@code x / ‖x‖}: each vector along some axes scaled to a length of 1.
   *
   * <p>A square of the length below 10⁻¹² is taken as that, so that a vector of zeros stays what it
   * is.
   *
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> l2Normalize(Operand<T> x, int... axes) {
    return l2Normalize(x, 1e-12, axes);
  }

  /**
   * Returns {@code x / ‖x‖}, as {@link #l2Normalize(Operand, int...)} does.
   *
   * @param epsilon the least square of a length
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> l2Normalize(Operand<T> x, double epsilon, int... axes) {
    Ops own = tf.enter("l2_normalize");
    Output<T> squares = own.reduceSum(own.square(x), true, axes);
    return own.mul(x, own.rsqrt(own.maximum(squares, epsilon)));
  }

  /**
   * Returns mean and variance over some axes.
   *
   * <pre>{@code
   * Moments<Float> ofBatch = tf.nn.moments(x, 0);    // of each column
   * }</pre>
   *
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Moments<T> moments(Operand<T> x, int... axes) {
    return moments(x, false, axes);
  }

  /**
   * Returns mean and variance over some axes.
   *
   * @param keepDims whether the results have a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Moments<T> moments(Operand<T> x, boolean keepDims, int... axes) {
    Ops own = tf.enter("moments");
    Output<T> mean = own.named("mean").reduceMean(x, true, axes);
    Output<T> squares = own.square(own.sub(x, mean));
    Output<T> variance = own.named("variance").reduceMean(squares, keepDims, axes);
    return new Moments<>(keepDims ? mean : own.reshape(mean, own.shape(variance)), variance);
  }

  /**
   * Returns the k greatest elements of each row (that is, along the last axis), from the greatest
   * down, and where they stand.
   *
   * <pre>{@code
   * TopK<Float> top = tf.nn.topK(tf.constant(1f, 5f, 2f, 5f), 3);
   * top.values()     // [5 5 2]
   * top.indices()    // [1 3 2]
   * }</pre>
   *
   * <p>Of equal elements, the one that stands first comes first. A NaN counts as greater than any
   * number.
   *
   * @param input of rank 1 or more
   * @param k how many: at most the last dimension
   */
  public <T> TopK<T> topK(Operand<T> input, int k) {
    Ops own = tf.enter("TopKV2");
    return topK(own.namesake("TopKV2"), input, own.named("k").constant(k));
  }

  /**
   * Returns the k greatest elements of each row.
   *
   * @param k how many, a scalar: at most the last dimension
   * @param sorted whether they have to be in order; they are here, in any case
   */
  public <T> TopK<T> topK(Operand<T> input, Operand<Integer> k, boolean sorted) {
    return topK(tf.operation("TopKV2").attribute("sorted", sorted), input, k);
  }

  private static <T> TopK<T> topK(OperationBuilder builder, Operand<T> input, Operand<Integer> k) {
    Operation found = builder.input(input).input(k).build();
    return new TopK<>(found.output(0), found.output(1));
  }

  /**
   * Tells for each row of predictions whether its target is one of the k greatest: whether fewer
   * than k elements are greater.
   *
   * <pre>{@code
   * Output<Float> predictions = tf.constant(new float[][] {{0.1f, 0.7f, 0.2f}, {0.5f, 0.3f, 0.2f}});
   * tf.nn.inTopK(predictions, tf.constant(2, 2), 2)    // [true false]
   * }</pre>
   *
   * <p>False where the target is out of range, or a prediction in the row is not finite.
   *
   * @param predictions a matrix {@code [rows, classes]}
   * @param targets for each row the number of its class, int32 or int64
   * @param k how many count as the greatest
   */
  public <T extends Number> Output<Boolean> inTopK(
      Operand<Float> predictions, Operand<T> targets, int k) {
    Ops own = tf.enter("in_top_k").enter("InTopKV2");
    return NodeOps.node(
        own.namesake("InTopKV2"),
        predictions,
        targets,
        own.named("k").scalar(targets.dataType(), k));
  }

  /**
   * Returns the rows of a table that the ids name: of a variable, whose rows are vectors that stand
   * for words or other things, those of some of them.
   *
   * <p>An id that is out of range fails the run. The gradient touches just the rows that were
   * named, so that a step of training costs in proportion to the ids, and not to the table.
   *
   * <pre>{@code
   * Variable<Float> words = tf.variable(tf.randomUniform(Shape.of(10000, 64), -1, 1));
   * Output<Float> vectors = tf.nn.embeddingLookup(words, ids);    // ids [?,20] give [?,20,64]
   * }</pre>
   *
   * @param table of rank 1 or more
   * @param ids int32 or int64, of any shape
   * @return of shape {@code ids.shape + table.shape[1:]}
   */
  public <T> Output<T> embeddingLookup(Operand<T> table, Operand<? extends Number> ids) {
    Ops own = tf.enter("embedding_lookup");
    return NodeOps.node(own.namesake("GatherV2"), table, ids, own.named("axis").constant(0));
  }

  /**
   * As {@link #embeddingLookup(Operand, Operand)}, with each vector scaled so that its Euclidean
   * norm is at most the given one; the table itself stays as it is.
   *
   * @param table of a known rank of 1 or more
   * @param ids int32 or int64, of a known rank
   * @param maxNorm greater than 0
   */
  public <T extends Number> Output<T> embeddingLookup(
      Operand<T> table, Operand<? extends Number> ids, double maxNorm) {
    if (!table.shape().hasKnownRank() || !ids.shape().hasKnownRank()) {
      throw GraphException.atCaller(
          "To limit the norm of embeddings, the ranks of table and ids must be known, but their shapes are %s and %s"
              .formatted(table.shape(), ids.shape()));
    }
    int first = ids.shape().rank();
    int[] axes = IntStream.range(first, first + table.shape().rank() - 1).toArray();
    return tf.clipByNorm(embeddingLookup(table, ids), maxNorm, axes);
  }
}
