package dev.gradus.mnist;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;

import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;

/**
 * What the training of any network that reads digits has in common: going through the training set
 * epoch by epoch, judging the network on the validation set after each, and on the test set at the
 * end.
 */
final class TrainingLoop {
  /** How many examples are judged at once: enough to be fast, and few enough for any memory. */
  private static final int EVALUATED_AT_ONCE = 500;

  /**
   * What a network is fed.
   *
   * @param images the pixels, [n,784]
   * @param labels the class of each image, [n]
   * @param training whether this is training: only then does dropout drop anything
   */
  record Inputs(Output<Float> images, Output<Long> labels, Output<Boolean> training) {
    /** Adds the placeholders to the graph. */
    static Inputs in(Ops tf) {
      return new Inputs(
          tf.named("images").placeholder(FLOAT32, Shape.of(UNKNOWN, 784)),
          tf.named("labels").placeholder(INT64, Shape.of(UNKNOWN)),
          tf.named("training").placeholder(BOOL, Shape.scalar()));
    }
  }

  private final Session session;
  private final Inputs inputs;
  private final Output<Float> loss;
  private final Output<Integer> correct;
  private final Operation trainStep;

  private TrainingLoop(
      Session session,
      Inputs inputs,
      Output<Float> loss,
      Output<Integer> correct,
      Operation trainStep) {
    this.session = session;
    this.inputs = inputs;
    this.loss = loss;
    this.correct = correct;
    this.trainStep = trainStep;
  }

  /**
   * Trains a network, and judges it on the test set.
   *
   * @param logits ten numbers for each image, of which the greatest tells the digit
   * @param loss what each step makes smaller
   * @param trainStep makes one step
   * @return the accuracy on the test set, from 0 to 1
   */
  static float run(
      DataSets mnist,
      NetworkOptions options,
      TrainingListener listener,
      Inputs inputs,
      Output<Float> logits,
      Output<Float> loss,
      Operation trainStep) {
    Ops tf = Ops.on(logits.graph()).scope("accuracy");
    Output<Integer> correct =
        tf.reduceSum(tf.cast(tf.equal(tf.argmax(logits, 1), inputs.labels()), INT32));
    Operation initialize = tf.scope("").globalVariablesInitializer();
    // From here on, whatever adds to the graph is a mistake.
    logits.graph().freeze();
    try (Session session = new Session(logits.graph())) {
      session.run(initialize);
      TrainingLoop loop = new TrainingLoop(session, inputs, loss, correct, trainStep);
      for (int epoch = 1; epoch <= options.epochs(); epoch++) {
        listener.epochDone(loop.epoch(epoch, mnist, options, listener));
      }
      return (float) loop.accuracy(mnist.test());
    }
  }

  private EpochReport epoch(
      int epoch, DataSets mnist, NetworkOptions options, TrainingListener listener) {
    String task = "epoch %d of %d".formatted(epoch, options.epochs());
    int steps = options.stepsPerEpoch(mnist.train());
    double losses = 0;
    long right = 0;
    for (int step = 1; step <= steps; step++) {
      Batch batch = mnist.train().nextBatch(options.batchSize());
      Result result =
          session
              .runner()
              .feed(inputs.images(), batch.images())
              .feed(inputs.labels(), batch.classes())
              .feed(inputs.training(), Tensor.of(true))
              .target(trainStep)
              .fetch(loss)
              .fetch(correct)
              .run();
      losses += result.get(loss).floatValue();
      right += result.get(correct).intValue();
      listener.update(task, step, steps);
    }
    return new EpochReport(
        epoch,
        options.epochs(),
        losses / steps,
        right / ((double) steps * options.batchSize()),
        accuracy(mnist.validation()));
  }

  /** Returns the part of a set that is classified rightly. */
  private double accuracy(DataSet set) {
    long right = 0;
    int done = 0;
    while (done < set.numExamples()) {
      Batch batch = set.nextBatch(Math.min(EVALUATED_AT_ONCE, set.numExamples() - done), false);
      right +=
          session
              .run(
                  correct,
                  feed(inputs.images(), batch.images()),
                  feed(inputs.labels(), batch.classes()),
                  feed(inputs.training(), Tensor.of(false)))
              .intValue();
      done += batch.classes().size();
    }
    return (double) right / set.numExamples();
  }
}
