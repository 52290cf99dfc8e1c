package dev.gradus.conformance;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpFlag;
import dev.gradus.ops.cases.Inputs;
import dev.gradus.ops.cases.OpCases;
import dev.gradus.ops.cases.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the cases of an op: no two of them the same.
 *
 * <ul>
 *   <li>Every sample that the tests of {@code ops} have, for every type that the op allows, with
 *       inputs drawn several times: as multiples of 1/8, with which many results are exact, and
 *       with all their digits in several magnitudes.
 *   <li>For ops that work element by element, or along an axis: special values, each with each,
 *       alone and side by side, so that both the loops over single elements and those over whole
 *       vectors of the processor see them; random shapes that broadcast, with dimensions of 0 and 1
 *       among them; and large tensors.
 * </ul>
 */
final class Cases {
  /** How floating-point inputs are multiplied, beside those that are multiples of 1/8. */
  private static final double[] SCALES = {1, 0x1p-12, 0x1p12};

  private final OpDef op;
  private final Random random;

  private Cases(OpDef op) {
    this.op = op;
    this.random = new Random(op.name().hashCode());
  }

  /** Hands all cases of an op to the consumer. */
  static void forEach(OpDef op, Consumer<Sample> consumer) {
    Set<List<Object>> seen = new HashSet<>();
    new Cases(op)
        .all(
            sample -> {
              if (seen.add(List.of(sample.attributes(), sample.inputs()))) {
                consumer.accept(sample);
              }
            });
  }

  private void all(Consumer<Sample> consumer) {
    List<Sample> samples = OpCases.of(op.name()).samples();
    samples.forEach(consumer);
    drawnAgain().forEach(consumer);
    Set<DataType<?>> types = new HashSet<>();
    for (Sample prototype : prototypes(samples)) {
      if (op.has(OpFlag.ELEMENTWISE)) {
        ElementwiseCases.of(prototype, random, consumer);
      } else if (!prototype.inputs().isEmpty()) {
        boolean isFirstOfType = types.add(prototype.inputs().get(0).dataType());
        AxisCases.of(prototype, isFirstOfType, random, consumer);
      }
    }
  }

  private List<Sample> drawnAgain() {
    List<Sample> samples = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      samples.addAll(OpCases.of(op.name()).samples(Inputs.seeded(random.nextLong())));
    }
    for (double scale : SCALES) {
      samples.addAll(OpCases.of(op.name()).samples(Inputs.scaled(random.nextLong(), scale)));
    }
    return samples;
  }

  /** Returns one sample for each choice of attributes, types included. */
  private static Collection<Sample> prototypes(List<Sample> samples) {
    Map<Object, Sample> byAttributes = new LinkedHashMap<>();
    samples.forEach(sample -> byAttributes.putIfAbsent(sample.attributes(), sample));
    return byAttributes.values();
  }
}
