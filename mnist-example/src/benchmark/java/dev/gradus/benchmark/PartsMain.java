package dev.gradus.benchmark;

import dev.gradus.core.Feed;
import dev.gradus.core.Operation;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.TracedStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes training steps and watches them, on one thread; and prints what each {@link Part} of a step
 * takes: the medians of all steps, in nanoseconds.
 */
final class PartsMain {
  private PartsMain() {}

  /**
   * Expects the work, for how many milliseconds to warm up and to measure, and names of rewrites
   * that are switched off, or "rewrites" for all.
   */
  public static void main(String[] args) {
    Work work = Work.of(args[0]);
    long warmUp = Long.parseLong(args[1]);
    long measure = Long.parseLong(args[2]);
    List<String> without = Arrays.asList(args).subList(3, args.length);
    GradusModel model = GradusModel.of(work);
    Map<Operation, Part> parts = Part.ofOperations(model);
    Batches batches = new Batches(work.size(), work.batches());
    List<Feed<?>[]> feeds = batches.tensors().stream().map(model::feeds).toList();
    try (Session session = new Session(model.graph(), ContestantMain.options(1, without))) {
      session.run(model.initialize());
      List<long[]> steps = new ArrayList<>();
      long start = System.nanoTime();
      long warm = start + warmUp * 1_000_000;
      long end = warm + measure * 1_000_000;
      for (long now = start; now < end; now = System.nanoTime()) {
        // Every other step is as usual, so that the processor's caches are as well.
        session.run(model.step(), feeds.get(batches.next()));
        long[] step = watch(session, model, feeds.get(batches.next()), parts);
        if (now >= warm) {
          steps.add(step);
        }
      }
      Side.printFigures(
          Arrays.stream(Part.values()).mapToDouble(part -> median(steps, part)).toArray());
    }
  }

  private static long[] watch(
      Session session, GradusModel model, Feed<?>[] feeds, Map<Operation, Part> parts) {
    Runner runner = session.runner().target(model.step());
    for (Feed<?> feed : feeds) {
      runner.feed(feed);
    }
    long[] times = new long[Part.values().length];
    // No values are kept: that would take time, and room in the caches.
    for (TracedStep step : runner.trace(0).steps()) {
      times[Part.of(step, parts).ordinal()] += step.nanoseconds();
    }
    return times;
  }

  private static double median(List<long[]> steps, Part part) {
    long[] times = steps.stream().mapToLong(step -> step[part.ordinal()]).sorted().toArray();
    return times[times.length / 2];
  }
}
