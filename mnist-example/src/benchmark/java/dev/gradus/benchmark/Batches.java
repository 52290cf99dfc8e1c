package dev.gradus.benchmark;

import dev.gradus.mnist.Batch;
import dev.gradus.mnist.DataSets;
import dev.gradus.mnist.InputData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Batches of real digits, given out in turn. */
final class Batches {

  /**
   * A batch, as a program has it that reads files.
   *
   * @param images [n,784]
   * @param labels one-hot, [n,10]
   * @param classes [n]
   */
  record Arrays(int size, float[] images, float[] labels, long[] classes) {}

  private final List<Batch> tensors = new ArrayList<>();
  private final List<Arrays> arrays = new ArrayList<>();
  private int next;

  /**
   * Makes batches.
   *
   * @param count of them; if few, they stay in the processor's cache, where a batch is that a
   *     program has just put together
   */
  Batches(int size, int count) {
    DataSets mnist;
    try {
      mnist = InputData.bundled(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < count; i++) {
      Batch batch = mnist.train().nextBatch(size);
      tensors.add(batch);
      arrays.add(
          new Arrays(
              size,
              batch.images().toFloatArray(),
              batch.labels().toFloatArray(),
              batch.classes().toLongArray()));
    }
  }

  /** Returns the index of the next batch. */
  int next() {
    next = (next + 1) % arrays.size();
    return next;
  }

  /** Returns all batches as tensors. */
  List<Batch> tensors() {
    return tensors;
  }

  /** Returns all batches as arrays. */
  List<Arrays> arrays() {
    return arrays;
  }
}
