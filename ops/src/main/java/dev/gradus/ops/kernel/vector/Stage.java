package dev.gradus.ops.kernel.vector;

/**
 * One loop of a computation that consists of several.
 *
 * <p>The JVM's compiler puts what a method calls into it until it has become large, and where it
 * stops in the middle of a loop over vectors, each of these becomes an object. As it cannot tell
 * which loop {@link #run(Stage[])} will call next, it compiles each by itself.
 */
@FunctionalInterface
interface Stage {
  /** Runs the loop. */
  void run();

  /** Runs one stage after the other. */
  static void run(Stage[] stages) {
    for (Stage stage : stages) {
      stage.run();
    }
  }
}
