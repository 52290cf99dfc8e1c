package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.DataType;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BinaryFunction;
import dev.gradus.ops.kernel.Comparison;
import dev.gradus.ops.kernel.Elements;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.NumberTest;
import dev.gradus.ops.kernel.UnaryBlock;
import dev.gradus.ops.kernel.UnaryFunction;
import java.util.Optional;
import java.util.function.Function;

/** Finds the loops of an element-wise function for all element types that have it. */
final class Elementwise {
  private static final ImmutableMap<DataType<?>, Elements<?>> BY_TYPE =
      ImmutableMap.of(
          DataType.FLOAT32,
          Kernels.floatElements(),
          DataType.FLOAT64,
          Kernels.doubleElements(),
          DataType.INT32,
          Kernels.intElements(),
          DataType.INT64,
          Kernels.longElements(),
          DataType.UINT8,
          Kernels.unsignedByteElements(),
          DataType.BOOL,
          Kernels.booleanElements());

  private Elementwise() {}

  static LoopTable<UnaryBlock<?, ?>> loops(UnaryFunction function) {
    return table(elements -> elements.unary(function));
  }

  static LoopTable<BinaryBlock<?, ?>> loops(BinaryFunction function) {
    return table(elements -> elements.binary(function));
  }

  static LoopTable<BinaryBlock<?, ?>> loops(Comparison comparison) {
    return table(elements -> elements.comparison(comparison));
  }

  static LoopTable<UnaryBlock<?, ?>> loops(NumberTest test) {
    return table(elements -> elements.test(test));
  }

  private static <L> LoopTable<L> table(Function<Elements<?>, Optional<? extends L>> loop) {
    ImmutableMap.Builder<DataType<?>, L> loops = ImmutableMap.builder();
    BY_TYPE.forEach(
        (type, elements) -> loop.apply(elements).ifPresent(found -> loops.put(type, found)));
    return new LoopTable<>(loops.buildOrThrow());
  }
}
