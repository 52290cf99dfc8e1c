package dev.gradus.core.plan;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.plan.Part.Block;
import dev.gradus.core.plan.Part.Choice;
import dev.gradus.core.plan.Part.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Drops the parts of a plan on which nothing depends that is needed: starts from what is fetched or
 * has an effect, and goes from each value that is needed to the part that makes it, and to the
 * values that this needs in its turn.
 *
 * <p>Each value is looked at once, and so is each part, however values depend on each other around
 * a loop.
 */
final class DeadParts {
  /** A part in its place. */
  private static final class Site {
    final Part part;

    /** The choice or loop of which this is a part, or null. */
    final @Nullable Site around;

    /** What runs if a choice's predicate is true, or a loop's condition. */
    List<Site> first = List.of();

    /** What runs otherwise, or a loop's body. */
    List<Site> second = List.of();

    boolean isLive;

    Site(Part part, @Nullable Site around) {
      this.part = part;
      this.around = around;
    }
  }

  /**
   * What makes a value.
   *
   * @param number which of the merged values or variables it is, if a choice or loop makes it
   */
  private record Origin(Site site, int number) {}

  /** By the index of a value. */
  private final Map<Integer, Origin> origins = new HashMap<>();

  /** By the index of a value: whether it is needed, as far as is known yet. */
  private final BitSet needed;

  /** The indices of values that are needed, while what makes them is not known to be. */
  private final Deque<Integer> open = new ArrayDeque<>();

  private DeadParts(BitSet needed) {
    this.needed = needed;
    needed.stream().forEach(open::push);
  }

  /**
   * Returns the parts that are needed, in order.
   *
   * @param needed the values that are needed whatever else is, by their indices; others on which
   *     these depend are added
   */
  static ImmutableList<Part> drop(List<Part> parts, BitSet needed) {
    DeadParts deadParts = new DeadParts(needed);
    List<Site> sites = deadParts.sites(parts, null);
    deadParts.markLive();
    return deadParts.live(sites);
  }

  private List<Site> sites(List<Part> parts, @Nullable Site around) {
    List<Site> sites = new ArrayList<>(parts.size());
    for (Part part : parts) {
      Site site = new Site(part, around);
      sites.add(site);
      if (part instanceof PlanNode node) {
        noteOrigins(node.outputs(), site);
        if (node.hasEffect()) {
          setLive(site);
        }
      } else if (part instanceof Choice choice) {
        noteOrigins(choice.merged(), site);
        site.first = sites(choice.then().parts(), site);
        site.second = sites(choice.otherwise().parts(), site);
      } else if (part instanceof Loop loop) {
        noteOrigins(loop.variables(), site);
        site.first = sites(loop.condition().parts(), site);
        site.second = sites(loop.body().parts(), site);
      }
    }
    return sites;
  }

  private void noteOrigins(List<PlanValue> values, Site site) {
    for (int i = 0; i < values.size(); i++) {
      origins.put(values.get(i).index(), new Origin(site, i));
    }
  }

  private void need(PlanValue value) {
    if (!needed.get(value.index())) {
      needed.set(value.index());
      open.push(value.index());
    }
  }

  /**
   * Notes that a part is needed, and with it those in which it is, as these say whether it runs.
   */
  private void setLive(Site innermost) {
    for (Site site = innermost; site != null && !site.isLive; site = site.around) {
      site.isLive = true;
      if (site.part instanceof PlanNode node) {
        node.inputs().forEach(this::need);
      } else if (site.part instanceof Choice choice) {
        need(choice.predicate());
      } else if (site.part instanceof Loop loop) {
        loop.condition().results().forEach(this::need);
      }
    }
  }

  private void markLive() {
    while (!open.isEmpty()) {
      Origin origin = origins.get(open.pop());
      if (origin != null) { // It is no value that is there before the run.
        setLive(origin.site());
        if (origin.site().part instanceof Choice choice) {
          need(choice.then().results().get(origin.number()));
          need(choice.otherwise().results().get(origin.number()));
        } else if (origin.site().part instanceof Loop loop) {
          need(loop.first().get(origin.number()));
          need(loop.body().results().get(origin.number()));
        }
      }
    }
  }

  private ImmutableList<Part> live(List<Site> sites) {
    ImmutableList.Builder<Part> live = ImmutableList.builder();
    for (Site site : sites) {
      if (site.isLive) {
        live.add(withoutDead(site));
      }
    }
    return live.build();
  }

  private Part withoutDead(Site site) {
    if (site.part instanceof Choice choice) {
      List<PlanValue> merged = choice.merged();
      return new Choice(
          choice.predicate(),
          new Block(live(site.first), ofNeeded(merged, choice.then().results())),
          new Block(live(site.second), ofNeeded(merged, choice.otherwise().results())),
          ofNeeded(merged, merged));
    } else if (site.part instanceof Loop loop) {
      List<PlanValue> variables = loop.variables();
      return new Loop(
          new Block(live(site.first), loop.condition().results()),
          ofNeeded(variables, variables),
          new Block(live(site.second), ofNeeded(variables, loop.body().results())),
          ofNeeded(variables, loop.first()));
    }
    return site.part;
  }

  /** Returns those of the values, each of which belongs to another one, whose other is needed. */
  private ImmutableList<PlanValue> ofNeeded(List<PlanValue> others, List<PlanValue> values) {
    ImmutableList.Builder<PlanValue> some = ImmutableList.builder();
    for (int i = 0; i < values.size(); i++) {
      if (needed.get(others.get(i).index())) {
        some.add(values.get(i));
      }
    }
    return some.build();
  }
}
