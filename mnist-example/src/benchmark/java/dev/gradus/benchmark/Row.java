package dev.gradus.benchmark;

import java.io.IOException;
import java.util.List;

/**
 * A part of the table, measured for itself.
 *
 * @param id the name by which a command line has this
 */
record Row(String id, Measurement measurement) {
  /** Measures. */
  interface Measurement {
    List<Line> lines(Pace pace) throws IOException;
  }
}
