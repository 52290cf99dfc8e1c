package dev.gradus.core.plan;

import dev.gradus.core.DataType;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of a plan, written once in every run: fed, known beforehand, read from a session's state,
 * or computed.
 *
 * <p>The first part is decided by the {@link Planner}, the second by {@link Placement}.
 */
final class PlanValue implements Rewrite.Value {
  private final DataType<?> dataType;
  private final Shape shape;

  /** The value itself, if it is the same in every run. */
  private final @Nullable Tensor<?> constant;

  /** What writes this; null if it is fed or known. */
  private final @Nullable PlanNode producer;

  /** Which feed this is; -1 for none. */
  private final int feed;

  /**
   * The value whose elements this shows, perhaps under another shape; null if this has elements of
   * its own.
   */
  private final @Nullable PlanValue viewed;

  /** Whether a live node or a fetch needs this. */
  boolean live;

  /** Where the elements are among a frame's arrays; the same for a view and what it views. */
  int slot = -1;

  /**
   * Where a frame notes the shape, for a value whose shape is found out only during a run;
   * otherwise -1.
   */
  int shapeSlot = -1;

  private PlanValue(
      DataType<?> dataType,
      Shape shape,
      @Nullable Tensor<?> constant,
      @Nullable PlanNode producer,
      int feed,
      @Nullable PlanValue viewed) {
    this.dataType = dataType;
    this.shape = shape;
    this.constant = constant;
    this.producer = producer;
    this.feed = feed;
    this.viewed = viewed;
  }

  static PlanValue fed(DataType<?> dataType, Shape shape, int feed) {
    return new PlanValue(dataType, shape, null, null, feed, null);
  }

  /**
   * Stands for a state that is replaced without being read: a type and a shape, but no elements.
   */
  static PlanValue unread(DataType<?> dataType, Shape shape) {
    return new PlanValue(dataType, shape, null, null, -1, null);
  }

  static PlanValue constant(Tensor<?> tensor) {
    return new PlanValue(tensor.dataType(), tensor.shape(), tensor, null, -1, null);
  }

  static PlanValue computed(DataType<?> dataType, Shape shape, PlanNode producer) {
    return new PlanValue(dataType, shape, null, producer, -1, null);
  }

  static PlanValue view(Shape shape, PlanNode producer, PlanValue of) {
    return new PlanValue(of.dataType, shape, null, producer, -1, of.root());
  }

  @Override
  public DataType<?> dataType() {
    return dataType;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Optional<Tensor<?>> knownValue() {
    return Optional.ofNullable(constant);
  }

  @Override
  public Optional<Rewrite.Node> producedBy(String type) {
    return Optional.ofNullable(producer)
        .filter(node -> node.outputs().size() == 1 && node.type().equals(type))
        .map(node -> node);
  }

  @Nullable PlanNode producer() {
    return producer;
  }

  boolean isFed() {
    return feed >= 0;
  }

  int feed() {
    return feed;
  }

  boolean isView() {
    return viewed != null;
  }

  /** Returns the value that has the elements: this one, unless it is a view. */
  PlanValue root() {
    return viewed == null ? this : viewed;
  }

  @Override
  public String toString() {
    return "%s%s@%d".formatted(dataType, shape, slot);
  }
}
