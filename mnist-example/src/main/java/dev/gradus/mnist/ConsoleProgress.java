package dev.gradus.mnist;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress to whoever waits: as a bar that grows on a terminal, as a few lines in a log file.
 */
interface ConsoleProgress extends TrainingListener, AutoCloseable {
  /** Ends what is being shown, so that other output can follow. */
  @Override
  void close();

  /** Returns a bar if the program's standard error stream is a terminal, else lines. */
  static ConsoleProgress onStandardError() {
    return isTerminal() ? new Bar(System.err) : lines(System.err);
  }

  /** Returns lines, at most one a second but for the last of a task. */
  static ConsoleProgress lines(PrintStream out) {
    return new Lines(out, Duration.ofSeconds(1));
  }

  /** Prints what an epoch came to, on a line of its own. */
  private static void print(PrintStream out, EpochReport report) {
    out.printf(
        Locale.ROOT,
        "epoch %d of %d: loss %.4f, training accuracy %.4f, validation accuracy %.4f%n",
        report.epoch(),
        report.epochs(),
        report.loss(),
        report.trainingAccuracy(),
        report.validationAccuracy());
  }

  @SuppressWarnings(
      "SystemConsoleNull") // JDK 22 to 24 have one always; later and earlier ones not.
  private static boolean isTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    // Java can only tell of input and output together whether they are a terminal. But this is
    // about the error stream, which is often redirected alone; and Linux can tell of that.
    Path errorStream = Path.of("/proc/self/fd/2");
    try {
      return Files.readSymbolicLink(errorStream).toString().matches("/dev/(pts/|tty).*");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }

  /** A bar that is drawn again and again on one line, by a thread of the library. */
  final class Bar implements ConsoleProgress {
    private static final int WIDTH = 78;
    private static final int REDRAW_MILLIS = 100;

    private final PrintStream out;
    private @Nullable ProgressBar bar;
    private boolean mayDraw; // Guarded by this object's lock.

    Bar(PrintStream out) {
      this.out = out;
    }

    @Override
    public void update(String task, long done, long total) {
      ProgressBar current = bar;
      if (current == null || !current.getTaskName().equals(task)) {
        close();
        current = begin(task, total);
        bar = current;
      }
      current.maxHint(total);
      current.stepTo(done);
    }

    @Override
    public void epochDone(EpochReport report) {
      close();
      print(out, report);
    }

    private ProgressBar begin(String task, long total) {
      synchronized (this) {
        mayDraw = true;
      }
      // A consumer of our own keeps the library from opening the terminal, for which it would load
      // native code.
      return new ProgressBarBuilder()
          .setTaskName(task)
          .setInitialMax(total)
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(REDRAW_MILLIS)
          .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
          .build();
    }

    private synchronized void draw(String line) {
      if (mayDraw) {
        out.print('\r' + line);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close(); // Draws it a last time.
        bar = null;
        synchronized (this) {
          mayDraw = false; // The library's thread might be a little late.
          out.println();
        }
      }
    }
  }

  /** A line now and then. */
  final class Lines implements ConsoleProgress {
    private final PrintStream out;
    private final long intervalNanos;
    private String lastTask = "";
    private long lastPercent;
    private long lastTime = System.nanoTime();

    Lines(PrintStream out, Duration interval) {
      this.out = out;
      this.intervalNanos = interval.toNanos();
    }

    @Override
    public void update(String task, long done, long total) {
      long now = System.nanoTime();
      if (!task.equals(lastTask)) {
        lastTask = task;
        lastPercent = 0;
        lastTime = now;
      }
      if (total <= 0) {
        return;
      }
      long percent = 100 * done / total;
      boolean finished = percent == 100 && lastPercent < 100;
      boolean due = percent >= lastPercent + 10 && now - lastTime >= intervalNanos;
      if (finished || due) {
        out.printf(Locale.ROOT, "%s: %d of %d (%d%%)%n", task, done, total, percent);
        lastPercent = percent;
        lastTime = now;
      }
    }

    @Override
    public void epochDone(EpochReport report) {
      print(out, report);
    }

    @Override
    public void close() {}
  }
}
