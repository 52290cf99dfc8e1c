package dev.gradus.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Workers;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every part runs once and has ended when a run returns, whatever the threads are up to. */
@Timeout(60)
class WorkerPoolTest {
  @Test
  void runsEveryPartOnceJobAfterJob() {
    Random random = new Random(7);
    for (int count : new int[] {1, 2, 3, 8}) {
      Workers workers = WorkerPool.of(count);
      assertThat(workers.count()).isEqualTo(count);
      for (int job = 0; job < 2_000; job++) {
        int parts = random.nextInt(20);
        int[] runs = new int[parts]; // Plain, so that this also tests what the caller sees.
        workers.run(parts, part -> runs[part]++);
        assertThat(runs).as("%d workers, job %d", count, job).containsOnly(expected(parts));
      }
    }
  }

  private static int[] expected(int parts) {
    int[] ones = new int[parts];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void hasRoomForMorePartsThanTicketsHave() {
    int parts = 200_001;
    AtomicIntegerArray runs = new AtomicIntegerArray(parts);
    WorkerPool.of(3).run(parts, runs::incrementAndGet);
    for (int i = 0; i < parts; i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
  }

  @Test
  void dividesTheWorkAmongThreads() throws InterruptedException {
    CountDownLatch both = new CountDownLatch(2);
    WorkerPool.of(2)
        .run(
            2,
            part -> {
              both.countDown();
              await(both); // Ends only if another thread runs the other part.
            });
    assertThat(both.await(0, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void throwsWhatAPartThrewAfterAllHaveEnded() {
    Workers workers = WorkerPool.of(4);
    AtomicInteger ended = new AtomicInteger();
    assertThatThrownBy(
            () ->
                workers.run(
                    100,
                    part -> {
                      ended.incrementAndGet();
                      if (part == 17) {
                        throw new IllegalArgumentException("part 17");
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("part 17");
    assertThat(ended).hasValue(100);
    workers.run(5, part -> ended.incrementAndGet());
    assertThat(ended).hasValue(105);
  }

  @Test
  void letsPartsAndOtherThreadsRunJobsMeanwhile() throws InterruptedException {
    Workers workers = WorkerPool.of(3);
    AtomicInteger inner = new AtomicInteger();
    Runnable nested =
        () -> {
          for (int i = 0; i < 200; i++) {
            workers.run(4, outer -> workers.run(5, part -> inner.incrementAndGet()));
          }
        };
    Thread other = new Thread(nested);
    other.start();
    nested.run();
    other.join();
    assertThat(inner).hasValue(2 * 200 * 4 * 5);
  }

  @Test
  void startsAgainAfterItsThreadsHaveEnded() throws InterruptedException {
    Workers workers = WorkerPool.of(2);
    AtomicInteger runs = new AtomicInteger();
    workers.run(10, part -> runs.incrementAndGet());
    Thread.sleep(2_500);
    assertThat(Thread.getAllStackTraces().keySet())
        .as("threads that have had nothing to do for a while")
        .noneMatch(thread -> thread.getName().equals("gradus-worker-1") && isOf(thread, workers));
    workers.run(10, part -> runs.incrementAndGet());
    assertThat(runs).hasValue(20);
  }

  private static boolean isOf(Thread thread, Workers workers) {
    return LockSupport.getBlocker(thread) == workers;
  }
}
