package dev.gradus.core.plan;

import com.google.common.base.Throwables;
import dev.gradus.core.Workers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread, and a few others that help it.
 *
 * <p>What is handed out are tickets: one atomic number says which job there is, how many parts it
 * has, and which part is next. Whoever moves it on by one has that part to compute. The calling
 * thread takes tickets as the helpers do, so a job is done in any case, with or without them: a
 * helper that wakes late, or has ended, makes it slower and nothing else. That is why there is so
 * little to synchronize here.
 *
 * <p>A helper that holds a ticket may rely on the job's fields, as the job cannot end before its
 * part has. One that has none yet may not; and as each job has a number of its own, it cannot take
 * a ticket of the next job for one of the last.
 *
 * <p>Large ops come in rows, some microseconds apart. So a helper that finds nothing to do watches
 * the tickets for a moment, before it sleeps; after a second of sleep it ends. The first job after
 * that starts it again.
 */
final class WorkerPool implements Workers {
  /** How long a helper watches for the next job before it sleeps. */
  private static final long WATCHING_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** How long a helper sleeps before it ends. */
  private static final long SLEEPING_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often the caller looks whether the helpers' last parts are done, before it naps. */
  private static final int LOOKS_BEFORE_NAPPING = 10_000;

  /** How long the caller naps between looks, as its helpers seem to lack a processor. */
  private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  /** The most parts of a job: what fits in a ticket. */
  private static final int MOST_PARTS = 0xFFFF;

  /**
   * Which job has its parts handed out: 32 bits its number, 16 bits its parts, 16 bits the next.
   */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicInteger partsDone = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Helper[] helpers;

  private Part part = unused -> {};
  private int firstPart;
  private int jobNumber;

  private WorkerPool(int count) {
    helpers = new Helper[count - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
  }

  /** Returns workers of the given number, the caller included. */
  static Workers of(int count) {
    return count == 1 ? Workers.caller() : new WorkerPool(count);
  }

  @Override
  public int count() {
    return helpers.length + 1;
  }

  @Override
  public void run(int parts, Part newPart) {
    if (parts <= 1 || !busy.compareAndSet(false, true)) {
      Workers.caller().run(parts, newPart);
      return;
    }
    try {
      part = newPart;
      for (int first = 0; first < parts; first += MOST_PARTS) {
        firstPart = first;
        runJob(Math.min(MOST_PARTS, parts - first));
      }
      throwFailure();
    } finally {
      part = unused -> {}; // So as not to hold on to a kernel.
      busy.set(false);
    }
  }

  private void runJob(int parts) {
    partsDone.set(0);
    jobNumber++;
    ticket.set(((long) jobNumber << 32) | ((long) parts << 16));
    int wanted = Math.min(helpers.length, parts - 1);
    for (int i = 0; i < wanted; i++) {
      helpers[i].wake();
    }
    takeTickets();
    for (int looks = 0; partsDone.get() < parts; looks++) {
      if (looks < LOOKS_BEFORE_NAPPING) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, NAP_NANOS);
      }
    }
  }

  private void throwFailure() {
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      Throwables.throwIfUnchecked(thrown);
      throw new IllegalStateException(thrown);
    }
  }

  /** Computes parts for as long as there are any, and tells whether there was one. */
  private boolean takeTickets() {
    boolean any = false;
    while (true) {
      long taken = ticket.get();
      int next = (int) taken & MOST_PARTS;
      int parts = (int) (taken >>> 16) & MOST_PARTS;
      if (next >= parts) {
        return any;
      }
      if (ticket.compareAndSet(taken, taken + 1)) {
        any = true;
        try {
          part.run(firstPart + next);
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
        } finally {
          partsDone.incrementAndGet();
        }
      }
    }
  }

  /** One of the threads beside the caller's; started when there is something to do. */
  private final class Helper implements Runnable {
    private final int number;
    private volatile @Nullable Thread thread;
    private volatile boolean asleep;

    Helper(int number) {
      this.number = number;
    }

    /** Starts or wakes the thread; called by one thread at a time. */
    void wake() {
      Thread present = thread;
      if (present == null) {
        Thread started = new Thread(this, "gradus-worker-" + number);
        started.setDaemon(true);
        thread = started;
        started.start();
      } else if (asleep) {
        LockSupport.unpark(present);
      }
    }

    @Override
    public void run() {
      long lastWork = System.nanoTime();
      while (true) {
        if (takeTickets()) {
          lastWork = System.nanoTime();
        }
        long idle = System.nanoTime() - lastWork;
        if (idle < WATCHING_NANOS) {
          Thread.onSpinWait();
        } else if (idle < SLEEPING_NANOS) {
          sleep();
        } else {
          thread = null;
          return;
        }
      }
    }

    private void sleep() {
      long before = ticket.get();
      asleep = true;
      // A job that came just before is seen here; one that comes after sees this asleep.
      if (ticket.get() == before) {
        LockSupport.parkNanos(WorkerPool.this, SLEEPING_NANOS);
      }
      asleep = false;
    }
  }
}
