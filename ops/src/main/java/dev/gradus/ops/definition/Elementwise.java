package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.DataType.UINT8;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.gradus.core.DataType;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BinaryFunction;
import dev.gradus.ops.kernel.Comparison;
import dev.gradus.ops.kernel.Domain;
import dev.gradus.ops.kernel.Elements;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.NumberTest;
import dev.gradus.ops.kernel.UnaryBlock;
import dev.gradus.ops.kernel.UnaryFunction;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Finds the loops of an element-wise function for all element types that have it. */
final class Elementwise {
  private static final ImmutableMap<DataType<?>, Elements<?>> BY_TYPE =
      ImmutableMap.of(
          FLOAT32,
          Kernels.floatElements(),
          FLOAT64,
          Kernels.doubleElements(),
          INT32,
          Kernels.intElements(),
          INT64,
          Kernels.longElements(),
          UINT8,
          Kernels.unsignedByteElements(),
          BOOL,
          Kernels.booleanElements());

  private Elementwise() {}

  static LoopTable<UnaryBlock<?, ?>> loops(UnaryFunction function) {
    return table(function.domain(), elements -> elements.unary(function));
  }

  static LoopTable<BinaryBlock<?, ?>> loops(BinaryFunction function) {
    return table(function.domain(), elements -> elements.binary(function));
  }

  static LoopTable<BinaryBlock<?, ?>> loops(Comparison comparison) {
    return table(comparison.domain(), elements -> elements.comparison(comparison));
  }

  static LoopTable<UnaryBlock<?, ?>> loops(NumberTest test) {
    return table(test.domain(), elements -> elements.test(test));
  }

  private static <L> LoopTable<L> table(
      Domain domain, Function<Elements<?>, Optional<? extends L>> loop) {
    return LoopTable.of(types(domain), type -> loop(loop, type));
  }

  private static <L> L loop(Function<Elements<?>, Optional<? extends L>> loop, DataType<?> type) {
    Elements<?> elements = Objects.requireNonNull(BY_TYPE.get(type));
    return loop.apply(elements).orElseThrow(); // As the function's domain says that there is one.
  }

  private static ImmutableSet<DataType<?>> types(Domain domain) {
    return switch (domain) {
      case FLOATING -> ImmutableSet.of(FLOAT32, FLOAT64);
      case SIGNED -> ImmutableSet.of(FLOAT32, FLOAT64, INT32, INT64);
      case NUMBERS -> ImmutableSet.of(FLOAT32, FLOAT64, INT32, INT64, UINT8);
      case TRUTH_VALUES -> ImmutableSet.of(BOOL);
      case ALL -> ImmutableSet.copyOf(BY_TYPE.keySet());
    };
  }
}
