package dev.gradus.autodiff;

import static java.util.Map.entry;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.SetMultimap;
import dev.gradus.core.AttributeDef;
import dev.gradus.core.AttributeType;
import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpLibrary;
import dev.gradus.core.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the table of all ops in {@code docs/ops.md}: what the registries say of each, the methods
 * that add it, how far it agrees with TensorFlow, and notes.
 */
public final class OpTable {
  /**
   * What there is to know beyond TensorFlow's own documentation, above all where Gradus differs.
   */
  static final Map<String, String> NOTES =
      Map.ofEntries(
          entry("Abs", "The gradient at 0 is 0."),
          entry("Add", "As `AddV2`, under its older name."),
          entry("AddN", "Adds from the first term to the last."),
          entry("ApplyAdadelta", "What `AdadeltaOptimizer` adds for each variable."),
          entry("ApplyAdagrad", "What `AdagradOptimizer` adds for each variable."),
          entry("ApplyAdam", "What `AdamOptimizer` adds for each variable."),
          entry("ApplyFtrl", "What `FtrlOptimizer` adds for each variable."),
          entry("ApplyGradientDescent", "What `GradientDescentOptimizer` adds for each variable."),
          entry("ApplyMomentum", "What `MomentumOptimizer` adds for each variable."),
          entry("ApplyRMSProp", "What `RMSPropOptimizer` adds for each variable."),
          entry(
              "ArgMax",
              "The first of equal ones. **Differs:** a NaN counts as the largest, so the first NaN"
                  + " is found. An empty axis is an error."),
          entry(
              "ArgMin",
              "The first of equal ones. **Differs:** a NaN counts as the smallest, so the first NaN"
                  + " is found. An empty axis is an error."),
          entry(
              "Assign",
              "**Differs:** a variable keeps the shape with which it was made; `validate_shape` is"
                  + " kept for graphs that are exchanged, and changes nothing."),
          entry(
              "BroadcastGradientArgs",
              "The axes over which a gradient has to be summed where shapes are known only in the"
                  + " run."),
          entry(
              "Cast",
              "From floating point to an integer type, NaN and what is out of range become the"
                  + " smallest value, as in TensorFlow on x86 (not as in Java). NaN is true. The"
                  + " gradient flows between float32 and float64 only."),
          entry("Equal", "A NaN equals nothing."),
          entry("Exp", "A polynomial of our own, within 2 ulp. **Differs:** denormals are kept."),
          entry(
              "FloorDiv",
              "What `div` adds for integers: rounds down, as Python's `//`. Division of an integer"
                  + " by 0 is an error that names the node's line."),
          entry("InvertPermutation", "An error if the input is no permutation."),
          entry(
              "Log",
              "A polynomial of our own, within 2 ulp. The logarithm of a softmax is computed as"
                  + " `LogSoftmax`, unless the session switches the rewrite `stable-log-softmax`"
                  + " off."),
          entry(
              "MatMul",
              "Each element is one chain of fused multiply-adds in order of the inner index."),
          entry(
              "Max",
              "Of nothing: the least value of the type. NaN if any is. The gradient is shared"
                  + " equally by all that are largest."),
          entry("Maximum", "NaN if either is. Of equal ones the gradient goes to x."),
          entry("Mean", "Of nothing: NaN. Of integers, the fraction is cut off."),
          entry(
              "Min",
              "Of nothing: the greatest value of the type. NaN if any is. The gradient is shared"
                  + " equally by all that are smallest."),
          entry("Minimum", "NaN if either is. Of equal ones the gradient goes to x."),
          entry(
              "Mul",
              "A quotient by a softmax that is multiplied by that softmax is its dividend, unless"
                  + " the session switches the rewrite `cancel-softmax-division` off."),
          entry(
              "Placeholder",
              "**Differs:** the shape of what is fed is always checked; all that is wrong with a"
                  + " run is reported at once."),
          entry(
              "Pow",
              "Of integers, a negative exponent is an error. The gradient for y is 0 where x is not"
                  + " positive."),
          entry(
              "RandomStandardNormal",
              "**Differs:** with a seed, the same numbers everywhere, which may differ from"
                  + " TensorFlow's in their last bits."),
          entry("RandomUniform", "With a seed, TensorFlow's own numbers, everywhere."),
          entry("RandomUniformInt", "With a seed, TensorFlow's own numbers, everywhere."),
          entry(
              "RealDiv",
              "What `div` adds for floating-point numbers. Of integers, the fraction is cut off."),
          entry("Relu", "The gradient at 0 is 0."),
          entry("ReluGrad", "The gradient of `Relu`: lets through where the feature is positive."),
          entry(
              "Select",
              "The condition has the shape of both, or is a scalar, or a vector that chooses whole"
                  + " rows."),
          entry("Sigmoid", "Within a few ulp everywhere; never NaN but for NaN."),
          entry("Sign", "NaN for NaN."),
          entry(
              "Softmax",
              "Along the last axis. **Differs:** denormals are kept, so that a result becomes 0 at"
                  + " a gap of about 104 between logits, not of 87.4."),
          entry(
              "SoftmaxCrossEntropyWithLogits",
              "**Differs:** a logit of -∞ whose label is 0 contributes 0, not NaN. Labels have a"
                  + " gradient too."),
          entry(
              "SparseSoftmaxCrossEntropyWithLogits",
              "A label out of range is an error that names it and the range. **Differs:** the"
                  + " second derivative is not blocked."),
          entry(
              "Sum", "Of nothing: 0. Sixteen interleaved partial sums, combined in a fixed order."),
          entry("Tanh", "A polynomial of our own, within 2 ulp."),
          entry(
              "Transpose",
              "**Differs:** the permutation may count axes from the end, by negative numbers."),
          entry(
              "TruncatedNormal",
              "**Differs:** with a seed, the same numbers everywhere, which may differ from"
                  + " TensorFlow's in their last bits."),
          entry(
              "VariableV2",
              "The state is the session's. `variable` adds `Assign` and `Identity` beside it, as"
                  + " TensorFlow does."));

  private static final ImmutableSet<DataType<?>> FLOATING =
      ImmutableSet.of(DataType.FLOAT32, DataType.FLOAT64);

  /** Names for the sets of types that many ops share. */
  private static final Map<ImmutableSet<DataType<?>>, String> TYPE_SETS =
      Map.of(
          ImmutableSet.copyOf(DataType.all()),
          "any",
          ImmutableSet.copyOf(DataType.primitives()),
          "primitive",
          FLOATING,
          "floating",
          ImmutableSet.of(DataType.INT32, DataType.INT64),
          "index",
          ImmutableSet.of(DataType.FLOAT32, DataType.FLOAT64, DataType.INT32, DataType.INT64),
          "signed",
          ImmutableSet.of(
              DataType.FLOAT32, DataType.FLOAT64, DataType.INT32, DataType.INT64, DataType.UINT8),
          "numeric");

  private static final String INTRODUCTION =
      """
      # The ops

      <!-- Written by the test OpTableTest from the registries of ops and gradients. To renew it:
           %s -->

      Every op that Gradus has, by the name of its type. Names, signatures, attributes and defaults
      are TensorFlow's.

      - **signature**: inputs, and outputs behind the arrow, each with its type: a type's name, or
        the attribute that holds it. `N * T` is a list of N inputs.
      - **types**: what each such attribute can be. *floating* is float32 and float64; *index* is
        int32 and int64; *signed* is these four; *numeric* is signed and uint8; *primitive* is numeric
        and bool; *any* is primitive and string. Strings are for names and summaries, and are let
        through by ops that look at no element: TensorFlow has kernels for strings for more ops, such
        as `Fill`, `ConcatV2` or `VariableV2`.
      - **attributes**: the others, with their defaults; those without one must be given.
      - **gradient**: whether a gradient flows through the op; [the gradients](gradients.md) tells by
        which formula, or why none does. Every *yes* is compared with finite differences, for each
        input, to second order, by `GradientCheckTest`.
      - **method**: the methods of `Ops` that add the op, as in `tf.matmul(a, b)`; for others there
        is `tf.operation("ReluGrad")`.
      - **agreement**: in how many cases the op (and, behind the +, its gradient) came out as in
        TensorFlow itself: in every element of every output, or with an error on both sides. Of
        these, in so many the named differences listed [below](#where-gradus-differs) were needed.
        Where TensorFlow has no kernel for a type, or no gradient in C++, that is said too.
      - **notes**: what is worth knowing beside TensorFlow's own documentation. **Differs** marks
        where Gradus means to do otherwise. Some differences are not about one op: [the
        architecture](architecture.md) lists them under *TensorFlow's meaning*.

      Every op can be used by its type's name too, and one of your own just as well; the Javadoc of
      `OpDef` and `Gradient` shows how to add one.

      | op | signature | types | attributes | gradient | method | agreement | notes |
      |---|---|---|---|---|---|---|---|
      """;

  private static final String DIFFERENCES =
      """

      ## Where Gradus differs

      Each difference in a number between Gradus and TensorFlow that was ever seen in a comparison has
      one of these names, and happens where its sentence says.

      """;

  /** The command that writes the file anew. */
  static final String COMMAND =
      "mvn -pl autodiff -am test -Dtest=OpTableTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dgradus.writeDocs=true";

  /** The command that compares all ops with TensorFlow, and writes down how far they agree. */
  public static final String CONFORMANCE_COMMAND =
      "mvn -pl autodiff -am test -Ptensorflow -Dtest=ConformanceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dgradus.writeDocs=true";

  private OpTable() {}

  /** Returns the ops of the library itself, without those that tests add to the registry. */
  public static Map<String, OpDef> builtInOps() {
    Map<String, OpDef> ops = new TreeMap<>();
    for (OpLibrary library : ServiceLoader.load(OpLibrary.class)) {
      if (library.getClass().getPackageName().startsWith("dev.gradus.ops")) {
        library.ops().forEach(op -> ops.put(op.name(), op));
      }
    }
    return ops;
  }

  /** Returns what {@code docs/ops.md} should say. */
  static String write() throws IOException {
    StringBuilder text = new StringBuilder(INTRODUCTION.formatted(COMMAND));
    Agreement agreement = Agreement.read();
    Map<String, OpDef> ops = builtInOps();
    SetMultimap<String, String> methods = FaceMethods.of(ops.keySet());
    for (OpDef op : ops.values()) {
      List<String> cells =
          List.of(
              "`" + op.name() + "`",
              "`" + op.toString().substring(op.name().length()) + "`",
              types(op),
              attributes(op),
              gradient(op),
              methods.get(op.name()).stream()
                  .sorted()
                  .map(method -> "`" + method + "`")
                  .collect(Collectors.joining(", ")),
              agreement.of(op.name()),
              NOTES.getOrDefault(op.name(), ""));
      text.append(
          cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")).replace("|  |", "| |"));
    }
    text.append(DIFFERENCES);
    agreement
        .reasons()
        .forEach((name, reason) -> text.append("- **%s.** %s\n".formatted(name, reason)));
    return text.toString();
  }

  private static String types(OpDef op) {
    List<String> types = new ArrayList<>();
    for (AttributeDef attribute : op.attributes().values()) {
      if (attribute.type() == AttributeType.TYPE) {
        String set =
            TYPE_SETS.getOrDefault(
                attribute.allowedTypes(),
                attribute.allowedTypes().stream()
                    .map(DataType::name)
                    .collect(Collectors.joining(" or ")));
        types.add("%s: %s%s".formatted(attribute.name(), set, defaultOf(attribute)));
      }
    }
    return String.join("; ", types);
  }

  private static String attributes(OpDef op) {
    return op.attributes().values().stream()
        .filter(attribute -> attribute.type() != AttributeType.TYPE)
        .map(
            attribute ->
                "%s: %s%s".formatted(attribute.name(), attribute.type(), defaultOf(attribute)))
        .collect(Collectors.joining("; "));
  }

  private static String defaultOf(AttributeDef attribute) {
    Object value = attribute.defaultValue();
    if (value == null) {
      return "";
    }
    String text = value instanceof Tensor<?> tensor ? tensor.shape().toString() : value.toString();
    return " = " + (value instanceof String ? "\"" + text + "\"" : text);
  }

  private static String gradient(OpDef op) {
    return GradientRegistry.find(op.name())
        .map(gradient -> gradient.isNone() ? "none" : "yes")
        .orElse("missing");
  }
}
