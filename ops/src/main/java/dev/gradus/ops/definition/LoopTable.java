package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.DataType;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.KernelContext;
import dev.gradus.core.RangeKernel;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.Broadcast;
import dev.gradus.ops.kernel.UnaryBlock;
import java.util.Set;
import java.util.function.Function;

/**
 * The loops of one op, by element type: here, and only here, a loop for arrays of a certain type
 * meets arrays of which just the {@link DataType} is known.
 *
 * @param allowed the types for which there are loops
 * @param loops returns the loop for arrays of one of these types, when a kernel needs it
 * @param <L> what kind of loop
 */
record LoopTable<L>(ImmutableSet<DataType<?>> allowed, Function<DataType<?>, L> loops) {
  /** Returns the loops for some types, each made when it is needed. */
  static <L> LoopTable<L> of(Set<DataType<?>> types, Function<DataType<?>, L> loops) {
    return new LoopTable<>(ImmutableSet.copyOf(types), loops);
  }

  static <L> LoopTable<L> of(DataType<?> type, L loop) {
    return new LoopTable<>(ImmutableSet.of(type), unused -> loop);
  }

  LoopTable<L> and(DataType<?> type, L loop) {
    return new LoopTable<>(
        ImmutableSet.<DataType<?>>builder().addAll(allowed).add(type).build(),
        any -> any.equals(type) ? loop : loops.apply(any));
  }

  /** Returns the part of this for some of its types. */
  LoopTable<L> only(DataType<?>... some) {
    return new LoopTable<>(ImmutableSet.copyOf(some), loops);
  }

  /** Returns the types for which there are loops. */
  DataType<?>[] types() {
    return allowed.toArray(DataType<?>[]::new);
  }

  L get(DataType<?> type) {
    if (!allowed.contains(type)) {
      throw new IllegalArgumentException("There is no loop for " + type + ".");
    }
    return loops.apply(type);
  }

  /** Returns a kernel that runs an element-wise loop with one input. */
  static Kernel unary(LoopTable<UnaryBlock<?, ?>> table, KernelContext context) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    UnaryBlock<Object, Object> loop = (UnaryBlock<Object, Object>) table.get(context.inputType(0));
    return new UnaryKernel(loop, context.outputShape(0).elementCount());
  }

  private record UnaryKernel(UnaryBlock<Object, Object> loop, int size) implements RangeKernel {
    @Override
    public void run(KernelCall call, int from, int to) {
      loop.apply(call.input(0), from, call.output(0), from, to - from);
    }
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
    if (broadcast.isDirect()) {
      return new BinaryKernel(loop, broadcast.size());
    }
    Object xScratch = scratch(context, broadcast.needsXScratch(), broadcast);
    Object yScratch = scratch(context, broadcast.needsYScratch(), broadcast);
    return new BroadcastKernel(loop, broadcast, xScratch, yScratch);
  }

  private record BinaryKernel(BinaryBlock<Object, Object> loop, int size) implements RangeKernel {
    @Override
    public void run(KernelCall call, int from, int to) {
      loop.apply(call.input(0), from, call.input(1), from, call.output(0), from, to - from);
    }
  }

  private record BroadcastKernel(
      BinaryBlock<Object, Object> loop, Broadcast broadcast, Object xScratch, Object yScratch)
      implements RangeKernel {
    @Override
    public int size() {
      return broadcast.size();
    }

    @Override
    public void run(KernelCall call, int from, int to) {
      broadcast.run(
          loop, call.input(0), call.input(1), call.output(0), xScratch, yScratch, from, to);
    }
  }

  private static Object scratch(KernelContext context, boolean needed, Broadcast broadcast) {
    return context.inputType(0).newArray(needed ? broadcast.scratchLength() : 0);
  }
}
