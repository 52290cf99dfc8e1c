package dev.gradus.benchmark;

import com.sun.management.ThreadMXBean;
import dev.gradus.core.SessionOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One contestant in a process of its own. It says {@code ready} and its check, and then answers
 * each line of the standard input with one number.
 *
 * <ul>
 *   <li>{@code warm 3000}: steps for as many milliseconds, and answers with the number of steps;
 *   <li>{@code run 50}: does as many steps, and answers with the nanoseconds they took;
 *   <li>{@code allocate 50}: does as many steps, and answers with the bytes that all threads
 *       allocated on the heap meanwhile.
 * </ul>
 */
final class ContestantMain {
  private static final int LEAST_WARM_STEPS = 3;

  private ContestantMain() {}

  /**
   * Expects the engine, the work and the number of threads; and for Gradus, the names of rewrites
   * that are switched off, or "rewrites" for all.
   */
  public static void main(String[] args) throws IOException {
    // What libraries print must not be taken for an answer.
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (Contestant contestant = contestant(args)) {
      answers.println("ready " + contestant.check());
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ");
        long argument = Long.parseLong(words[1]);
        answers.println(
            switch (words[0]) {
              case "warm" -> warm(contestant, argument);
              case "run" -> run(contestant, argument);
              case "allocate" -> allocate(contestant, argument);
              default -> throw new IllegalArgumentException(line);
            });
        answers.flush();
      }
    }
  }

  private static Contestant contestant(String[] args) {
    Work work = Work.of(args[1]);
    int threads = Integer.parseInt(args[2]);
    return switch (args[0]) {
      case "gradus" ->
          GradusContestants.of(work, options(threads, Arrays.asList(args).subList(3, args.length)));
      case "tensorflow" -> TensorFlowContestants.of(work, threads);
      case "hand-written" -> new HandWrittenSoftmax(work);
      default -> throw new IllegalArgumentException(args[0]);
    };
  }

  /**
   * Returns the options of a session.
   *
   * @param without names of rewrites that are switched off, or "rewrites" for all
   */
  static SessionOptions options(int threads, List<String> without) {
    SessionOptions options = SessionOptions.defaults().withThreads(threads);
    for (String name : without) {
      options = name.equals("rewrites") ? options.withoutRewrites() : options.withoutRewrite(name);
    }
    return options;
  }

  private static long warm(Contestant contestant, long milliseconds) {
    long start = System.nanoTime();
    long count = 0;
    while (count < LEAST_WARM_STEPS || System.nanoTime() - start < milliseconds * 1_000_000) {
      contestant.step();
      count++;
    }
    return count;
  }

  private static long run(Contestant contestant, long count) {
    long start = System.nanoTime();
    for (long i = 0; i < count; i++) {
      contestant.step();
    }
    return System.nanoTime() - start;
  }

  private static long allocate(Contestant contestant, long count) {
    long before = allocated();
    for (long i = 0; i < count; i++) {
      contestant.step();
    }
    return allocated() - before;
  }

  /** Returns the bytes that the threads that there are have allocated since they started. */
  static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
