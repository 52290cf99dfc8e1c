package dev.gradus.core.plan;

import dev.gradus.core.Feed;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a session, of which the least recently used is dropped first.
 *
 * <p>Finding a plan allocates nothing, not even a key: what a caller wants is compared as it is. It
 * takes no lock either; only who finds no plan waits for others that make one.
 */
final class PlanCache {
  /** A plan, and when it was used last. */
  private static final class Entry {
    final RunRequest request;
    final int hash;
    final Plan plan;

    /** The time, counted in changes from one plan to another. */
    volatile long lastUse;

    Entry(RunRequest request, Plan plan) {
      this.request = request;
      this.hash = RunRequest.hash(request.fetches(), request.targets(), request.fed().size());
      this.plan = plan;
    }
  }

  private final int mostPlans;
  private volatile Entry[] entries = {};

  /** The one used last. While it is used again and again, there is nothing to note. */
  private volatile @Nullable Entry latest;

  /** Two threads that count at the same time may get the same time, which does no harm. */
  private volatile long now;

  PlanCache(int mostPlans) {
    this.mostPlans = mostPlans;
  }

  /**
   * Returns the plan for what a caller wants.
   *
   * @param planner makes it, if there is none; whatever that throws is passed on, and nothing kept
   */
  Plan get(
      List<Output<?>> fetches,
      List<Operation> targets,
      List<? extends Feed<?>> feeds,
      Function<RunRequest, Plan> planner) {
    Entry recent = latest;
    if (recent != null && recent.request.matches(fetches, targets, feeds)) {
      return recent.plan;
    }
    Entry found = find(fetches, targets, feeds);
    if (found == null) {
      RunRequest request = RunRequest.of(fetches, targets, feeds);
      synchronized (this) {
        found = find(fetches, targets, feeds); // Another thread may have been quicker.
        if (found == null) {
          found = new Entry(request, planner.apply(request));
          add(found);
        }
      }
    }
    use(found);
    return found.plan;
  }

  private @Nullable Entry find(
      List<Output<?>> fetches, List<Operation> targets, List<? extends Feed<?>> feeds) {
    int hash = RunRequest.hash(fetches, targets, feeds.size());
    for (Entry entry : entries) {
      if (entry.hash == hash && entry.request.matches(fetches, targets, feeds)) {
        return entry;
      }
    }
    return null;
  }

  // See the field 'now'.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void use(Entry entry) {
    entry.lastUse = ++now;
    latest = entry;
  }

  private void add(Entry entry) {
    use(entry);
    Entry[] before = entries;
    if (before.length < mostPlans) {
      Entry[] more = Arrays.copyOf(before, before.length + 1);
      more[before.length] = entry;
      entries = more;
    } else {
      Entry[] others = before.clone();
      others[leastRecentlyUsed(before)] = entry;
      entries = others;
    }
  }

  private static int leastRecentlyUsed(Entry[] entries) {
    int least = 0;
    for (int i = 1; i < entries.length; i++) {
      if (entries[i].lastUse < entries[least].lastUse) {
        least = i;
      }
    }
    return least;
  }
}
