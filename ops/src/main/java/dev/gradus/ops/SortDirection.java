package dev.gradus.ops;

/** The two orders in which {@link IndexingOps#sort} and {@link IndexingOps#argsort} can sort. */
public enum SortDirection {
  /** From the least up. */
  ASCENDING,
  /** From the greatest down. */
  DESCENDING
}
