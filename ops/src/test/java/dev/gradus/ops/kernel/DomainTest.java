package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each function has a loop for exactly those types that its domain names. */
class DomainTest {
  private static final Map<String, Elements<?>> BY_TYPE =
      ImmutableMap.of(
          "float", Kernels.floatElements(),
          "double", Kernels.doubleElements(),
          "int", Kernels.intElements(),
          "long", Kernels.longElements(),
          "unsigned byte", Kernels.unsignedByteElements(),
          "boolean", Kernels.booleanElements());

  private static Set<String> types(Domain domain) {
    return switch (domain) {
      case FLOATING -> ImmutableSet.of("float", "double");
      case SIGNED -> ImmutableSet.of("float", "double", "int", "long");
      case NUMBERS -> ImmutableSet.of("float", "double", "int", "long", "unsigned byte");
      case TRUTH_VALUES -> ImmutableSet.of("boolean");
      case ALL -> BY_TYPE.keySet();
    };
  }

  private static <F> void check(
      F[] functions, Function<F, Domain> domain, BiFunction<Elements<?>, F, Optional<?>> loop) {
    for (F function : functions) {
      BY_TYPE.forEach(
          (type, elements) ->
              assertThat(loop.apply(elements, function).isPresent())
                  .as("%s of %s", function, type)
                  .isEqualTo(types(domain.apply(function)).contains(type)));
    }
  }

  @Test
  void tellsWhichTypesHaveALoop() {
    check(UnaryFunction.values(), UnaryFunction::domain, Elements::unary);
    check(BinaryFunction.values(), BinaryFunction::domain, Elements::binary);
    check(Comparison.values(), Comparison::domain, Elements::comparison);
    check(NumberTest.values(), NumberTest::domain, Elements::test);
  }
}
