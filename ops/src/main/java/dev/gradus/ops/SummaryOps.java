package dev.gradus.ops;

import dev.gradus.core.ByteString;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import java.util.List;

/**
 * What TensorFlow groups under {@code tf.summary}: ops that tell TensorBoard of values; reached as
 * {@link Ops#summary}.
 *
 * <pre>{@code
 * tf.summary.scalar("loss", loss);
 * tf.summary.histogram("weights", W);
 * Output<ByteString> summaries = tf.summary.mergeAll();
 *
 * try (FileWriter writer = new FileWriter(Path.of("logs"), graph)) {
 *   // In the training loop, every so often:
 *   writer.addSummary(session.run(summaries, feed(x, images), feed(y_, labels)), step);
 * }
 * }</pre>
 *
 * <p>A summary is a scalar string, the bytes of a {@code Summary} protocol buffer; what is fetched
 * is for {@link FileWriter#addSummary}. It says nothing of the step: that is told to the writer.
 *
 * <p>Names are those of scopes, as in TensorFlow: within {@code tf.scope("layer1")}, the summary of
 * {@code "weights"} is called {@code layer1/weights}, and a second one {@code layer1/weights_1}.
 * TensorBoard shows it by that name, its tag. What no name of an operation can have becomes {@code
 * _}.
 */
public final class SummaryOps {
  private static final int MAX_OUTPUTS = 3;

  private final Ops tf;

  SummaryOps(Ops tf) {
    this.tf = tf;
  }

  /**
   * Returns the summary of one number, which TensorBoard shows as a curve over the steps.
   *
   * @param value a scalar; it is kept as a float32
   */
  public Output<ByteString> scalar(String name, Operand<? extends Number> value) {
    Ops own = scope(name);
    return collected(
        NodeOps.node(own.namesake("ScalarSummary"), own.named("tags").constant(tag(own)), value));
  }

  /**
   * Returns the summary of how numbers are distributed: how many are in each of some hundred
   * buckets, which are a tenth wider from one to the next. A NaN or an infinite number fails the
   * run.
   *
   * @param values of any shape
   */
  public Output<ByteString> histogram(String name, Operand<? extends Number> values) {
    Ops own = scope(name);
    return collected(
        NodeOps.node(
            own.namesake("HistogramSummary"), own.named("tag").constant(tag(own)), values));
  }

  /** Returns the summary of the first three pictures; see {@link #image(String, Operand, int)}. */
  public Output<ByteString> image(String name, Operand<? extends Number> images) {
    return image(name, images, MAX_OUTPUTS);
  }

  /**
   * Returns the summary of pictures.
   *
   * <p>Of uint8, brightness is from 0 to 255. Other numbers are scaled, in each picture so that the
   * greatest is 255; or, if there are negative ones, so that 0 is 128 and the number furthest from
   * it is 127 away. A pixel with a NaN or an infinite number is red.
   *
   * @param images float32, float64 or uint8, {@code [batch, rows, columns, channels]}, with 1
   *     channel (grey), 3 (red, green and blue), or 4 (and alpha)
   * @param maxOutputs how many pictures of the batch there are at most, 1 or more; their tags are
   *     {@code name/image/0} and so on or, if it is 1, {@code name/image}
   */
  public Output<ByteString> image(String name, Operand<? extends Number> images, int maxOutputs) {
    Ops own = scope(name);
    OperationBuilder summary = own.namesake("ImageSummary").attribute("max_images", maxOutputs);
    return collected(NodeOps.node(summary, own.named("tag").constant(tag(own)), images));
  }

  /**
   * Returns one summary of all that several hold. If two of them have a tag in common, the run
   * fails.
   *
   * @param summaries at least one
   */
  public Output<ByteString> merge(List<? extends Operand<ByteString>> summaries) {
    return tf.enter("Merge").operation("MergeSummary").inputs(summaries).build().output(0);
  }

  /**
   * Returns one summary of all that were added to the graph so far, by whatever {@code Ops}: those
   * of {@link GraphKeys#SUMMARIES}.
   *
   * @throws GraphException if there are none
   */
  public Output<ByteString> mergeAll() {
    List<Output<ByteString>> all = tf.graph().collection(GraphKeys.SUMMARIES);
    if (all.isEmpty()) {
      throw GraphException.atCaller(
          "tf.summary.mergeAll() needs a summary to merge, such as tf.summary.scalar(\"loss\", loss), and the graph has none");
    }
    return merge(all);
  }

  /** Opens the scope of a summary, which gives it its name and its tag. */
  private Ops scope(String name) {
    String allowed = name.replaceAll("[^A-Za-z0-9_./-]", "_").replaceFirst("^/+", "");
    return tf.named(allowed).enter(allowed);
  }

  private static String tag(Ops scope) {
    return scope.scopeName().substring(0, scope.scopeName().length() - 1);
  }

  private Output<ByteString> collected(Output<ByteString> summary) {
    tf.graph().addToCollection(GraphKeys.SUMMARIES, summary);
    return summary;
  }
}
