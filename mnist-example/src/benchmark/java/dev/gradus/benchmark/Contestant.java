package dev.gradus.benchmark;

/** One piece of work that is measured, done in one of the ways that are compared. */
interface Contestant extends AutoCloseable {
  /** Does the work once. */
  void step();

  /**
   * Returns a number that proves that the work is the same as the others': the loss after ten steps
   * from the start, an element of a product. Called once, before anything is measured.
   *
   * @return NaN if there is no such number, as with random ones
   */
  double check();

  @Override
  void close();
}
