package dev.gradus.user;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;

import com.google.common.collect.ImmutableListMultimap;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;
import java.util.function.Consumer;

/** A part of the table of {@link Mistakes}: those with the ops of one family. */
abstract class MistakeTable {
  private final ImmutableListMultimap.Builder<String, Mistake> byOp =
      ImmutableListMultimap.builder();

  /**
   * A line of a program that is wrong.
   *
   * @param line what the program does
   * @param told what the message must say
   */
  record Mistake(Consumer<Ops> line, List<String> told) {}

  /** Adds all mistakes of this family. */
  abstract void fill();

  final ImmutableListMultimap<String, Mistake> filled() {
    fill();
    return byOp.build();
  }

  final void add(String op, Consumer<Ops> line, String... told) {
    byOp.put(op, new Mistake(line, List.of(told)));
  }

  static Output<Float> floats(Ops tf, int... dimensions) {
    return tf.placeholder(FLOAT32, Shape.of(dimensions));
  }

  static Output<Integer> ints(Ops tf, int... dimensions) {
    return tf.placeholder(INT32, Shape.of(dimensions));
  }

  static Output<Boolean> truths(Ops tf, int... dimensions) {
    return tf.placeholder(BOOL, Shape.of(dimensions));
  }

  static Variable<Float> variable(Ops tf, int... dimensions) {
    return tf.variable(tf.zeros(dimensions));
  }
}
