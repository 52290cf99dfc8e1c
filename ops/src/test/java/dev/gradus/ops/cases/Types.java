package dev.gradus.ops.cases;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.gradus.core.AttributeDef;
import dev.gradus.core.AttributeType;
import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import java.util.List;
import java.util.Map;

/**
 * A choice of one allowed type for each type attribute of an op.
 *
 * @param byAttribute the types by attribute name
 */
public record Types(ImmutableMap<String, DataType<?>> byAttribute) {

  /** Returns every choice that the op's declaration allows. */
  static List<Types> allOf(OpDef op) {
    List<AttributeDef> attributes =
        op.attributes().values().stream()
            .filter(attribute -> attribute.type() == AttributeType.TYPE)
            .toList();
    List<ImmutableList<DataType<?>>> allowed =
        attributes.stream().map(attribute -> attribute.allowedTypes().asList()).toList();
    return Lists.cartesianProduct(allowed).stream()
        .map(
            types -> {
              ImmutableMap.Builder<String, DataType<?>> choice = ImmutableMap.builder();
              for (int i = 0; i < attributes.size(); i++) {
                choice.put(attributes.get(i).name(), types.get(i));
              }
              return new Types(choice.buildOrThrow());
            })
        .toList();
  }

  DataType<?> get(String attribute) {
    DataType<?> type = byAttribute.get(attribute);
    if (type == null) {
      throw new IllegalArgumentException("There is no type attribute " + attribute + ".");
    }
    return type;
  }

  Map<String, DataType<?>> asMap() {
    return byAttribute;
  }
}
