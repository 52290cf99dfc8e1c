package dev.gradus.ops;

import dev.gradus.core.CollectionKey;

/** The collections that a graph keeps, named as in TensorFlow. */
public final class GraphKeys {
  /** All variables, in the order in which they were made. */
  public static final CollectionKey<Variable<?>> GLOBAL_VARIABLES =
      new CollectionKey<>("variables");

  /** The variables that an optimizer changes if it is not told which. */
  public static final CollectionKey<Variable<?>> TRAINABLE_VARIABLES =
      new CollectionKey<>("trainable_variables");

  /** The variable that counts training steps; at most one. */
  public static final CollectionKey<Variable<Long>> GLOBAL_STEP =
      new CollectionKey<>("global_step");

  private GraphKeys() {}
}
