package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.DataType.UINT8;
import static dev.gradus.core.OpFlag.COMMUTATIVE;
import static dev.gradus.core.OpFlag.ELEMENTWISE;
import static dev.gradus.core.OpFlag.MAY_REUSE_INPUT;

import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BooleanKernels;
import dev.gradus.ops.kernel.DoubleKernels;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.IntKernels;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.LongKernels;
import dev.gradus.ops.kernel.UInt8Kernels;
import dev.gradus.ops.kernel.UnaryBlock;
import java.util.List;

/** The ops that compute numbers from numbers, element by element. */
final class MathDefinitions {
  private static final FloatKernels FLOATS = Kernels.floats();

  static final LoopTable<BinaryBlock<?, ?>> ADD =
      numeric(FLOATS::add, DoubleKernels.ADD, IntKernels.ADD, LongKernels.ADD, UInt8Kernels.ADD);
  static final LoopTable<BinaryBlock<?, ?>> SUB =
      numeric(FLOATS::sub, DoubleKernels.SUB, IntKernels.SUB, LongKernels.SUB, UInt8Kernels.SUB);

  private MathDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        binary("Add", ADD).flags(COMMUTATIVE).build(),
        binary("AddV2", ADD).flags(COMMUTATIVE).build(),
        binary("Sub", SUB).build(),
        binary(
                "Mul",
                numeric(
                    FLOATS::mul,
                    DoubleKernels.MUL,
                    IntKernels.MUL,
                    LongKernels.MUL,
                    UInt8Kernels.MUL))
            .flags(COMMUTATIVE)
            .build(),
        binary(
                "RealDiv",
                numeric(
                    FLOATS::div,
                    DoubleKernels.DIV,
                    IntKernels.DIV,
                    LongKernels.DIV,
                    UInt8Kernels.DIV))
            .build(),
        binary(
                "FloorDiv",
                numeric(
                    FLOATS::floorDiv,
                    DoubleKernels.FLOOR_DIV,
                    IntKernels.FLOOR_DIV,
                    LongKernels.FLOOR_DIV,
                    UInt8Kernels.DIV))
            .build(),
        binary("Pow", signed(FLOATS::pow, DoubleKernels.POW, IntKernels.POW, LongKernels.POW))
            .build(),
        binary(
                "Maximum",
                numeric(
                    FLOATS::maximum,
                    DoubleKernels.MAXIMUM,
                    IntKernels.MAXIMUM,
                    LongKernels.MAXIMUM,
                    UInt8Kernels.MAXIMUM))
            .flags(COMMUTATIVE)
            .build(),
        binary(
                "Minimum",
                numeric(
                    FLOATS::minimum,
                    DoubleKernels.MINIMUM,
                    IntKernels.MINIMUM,
                    LongKernels.MINIMUM,
                    UInt8Kernels.MINIMUM))
            .flags(COMMUTATIVE)
            .build(),
        unary("Neg", FLOATS::neg, DoubleKernels.NEG, IntKernels.NEG, LongKernels.NEG),
        unary("Abs", FLOATS::abs, DoubleKernels.ABS, IntKernels.ABS, LongKernels.ABS),
        unary("Sign", FLOATS::sign, DoubleKernels.SIGN, IntKernels.SIGN, LongKernels.SIGN),
        unary(
            "Square", FLOATS::square, DoubleKernels.SQUARE, IntKernels.SQUARE, LongKernels.SQUARE),
        unary("Sqrt", FLOATS::sqrt, DoubleKernels.SQRT),
        unary("Exp", FLOATS::exp, DoubleKernels.EXP),
        unary("Log", FLOATS::log, DoubleKernels.LOG),
        unary("Sigmoid", FLOATS::sigmoid, DoubleKernels.SIGMOID),
        unary("Tanh", FLOATS::tanh, DoubleKernels.TANH),
        comparison(
                "Equal",
                comparisons(
                        FLOATS::equal,
                        DoubleKernels.EQUAL,
                        IntKernels.EQUAL,
                        LongKernels.EQUAL,
                        UInt8Kernels.EQUAL)
                    .and(BOOL, BooleanKernels.EQUAL))
            .flags(COMMUTATIVE)
            .build(),
        comparison(
                "NotEqual",
                comparisons(
                        FLOATS::notEqual,
                        DoubleKernels.NOT_EQUAL,
                        IntKernels.NOT_EQUAL,
                        LongKernels.NOT_EQUAL,
                        UInt8Kernels.NOT_EQUAL)
                    .and(BOOL, BooleanKernels.NOT_EQUAL))
            .flags(COMMUTATIVE)
            .build(),
        comparison(
                "Less",
                comparisons(
                    FLOATS::less,
                    DoubleKernels.LESS,
                    IntKernels.LESS,
                    LongKernels.LESS,
                    UInt8Kernels.LESS))
            .build(),
        comparison(
                "LessEqual",
                comparisons(
                    FLOATS::lessEqual,
                    DoubleKernels.LESS_EQUAL,
                    IntKernels.LESS_EQUAL,
                    LongKernels.LESS_EQUAL,
                    UInt8Kernels.LESS_EQUAL))
            .build(),
        comparison(
                "Greater",
                comparisons(
                    FLOATS::greater,
                    DoubleKernels.GREATER,
                    IntKernels.GREATER,
                    LongKernels.GREATER,
                    UInt8Kernels.GREATER))
            .build(),
        comparison(
                "GreaterEqual",
                comparisons(
                    FLOATS::greaterEqual,
                    DoubleKernels.GREATER_EQUAL,
                    IntKernels.GREATER_EQUAL,
                    LongKernels.GREATER_EQUAL,
                    UInt8Kernels.GREATER_EQUAL))
            .build(),
        OpDef.named("AddN")
            .inputs("inputs", "N", "T")
            .typeAttribute("T", ADD.types())
            .output("sum", "T")
            .shape(Shapes::merged)
            .kernel(MathDefinitions::addN)
            .flags(ELEMENTWISE)
            .build());
  }

  static LoopTable<BinaryBlock<?, ?>> signed(
      BinaryBlock<float[], float[]> floats,
      BinaryBlock<double[], double[]> doubles,
      BinaryBlock<int[], int[]> ints,
      BinaryBlock<long[], long[]> longs) {
    return LoopTable.<BinaryBlock<?, ?>>of(FLOAT32, floats)
        .and(FLOAT64, doubles)
        .and(INT32, ints)
        .and(INT64, longs);
  }

  static LoopTable<BinaryBlock<?, ?>> numeric(
      BinaryBlock<float[], float[]> floats,
      BinaryBlock<double[], double[]> doubles,
      BinaryBlock<int[], int[]> ints,
      BinaryBlock<long[], long[]> longs,
      BinaryBlock<byte[], byte[]> bytes) {
    return signed(floats, doubles, ints, longs).and(UINT8, bytes);
  }

  private static LoopTable<BinaryBlock<?, ?>> comparisons(
      BinaryBlock<float[], boolean[]> floats,
      BinaryBlock<double[], boolean[]> doubles,
      BinaryBlock<int[], boolean[]> ints,
      BinaryBlock<long[], boolean[]> longs,
      BinaryBlock<byte[], boolean[]> bytes) {
    return LoopTable.<BinaryBlock<?, ?>>of(FLOAT32, floats)
        .and(FLOAT64, doubles)
        .and(INT32, ints)
        .and(INT64, longs)
        .and(UINT8, bytes);
  }

  private static OpDef.Builder binary(String name, LoopTable<BinaryBlock<?, ?>> loops) {
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .input("x", "T")
        .input("y", "T")
        .output("z", "T")
        .shape(Shapes::broadcast)
        .kernel(context -> LoopTable.binary(loops, context))
        .flags(ELEMENTWISE, MAY_REUSE_INPUT);
  }

  private static OpDef.Builder comparison(String name, LoopTable<BinaryBlock<?, ?>> loops) {
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .input("x", "T")
        .input("y", "T")
        .output("z", BOOL)
        .shape(Shapes::broadcast)
        .kernel(context -> LoopTable.binary(loops, context))
        .flags(ELEMENTWISE);
  }

  private static OpDef unary(
      String name, UnaryBlock<float[], float[]> floats, UnaryBlock<double[], double[]> doubles) {
    return unary(name, LoopTable.<UnaryBlock<?, ?>>of(FLOAT32, floats).and(FLOAT64, doubles));
  }

  private static OpDef unary(
      String name,
      UnaryBlock<float[], float[]> floats,
      UnaryBlock<double[], double[]> doubles,
      UnaryBlock<int[], int[]> ints,
      UnaryBlock<long[], long[]> longs) {
    return unary(
        name,
        LoopTable.<UnaryBlock<?, ?>>of(FLOAT32, floats)
            .and(FLOAT64, doubles)
            .and(INT32, ints)
            .and(INT64, longs));
  }

  private static OpDef unary(String name, LoopTable<UnaryBlock<?, ?>> loops) {
    return unary(name, "x", "y", loops);
  }

  /** Declares an element-wise op with one input. */
  static OpDef unary(String name, String input, String output, LoopTable<UnaryBlock<?, ?>> loops) {
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .input(input, "T")
        .output(output, "T")
        .shape(Shapes::sameAsInput)
        .kernel(context -> LoopTable.unary(loops, context))
        .flags(ELEMENTWISE, MAY_REUSE_INPUT)
        .build();
  }

  /** Adds the terms from the first to the last. */
  private static Kernel addN(KernelContext context) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    BinaryBlock<Object, Object> add = (BinaryBlock<Object, Object>) ADD.get(context.inputType(0));
    int size = context.outputShape(0).elementCount();
    int terms = context.inputCount();
    return call -> {
      Object sum = call.output(0);
      System.arraycopy(call.input(0), 0, sum, 0, size);
      for (int term = 1; term < terms; term++) {
        add.apply(sum, 0, call.input(term), 0, sum, 0, size);
      }
    };
  }
}
