package dev.gradus.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that planning may put in the place of what was built, because it is better and means
 * the same.
 *
 * <p>Each has a name by which a session can switch it off. There are those that planning does by
 * itself, for whatever ops ({@link PlanRewrite}), and rules that know about certain ops ({@link
 * Rule}), which come from where these are declared ({@link OpLibrary#rewrites}). {@link
 * OpRegistry#rewrites} lists them all.
 *
 * <p>None touches what is stateful, and none turns a NaN into a number, except where that is its
 * declared purpose.
 *
 * @see SessionOptions#withoutRewrite
 */
public interface Rewrite {
  /** Returns a short name in lower case with hyphens, by which sessions can switch this off. */
  String name();

  /** Returns one sentence that says why what this makes is better. */
  String reason();

  /**
   * Returns by how much results may differ, relative to the larger one; 0 if they are the same to
   * the bit.
   */
  double tolerance();

  /**
   * Tells whether it is the purpose of this to have numbers where, as it was built, rounding gives
   * infinities or NaN; by default it is not.
   */
  default boolean stabilizes() {
    return false;
  }

  /**
   * A rule by which planning replaces a node of a run by something better with the same meaning.
   *
   * <p>A rule looks at one node at a time, and upward from it: at the nodes that compute its
   * inputs. It is asked when the node is about to join the plan, after all that it depends on has
   * joined (and been rewritten) already. What only the replaced node needed is dropped at the end.
   *
   * <pre>{@code
   * // Log(Softmax(z)) becomes LogSoftmax(z)
   * Optional<Value> apply(Node log) {
   *   return log.input(0).producedBy("Softmax")
   *       .map(softmax -> log.emit("LogSoftmax", softmax.attributes(), softmax.input(0)));
   * }
   * }</pre>
   *
   * <p>A rule is never asked about a node that is stateful, refers to a state, or has other than
   * one output.
   */
  interface Rule extends Rewrite {
    /** Returns the op types of the nodes that this rule wants to see. */
    Set<String> opTypes();

    /**
     * Returns what replaces the output of the node; nothing if the rule does not apply to it. A
     * replacement of whose shape more or less is known than of that of the output is not used.
     */
    Optional<Value> apply(Node node);
  }

  /**
   * A rule that puts one node in the place of several, whose values nobody else needs.
   *
   * <p>It is asked when all else is done, so that it is known how often each value is used. Its op
   * need not be in the {@link OpRegistry}: no graph has it, only plans.
   */
  interface Fusion extends Rewrite {
    /** Returns the op types of the last of the nodes that this rule wants to put together. */
    Set<String> opTypes();

    /**
     * Returns what computes the output of a node in another way; nothing if the rule does not apply
     * to it.
     *
     * @param usedOnce tells whether a value is computed where the node is (not before a loop that
     *     the node is in), and used by one node, once, and by nobody else
     */
    Optional<Fused> apply(Node node, Predicate<Value> usedOnce);
  }

  /**
   * What a {@link Fusion} puts in the place of a node.
   *
   * @param op an op with one output, neither stateful nor a view
   */
  record Fused(OpDef op, Attributes attributes, List<? extends Value> inputs) {
    /** Creates it. */
    public Fused {
      inputs = List.copyOf(inputs);
    }
  }

  /** A node of the plan that is being made. */
  interface Node {
    /** Returns the op type. */
    String type();

    /** Returns the attributes. */
    Attributes attributes();

    /** Returns how many inputs there are. */
    int inputCount();

    /** Returns one input, from 0. */
    Value input(int index);

    /** Returns the shape of the only output, known as well as it is before the run. */
    Shape shape();

    /** Adds another node to the plan, one with a single output, and returns that output. */
    Value emit(String type, Attributes attributes, Value... inputs);
  }

  /** A value of the plan that is being made. Two are equal only if they are the same. */
  interface Value {
    /** Returns the type of the elements. */
    DataType<?> dataType();

    /** Returns the shape, known as well as it is before the run. */
    Shape shape();

    /** Returns the value itself, if it is the same in every run of the plan. */
    Optional<Tensor<?>> knownValue();

    /**
     * Returns the node that computes this, if it is of the given op type and this is its only
     * output.
     */
    Optional<Node> producedBy(String type);
  }
}
