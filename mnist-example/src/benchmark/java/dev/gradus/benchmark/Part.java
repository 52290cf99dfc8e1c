package dev.gradus.benchmark;

/** How much of a training step is done, and all that it depends on. */
enum Part {
  /** What the network gives. */
  FORWARD,
  /** The loss. */
  LOSS,
  /** The gradients of the loss for all variables. Their values do not need that of the loss. */
  GRADIENTS,
  /** The update of all variables, and so the whole step. */
  STEP
}
