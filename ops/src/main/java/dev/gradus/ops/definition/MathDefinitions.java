package dev.gradus.ops.definition;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.OpFlag.COMMUTATIVE;
import static dev.gradus.core.OpFlag.ELEMENTWISE;
import static dev.gradus.core.OpFlag.MAY_REUSE_INPUT;

import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.RangeKernel;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BinaryFunction;
import dev.gradus.ops.kernel.Broadcast;
import dev.gradus.ops.kernel.Comparison;
import dev.gradus.ops.kernel.NumberTest;
import dev.gradus.ops.kernel.UnaryBlock;
import dev.gradus.ops.kernel.UnaryFunction;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ops that compute numbers from numbers, or tell something of them, element by element. What
 * each computes is said where its {@link UnaryFunction}, {@link BinaryFunction} or {@link
 * Comparison} is.
 */
final class MathDefinitions {
  static final LoopTable<BinaryBlock<?, ?>> ADD = Elementwise.loops(BinaryFunction.ADD);
  static final LoopTable<BinaryBlock<?, ?>> SUB = Elementwise.loops(BinaryFunction.SUB);

  private MathDefinitions() {}

  static List<OpDef> ops() {
    return Stream.of(
            unary("Neg", UnaryFunction.NEG),
            unary("Abs", UnaryFunction.ABS),
            unary("Sign", UnaryFunction.SIGN),
            unary("Square", UnaryFunction.SQUARE),
            unary("Round", UnaryFunction.ROUND),
            unary("Rint", UnaryFunction.RINT),
            unary("Floor", UnaryFunction.FLOOR),
            unary("Ceil", UnaryFunction.CEIL),
            unary("Reciprocal", UnaryFunction.RECIPROCAL),
            unary("Sqrt", UnaryFunction.SQRT),
            unary("Rsqrt", UnaryFunction.RSQRT),
            unary("Exp", UnaryFunction.EXP),
            unary("Expm1", UnaryFunction.EXPM1),
            unary("Log", UnaryFunction.LOG),
            unary("Log1p", UnaryFunction.LOG1P),
            unary("Sin", UnaryFunction.SIN),
            unary("Cos", UnaryFunction.COS),
            unary("Tan", UnaryFunction.TAN),
            unary("Asin", UnaryFunction.ASIN),
            unary("Acos", UnaryFunction.ACOS),
            unary("Atan", UnaryFunction.ATAN),
            unary("Sinh", UnaryFunction.SINH),
            unary("Cosh", UnaryFunction.COSH),
            unary("Tanh", UnaryFunction.TANH),
            unary("Asinh", UnaryFunction.ASINH),
            unary("Acosh", UnaryFunction.ACOSH),
            unary("Atanh", UnaryFunction.ATANH),
            unary("Erf", UnaryFunction.ERF),
            unary("Erfc", UnaryFunction.ERFC),
            unary("Sigmoid", UnaryFunction.SIGMOID),
            binary("Add", BinaryFunction.ADD).flags(COMMUTATIVE),
            binary("AddV2", BinaryFunction.ADD).flags(COMMUTATIVE),
            binary("Sub", BinaryFunction.SUB),
            binary("Mul", BinaryFunction.MUL).flags(COMMUTATIVE),
            binary("RealDiv", BinaryFunction.DIV),
            binary("DivNoNan", BinaryFunction.DIV_NO_NAN),
            binary("FloorDiv", BinaryFunction.FLOOR_DIV),
            binary("FloorMod", BinaryFunction.FLOOR_MOD),
            remainder("Mod", BinaryFunction.TRUNCATE_MOD),
            remainder("TruncateMod", BinaryFunction.TRUNCATE_MOD),
            binary("Pow", BinaryFunction.POW),
            binary("Maximum", BinaryFunction.MAXIMUM).flags(COMMUTATIVE),
            binary("Minimum", BinaryFunction.MINIMUM).flags(COMMUTATIVE),
            binary("SquaredDifference", BinaryFunction.SQUARED_DIFFERENCE).flags(COMMUTATIVE),
            binary("Atan2", Elementwise.loops(BinaryFunction.ATAN2), "y", "x"),
            binary("Xdivy", BinaryFunction.XDIVY),
            binary("Xlogy", BinaryFunction.XLOGY),
            binary("TruncateDiv", BinaryFunction.TRUNCATE_DIV),
            comparison("Equal", Comparison.EQUAL).flags(COMMUTATIVE),
            comparison("NotEqual", Comparison.NOT_EQUAL).flags(COMMUTATIVE),
            comparison("Less", Comparison.LESS),
            comparison("LessEqual", Comparison.LESS_EQUAL),
            comparison("Greater", Comparison.GREATER),
            comparison("GreaterEqual", Comparison.GREATER_EQUAL),
            test("IsNan", NumberTest.IS_NAN),
            test("IsInf", NumberTest.IS_INF),
            test("IsFinite", NumberTest.IS_FINITE),
            logical("LogicalAnd", BinaryFunction.LOGICAL_AND),
            logical("LogicalOr", BinaryFunction.LOGICAL_OR),
            logicalNot(),
            OpDef.named("ClipByValue")
                .typeAttribute("T", Types.NUMERIC)
                .input("t", "T")
                .input("clip_value_min", "T")
                .input("clip_value_max", "T")
                .output("output", "T")
                .shape(MathDefinitions::clippedShape)
                .kernel(MathDefinitions::clip)
                .flags(ELEMENTWISE),
            OpDef.named("AddN")
                .inputs("inputs", "N", "T")
                .typeAttribute("T", ADD.types())
                .output("sum", "T")
                .shape(Shapes::merged)
                .kernel(MathDefinitions::addN)
                .flags(ELEMENTWISE))
        .map(OpDef.Builder::build)
        .collect(toImmutableList());
  }

  /** Starts an op with one input, for all types that have the function. */
  private static OpDef.Builder unary(String name, UnaryFunction function) {
    return unary(name, "x", "y", Elementwise.loops(function));
  }

  /** Starts an element-wise op with one input. */
  static OpDef.Builder unary(
      String name, String input, String output, LoopTable<UnaryBlock<?, ?>> loops) {
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .input(input, "T")
        .output(output, "T")
        .shape(Shapes::sameAsInput)
        .kernel(context -> LoopTable.unary(loops, context))
        .flags(ELEMENTWISE, MAY_REUSE_INPUT);
  }

  /** Starts an op with two inputs, for all types that have the function. */
  private static OpDef.Builder binary(String name, BinaryFunction function) {
    return binary(name, Elementwise.loops(function), "x", "y");
  }

  private static OpDef.Builder binary(
      String name, LoopTable<BinaryBlock<?, ?>> loops, String first, String second) {
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .input(first, "T")
        .input(second, "T")
        .output("z", "T")
        .shape(Shapes::broadcast)
        .kernel(context -> LoopTable.binary(loops, context))
        .flags(ELEMENTWISE, MAY_REUSE_INPUT);
  }

  /** Starts an op which TensorFlow does not have for uint8. */
  private static OpDef.Builder remainder(String name, BinaryFunction function) {
    return binary(name, Elementwise.loops(function).only(FLOAT32, FLOAT64, INT32, INT64), "x", "y");
  }

  private static OpDef.Builder comparison(String name, Comparison comparison) {
    LoopTable<BinaryBlock<?, ?>> loops = Elementwise.loops(comparison);
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .input("x", "T")
        .input("y", "T")
        .output("z", BOOL)
        .shape(Shapes::broadcast)
        .kernel(context -> LoopTable.binary(loops, context))
        .flags(ELEMENTWISE);
  }

  private static OpDef.Builder test(String name, NumberTest test) {
    LoopTable<UnaryBlock<?, ?>> loops = Elementwise.loops(test);
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .input("x", "T")
        .output("y", BOOL)
        .shape(Shapes::sameAsInput)
        .kernel(context -> LoopTable.unary(loops, context))
        .flags(ELEMENTWISE);
  }

  /** Starts an op of truth values alone, which has no type attribute. */
  private static OpDef.Builder logical(String name, BinaryFunction function) {
    LoopTable<BinaryBlock<?, ?>> loops = Elementwise.loops(function);
    return OpDef.named(name)
        .input("x", BOOL)
        .input("y", BOOL)
        .output("z", BOOL)
        .shape(Shapes::broadcast)
        .kernel(context -> LoopTable.binary(loops, context))
        .flags(ELEMENTWISE, COMMUTATIVE, MAY_REUSE_INPUT);
  }

  private static OpDef.Builder logicalNot() {
    LoopTable<UnaryBlock<?, ?>> loops = Elementwise.loops(UnaryFunction.LOGICAL_NOT);
    return OpDef.named("LogicalNot")
        .input("x", BOOL)
        .output("y", BOOL)
        .shape(Shapes::sameAsInput)
        .kernel(context -> LoopTable.unary(loops, context))
        .flags(ELEMENTWISE, MAY_REUSE_INPUT);
  }

  /** The shape of what is clipped, which the bounds have as well, if they are no scalars. */
  private static Shape clippedShape(ShapeContext context) {
    Shape shape = context.inputShape(0);
    for (int bound = 1; bound <= 2; bound++) {
      Shape own = context.inputShape(bound);
      if (!own.isCompatibleWith(Shape.scalar()) && !own.isCompatibleWith(shape)) {
        throw new GradusException(
            "A bound must be a scalar or have shape %s, but has shape %s".formatted(shape, own));
      }
    }
    return shape;
  }

  /** The lesser of element and upper bound, and then the greater of that and the lower bound. */
  private static Kernel clip(KernelContext context) {
    BinaryBlock<Object, Object> minimum = loop(BinaryFunction.MINIMUM, context);
    BinaryBlock<Object, Object> maximum = loop(BinaryFunction.MAXIMUM, context);
    Broadcast least = withBound(context, 1);
    Broadcast greatest = withBound(context, 2);
    Object scratch =
        context.inputType(0).newArray(Math.max(least.scratchLength(), greatest.scratchLength()));
    return new RangeKernel() {
      @Override
      public int size() {
        return greatest.size();
      }

      @Override
      public void run(KernelCall call, int from, int to) {
        Object x = call.input(0);
        Object result = call.output(0);
        greatest.run(minimum, x, call.input(2), result, null, scratch, from, to);
        least.run(maximum, result, call.input(1), result, null, scratch, from, to);
      }
    };
  }

  private static Broadcast withBound(KernelContext context, int bound) {
    return Broadcast.of(context.inputShape(0).toArray(), context.inputShape(bound).toArray());
  }

  // The loop is the one for the type of the arrays.
  @SuppressWarnings("unchecked")
  private static BinaryBlock<Object, Object> loop(BinaryFunction function, KernelContext context) {
    return (BinaryBlock<Object, Object>) Elementwise.loops(function).get(context.inputType(0));
  }

  /** Adds the terms from the first to the last. */
  private static Kernel addN(KernelContext context) {
    BinaryBlock<Object, Object> add = loop(BinaryFunction.ADD, context);
    int size = context.outputShape(0).elementCount();
    int terms = context.inputCount();
    return new RangeKernel() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public void run(KernelCall call, int from, int to) {
        Object sum = call.output(0);
        System.arraycopy(call.input(0), from, sum, from, to - from);
        for (int term = 1; term < terms; term++) {
          add.apply(sum, from, call.input(term), from, sum, from, to - from);
        }
      }
    };
  }
}
