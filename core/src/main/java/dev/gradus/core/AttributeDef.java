package dev.gradus.core;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one attribute of an op.
 *
 * @param name the name, TensorFlow's own
 * @param type what kind of value it takes
 * @param defaultValue the value if the user gives none; null if the user must give one, or if it
 *     follows from an input
 * @param allowedTypes for a data type, those allowed
 */
public record AttributeDef(
    String name,
    AttributeType type,
    @Nullable Object defaultValue,
    ImmutableSet<DataType<?>> allowedTypes) {

  /** Returns what is wrong with a value for this attribute, if anything is. */
  Optional<String> problemWith(Object value) {
    if (!type.accepts(value)) {
      return Optional.of(
          "attribute '%s' takes a value of type %s, not %s".formatted(name, type, value));
    }
    List<?> types =
        switch (type) {
          case TYPE -> List.of(value);
          case TYPE_LIST -> (List<?>) value;
          default -> List.of();
        };
    for (Object dataType : types) {
      if (!allowedTypes.contains(dataType)) {
        return Optional.of(
            "attribute '%s' is %s, but must be one of %s".formatted(name, dataType, allowedTypes));
      }
    }
    return Optional.empty();
  }
}
