package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.DataType;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.Broadcast;
import dev.gradus.ops.kernel.UnaryBlock;

/**
 * The loops of one op, by element type: here, and only here, a loop for arrays of a certain type
 * meets arrays of which just the {@link DataType} is known.
 *
 * @param loops the loops; for arrays of the key's type
 * @param <L> what kind of loop
 */
record LoopTable<L>(ImmutableMap<DataType<?>, L> loops) {
  static <L> LoopTable<L> of(DataType<?> type, L loop) {
    return new LoopTable<>(ImmutableMap.of(type, loop));
  }

  LoopTable<L> and(DataType<?> type, L loop) {
    return new LoopTable<>(
        ImmutableMap.<DataType<?>, L>builder().putAll(loops).put(type, loop).buildOrThrow());
  }

  /** Returns the part of this for some of its types. */
  LoopTable<L> only(DataType<?>... types) {
    ImmutableMap.Builder<DataType<?>, L> part = ImmutableMap.builder();
    for (DataType<?> type : types) {
      part.put(type, get(type));
    }
    return new LoopTable<>(part.buildOrThrow());
  }

  /** Returns the types for which there are loops. */
  DataType<?>[] types() {
    return loops.keySet().toArray(DataType<?>[]::new);
  }

  L get(DataType<?> type) {
    L loop = loops.get(type);
    if (loop == null) {
      throw new IllegalArgumentException("There is no loop for " + type + ".");
    }
    return loop;
  }

  /** Returns a kernel that runs an element-wise loop with one input. */
  static Kernel unary(LoopTable<UnaryBlock<?, ?>> table, KernelContext context) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    UnaryBlock<Object, Object> loop = (UnaryBlock<Object, Object>) table.get(context.inputType(0));
    int size = context.outputShape(0).elementCount();
    return call -> loop.apply(call.input(0), 0, call.output(0), 0, size);
  }

  /**
   * Returns a kernel that runs an element-wise loop with two inputs, broadcast against each other.
   */
  static Kernel binary(LoopTable<BinaryBlock<?, ?>> table, KernelContext context) {
    return binary(table, context, context.inputShape(1).toArray());
  }

  /**
   * Returns a kernel that runs an element-wise loop with two inputs, broadcast against each other.
   *
   * @param second what to take for the shape of the second
   */
  static Kernel binary(LoopTable<BinaryBlock<?, ?>> table, KernelContext context, int... second) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    BinaryBlock<Object, Object> loop =
        (BinaryBlock<Object, Object>) table.get(context.inputType(0));
    Broadcast broadcast = Broadcast.of(context.inputShape(0).toArray(), second);
    Object xScratch = scratch(context, broadcast.needsXScratch(), broadcast);
    Object yScratch = scratch(context, broadcast.needsYScratch(), broadcast);
    return call ->
        broadcast.run(loop, call.input(0), call.input(1), call.output(0), xScratch, yScratch);
  }

  private static Object scratch(KernelContext context, boolean needed, Broadcast broadcast) {
    return context.inputType(0).newArray(needed ? broadcast.scratchLength() : 0);
  }
}
