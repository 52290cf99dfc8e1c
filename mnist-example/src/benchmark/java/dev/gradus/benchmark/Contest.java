package dev.gradus.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Has contestants do the same work by turns, and keeps their times. */
final class Contest {
  /** How far the results of the work may lie apart, in proportion: orders of summation differ. */
  private static final double TOLERANCE = 2e-3;

  /** Long enough for the threads of a contestant to fall asleep before the next one begins. */
  private static final long PAUSE = 30;

  private final List<Side> sides;

  /** Nanoseconds per step: for each side, those of each round. */
  private final double[][] times;

  private final double quantile;

  private Contest(List<Side> sides, double[][] times, double quantile) {
    this.sides = sides;
    this.times = times;
    this.quantile = quantile;
  }

  /**
   * Measures.
   *
   * @throws IOException if a contestant fails, or does not do the same as the others
   */
  static Contest hold(List<Side> sides, Pace pace) throws IOException {
    double[][] times = new double[sides.size()][pace.heats() * pace.rounds()];
    for (int heat = 0; heat < pace.heats(); heat++) {
      hold(sides, pace, heat, times);
    }
    return new Contest(sides, times, pace.quantile());
  }

  /** Holds one of the heats, with new processes; each begins with another contestant. */
  private static void hold(List<Side> sides, Pace pace, int heat, double[][] times)
      throws IOException {
    int size = sides.size();
    // In the order in which they take turns.
    List<ContestantProcess> processes = new ArrayList<>();
    try {
      long[] counts = new long[size];
      for (int turn = 0; turn < size; turn++) {
        Side side = sides.get((heat + turn) % size);
        ContestantProcess process = new ContestantProcess(side);
        processes.add(process);
        requireSame(processes.get(0), process, side.name());
        process.ask("warm", pace.warmUp());
        // Once more, as the first time had the slow steps in it.
        counts[turn] = Math.max(1, process.ask("warm", pace.round()));
      }
      for (int round = 0; round < pace.rounds(); round++) {
        for (int turn = 0; turn < size; turn++) {
          pause();
          times[(heat + turn) % size][heat * pace.rounds() + round] =
              processes.get(turn).ask("run", counts[turn]) / (double) counts[turn];
        }
      }
    } finally {
      for (ContestantProcess process : processes) {
        process.close();
      }
    }
  }

  private static void requireSame(ContestantProcess first, ContestantProcess other, String name)
      throws IOException {
    double expected = first.check();
    double found = other.check();
    if (Math.abs(found - expected) > TOLERANCE * Math.abs(expected)) {
      throw new IOException(
          "%s has a result of %s, and not of %s.".formatted(name, found, expected));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the nanoseconds per step of one contestant: of the median round, usually. */
  double time(int side) {
    return quantile(times[side]);
  }

  /** Returns which of some contestants is the fastest. */
  int fastest(int from, int to) {
    int best = from;
    for (int i = from; i < to; i++) {
      best = time(i) < time(best) ? i : best;
    }
    return best;
  }

  /**
   * Returns the time of one contestant divided by another's: the median of the ratios within each
   * round; or, if the fastest round is to count, that of each.
   */
  double ratio(int side, int other) {
    if (quantile == 0) {
      return time(side) / time(other);
    }
    double[] ratios = new double[times[side].length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = times[side][round] / times[other][round];
    }
    return quantile(ratios);
  }

  /** Returns the number of contestants. */
  int size() {
    return sides.size();
  }

  Side side(int index) {
    return sides.get(index);
  }

  private double quantile(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (quantile * (sorted.length - 1))];
  }
}
