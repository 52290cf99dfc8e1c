package dev.gradus.mnist.source;

/** Is told how far a long task has come. Called often, from one thread; so it should be quick. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Tells how far a task has come.
   *
   * @param task the task's name, such as {@code downloading train-images-idx3-ubyte.gz}; another
   *     name than in the last call means that another task has begun
   * @param done how much is done, in the unit of {@code total}: bytes, or training steps
   * @param total how much there is to do, or -1 if nobody knows
   */
  void update(String task, long done, long total);

  /** Returns a listener that does nothing. */
  static ProgressListener none() {
    return (task, done, total) -> {};
  }
}
