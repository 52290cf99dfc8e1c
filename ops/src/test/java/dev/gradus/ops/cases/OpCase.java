package dev.gradus.ops.cases;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * How to make samples of one op.
 *
 * @param op the op's name
 * @param maker makes samples with the given types
 * @param tolerance by how much results may differ from the oracle's
 */
public record OpCase(String op, Maker maker, Tolerance tolerance) {

  /** Makes samples of an op for one choice of types. */
  @FunctionalInterface
  public interface Maker {
    List<Sample> samples(OpDef op, Types types, Inputs inputs);
  }

  static OpCase exact(String op, Maker maker) {
    return new OpCase(op, maker, Tolerance.EXACT);
  }

  OpCase within(Tolerance changed) {
    return new OpCase(op, maker, changed);
  }

  /** Returns samples for all types that the op's declaration allows. */
  public List<Sample> samples() {
    return samples(Inputs.seeded(op));
  }

  /** Returns the same samples with inputs drawn anew. */
  public List<Sample> samples(Inputs inputs) {
    OpDef definition = OpRegistry.find(op).orElseThrow();
    List<Sample> samples = new ArrayList<>();
    for (Types types : Types.allOf(definition)) {
      for (Sample sample : maker.samples(definition, types, inputs.again())) {
        samples.add(
            sample.withAttributes(
                ImmutableMap.<String, Object>builder()
                    .putAll(sample.attributes())
                    .putAll(types.asMap())
                    .buildOrThrow()));
      }
    }
    return samples;
  }
}
