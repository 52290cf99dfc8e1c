package dev.gradus.mnist;

import dev.gradus.mnist.source.ProgressListener;

/** Is told how a training goes: of every step, and what each epoch came to. */
public interface TrainingListener extends ProgressListener {
  /** Tells that an epoch is over. */
  void epochDone(EpochReport report);

  /** Returns a listener that does nothing. */
  static TrainingListener none() {
    return new TrainingListener() {
      @Override
      public void update(String task, long done, long total) {}

      @Override
      public void epochDone(EpochReport report) {}
    };
  }
}
