package dev.gradus.benchmark;

/**
 * How long to measure.
 *
 * @param heats how often all contestants are started: where the pages of a process lie, and what
 *     the compiler makes of it, differs by some percent from one to the next
 * @param warmUp milliseconds for which each contestant works before it is measured, so that the
 *     compiler has come to rest
 * @param rounds how often each is measured in a heat
 * @param round milliseconds of each
 * @param quantile which of the rounds counts: 0.5 is the median; 0, the fastest, is what others who
 *     use the machine meanwhile disturb the least
 */
record Pace(int heats, long warmUp, int rounds, long round, double quantile) {
  /** For the table. */
  static final Pace FULL = new Pace(2, 6_000, 12, 250, 0.5);

  /** For a look, while something is being changed. */
  static final Pace QUICK = new Pace(1, 2500, 31, 30, 0);
}
