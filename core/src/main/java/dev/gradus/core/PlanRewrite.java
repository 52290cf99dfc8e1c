package dev.gradus.core;

import com.google.common.collect.ImmutableList;

/** A rewrite that planning does by itself, as it knows of no op what that computes. */
public final class PlanRewrite implements Rewrite {
  /**
   * Of nodes with the same op, the same attributes and the same inputs, only the first is computed;
   * if the op is commutative, also where the inputs are swapped. Random numbers, effects, and what
   * is read of a variable before and after it is assigned are never the same.
   */
  public static final PlanRewrite MERGE_EQUAL_NODES =
      new PlanRewrite("merge-equal-nodes", "What is the same need be computed only once.");

  /** What follows from constants is computed when a plan is made, unless it is large. */
  public static final PlanRewrite FOLD_CONSTANTS =
      new PlanRewrite("fold-constants", "What is the same in every run need not be computed anew.");

  /**
   * Nodes that follow one another and compute as many elements each, element by element, run block
   * by block: all of them on one block, then all on the next.
   */
  public static final PlanRewrite FUSE_ELEMENTWISE =
      new PlanRewrite(
          "fuse-elementwise", "What is computed element by element need not leave the cache.");

  private final String name;
  private final String reason;

  private PlanRewrite(String name, String reason) {
    this.name = name;
    this.reason = reason;
  }

  /** Returns all rewrites of this kind. */
  static ImmutableList<Rewrite> all() {
    return ImmutableList.of(MERGE_EQUAL_NODES, FOLD_CONSTANTS, FUSE_ELEMENTWISE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String reason() {
    return reason;
  }

  /** Returns 0, as an op computes the same bits wherever and whenever it does. */
  @Override
  public double tolerance() {
    return 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
