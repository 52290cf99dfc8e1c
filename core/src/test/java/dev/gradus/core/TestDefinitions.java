package dev.gradus.core;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The declarations of a handful of ops that compute next to nothing, as the module under test knows
 * the name of none.
 *
 * <p>Together they use everything that a declaration can say. {@link TestOps} builds nodes of them.
 */
final class TestDefinitions {
  private static final OpDef CONST =
      OpDef.named("TestConst")
          .typeAttribute("dtype")
          .attribute("value", AttributeType.TENSOR)
          .output("output", "dtype")
          .shape(context -> context.attributes().getTensor("value").shape())
          .knownValue(context -> Optional.of(context.attributes().getTensor("value")))
          .build();

  private static final OpDef PLACEHOLDER =
      OpDef.named("TestPlaceholder")
          .typeAttribute("dtype")
          .attribute("shape", Shape.unknown())
          .output("output", "dtype")
          .shape(context -> context.attributes().getShape("shape"))
          .flags(OpFlag.MUST_BE_FED)
          .build();

  private static final OpDef ADD =
      OpDef.named("TestAdd")
          .typeAttribute("T", FLOAT32, INT32)
          .input("x", "T")
          .input("y", "T")
          .output("z", "T")
          .shape(context -> Shape.broadcast(context.inputShape(0), context.inputShape(1)))
          .kernel(TestDefinitions::add)
          .flags(OpFlag.COMMUTATIVE, OpFlag.ELEMENTWISE, OpFlag.MAY_REUSE_INPUT)
          .build();

  private static final OpDef NEG =
      OpDef.named("TestNeg")
          .typeAttribute("T", FLOAT32, FLOAT64)
          .input("x", "T")
          .output("y", "T")
          .shape(context -> context.inputShape(0))
          .kernel(TestDefinitions::negate)
          .flags(OpFlag.MAY_REUSE_INPUT)
          .build();

  private static final OpDef ADD_N =
      OpDef.named("TestAddN")
          .inputs("inputs", "N", "T")
          .typeAttribute("T", FLOAT32)
          .output("sum", "T")
          .shape(
              context -> {
                Shape shape = Shape.unknown();
                for (int i = 0; i < context.inputCount(); i++) {
                  shape = shape.mergeWith(context.inputShape(i));
                }
                return shape;
              })
          .kernel(
              context -> {
                int size = context.outputShape(0).elementCount();
                return call -> {
                  float[] sum = call.outputFloats(0);
                  Arrays.fill(sum, 0, size, 0f);
                  for (int input = 0; input < context.inputCount(); input++) {
                    for (int i = 0; i < size; i++) {
                      sum[i] += call.inputFloats(input)[i];
                    }
                  }
                };
              })
          .build();

  private static final OpDef IDENTITY =
      OpDef.named("TestIdentity")
          .typeAttribute("T")
          .input("input", "T")
          .output("output", "T")
          .shape(context -> context.inputShape(0))
          .flags(OpFlag.VIEW)
          .build();

  private static final OpDef RESHAPE =
      OpDef.named("TestReshape")
          .typeAttribute("T")
          .input("tensor", "T")
          .parameter("shape", INT32)
          .output("output", "T")
          .shape(TestDefinitions::reshape)
          .flags(OpFlag.VIEW)
          .build();

  private static final OpDef FILL =
      OpDef.named("TestFill")
          .parameter("dims", INT32)
          .input("value", FLOAT32)
          .output("output", FLOAT32)
          .shape(
              context ->
                  context.inputValue(0).map(TestDefinitions::asShape).orElse(Shape.unknown()))
          .kernel(
              context -> {
                int size = context.outputShape(0).elementCount();
                return call -> Arrays.fill(call.outputFloats(0), 0, size, call.inputFloats(1)[0]);
              })
          .build();

  private static final OpDef SHAPE =
      OpDef.named("TestShape")
          .typeAttribute("T")
          .input("input", "T")
          .output("output", INT32)
          .shape(
              context ->
                  context.inputShape(0).hasKnownRank()
                      ? Shape.of(context.inputShape(0).rank())
                      : Shape.unknownOfRank(1))
          .knownValue(
              context ->
                  context.inputShape(0).isFullyKnown()
                      ? Optional.of(Tensor.of(context.inputShape(0).toArray()))
                      : Optional.empty())
          .kernel(
              context -> {
                int[] shape = context.inputShape(0).toArray();
                return call -> System.arraycopy(shape, 0, call.output(0), 0, shape.length);
              })
          .build();

  private static final OpDef SUM =
      OpDef.named("TestSum")
          .input("input", FLOAT32)
          .output("sum", FLOAT32)
          .shape(context -> Shape.scalar())
          .kernel(
              context -> {
                int size = context.inputShape(0).elementCount();
                return call -> {
                  float sum = 0;
                  for (int i = 0; i < size; i++) {
                    sum += call.inputFloats(0)[i];
                  }
                  call.outputFloats(0)[0] = sum;
                };
              })
          .build();

  private static final OpDef POSITIVES =
      OpDef.named("TestPositives")
          .input("input", FLOAT32)
          .parameter("pattern", FLOAT32)
          .output("positives", FLOAT32)
          .shape(
              context ->
                  context
                      .inputValue(1)
                      .map(pattern -> Shape.of(positives((Tensor<?>) pattern).length))
                      .orElse(Shape.unknownOfRank(1)))
          .kernel(
              context -> {
                int[] chosen = positives(context.parameter(1));
                return call -> {
                  for (int i = 0; i < chosen.length; i++) {
                    call.outputFloats(0)[i] = call.inputFloats(0)[chosen[i]];
                  }
                };
              })
          .build();

  private static final OpDef TWO_OUTPUTS =
      OpDef.named("TestTwoOutputs")
          .input("x", FLOAT32)
          .output("twice", FLOAT32)
          .output("isNegative", BOOL)
          .shapes(context -> Collections.nCopies(2, context.inputShape(0)))
          .kernel(
              context -> {
                int size = context.outputShape(0).elementCount();
                return call -> {
                  for (int i = 0; i < size; i++) {
                    call.outputFloats(0)[i] = 2 * call.inputFloats(0)[i];
                    ((boolean[]) call.output(1))[i] = call.inputFloats(0)[i] < 0;
                  }
                };
              })
          .build();

  private static final OpDef COPIES =
      OpDef.named("TestCopies")
          .typeAttribute("T")
          .input("x", "T")
          .outputs("copies", "count", "T")
          .shapes(
              context ->
                  Collections.nCopies(
                      (int) context.attributes().getInt("count"), context.inputShape(0)))
          .kernel(
              context -> {
                int size = context.inputShape(0).elementCount();
                int count = (int) context.attributes().getInt("count");
                return call -> {
                  for (int i = 0; i < count; i++) {
                    System.arraycopy(call.input(0), 0, call.output(i), 0, size);
                  }
                };
              })
          .build();

  /** Its result is its input, but for all that is known of it before a run it might be anything. */
  private static final OpDef OPEN =
      OpDef.named("TestOpen")
          .typeAttribute("T")
          .input("x", "T")
          .output("y", "T")
          .shape(context -> context.isPlanning() ? context.inputShape(0) : Shape.unknown())
          .flags(OpFlag.VIEW)
          .build();

  private static final OpDef VARIABLE =
      OpDef.named("TestVariable")
          .typeAttribute("dtype")
          .attribute("shape", AttributeType.SHAPE)
          .referenceOutput("ref", "dtype")
          .shape(context -> context.attributes().getShape("shape"))
          .flags(OpFlag.STATEFUL)
          .build();

  private static final OpDef ASSIGN =
      OpDef.named("TestAssign")
          .typeAttribute("T")
          .assigned("ref", "T")
          .input("value", "T")
          .referenceOutput("output_ref", "T")
          .shape(context -> context.inputShape(0).mergeWith(context.inputShape(1)))
          .kernel(
              context -> {
                int size = context.inputShape(1).elementCount();
                return call -> System.arraycopy(call.input(1), 0, call.update(0), 0, size);
              })
          .flags(OpFlag.MAY_REUSE_STATE)
          .build();

  private static final OpDef ASSIGN_ADD =
      OpDef.named("TestAssignAdd")
          .typeAttribute("T", FLOAT32)
          .reference("ref", "T")
          .input("value", "T")
          .referenceOutput("output_ref", "T")
          .shape(context -> context.inputShape(0).mergeWith(context.inputShape(1)))
          .kernel(
              context -> {
                int size = context.inputShape(0).elementCount();
                return call -> {
                  for (int i = 0; i < size; i++) {
                    ((float[]) call.update(0))[i] = call.inputFloats(0)[i] + call.inputFloats(1)[i];
                  }
                };
              })
          .flags(OpFlag.MAY_REUSE_STATE)
          .build();

  /** Replaces a state, and returns as a plain value what it was before. */
  private static final OpDef EXCHANGE =
      OpDef.named("TestExchange")
          .typeAttribute("T", FLOAT32)
          .reference("ref", "T")
          .input("value", "T")
          .output("former", "T")
          .shape(context -> context.inputShape(0).mergeWith(context.inputShape(1)))
          .kernel(
              context -> {
                int size = context.inputShape(0).elementCount();
                return call -> {
                  System.arraycopy(call.input(0), 0, call.output(0), 0, size);
                  System.arraycopy(call.input(1), 0, call.update(0), 0, size);
                };
              })
          .build();

  private static final OpDef COUNTER =
      OpDef.named("TestCounter")
          .output("count", INT32)
          .shape(context -> Shape.scalar())
          .kernel(
              context -> {
                AtomicInteger count = context.state(AtomicInteger::new);
                return call -> ((int[]) call.output(0))[0] = count.incrementAndGet();
              })
          .flags(OpFlag.STATEFUL)
          .build();

  /** Replaces the first element of a tensor, if it has one. */
  private static final OpDef SET_FIRST =
      OpDef.named("TestSetFirst")
          .input("x", FLOAT32)
          .input("first", FLOAT32)
          .output("y", FLOAT32)
          .shape(context -> context.inputShape(0))
          .kernel(
              context -> {
                int size = context.inputShape(0).elementCount();
                return call -> {
                  if (call.input(0) != call.output(0)) {
                    System.arraycopy(call.input(0), 0, call.output(0), 0, size);
                  }
                  if (size > 0) {
                    call.outputFloats(0)[0] = call.inputFloats(1)[0];
                  }
                };
              })
          .flags(OpFlag.UPDATES_FIRST_INPUT)
          .build();

  private static final OpDef LESS =
      OpDef.named("TestLess")
          .input("x", INT32)
          .input("y", INT32)
          .output("z", BOOL)
          .shape(context -> Shape.scalar())
          .kernel(
              context ->
                  call ->
                      ((boolean[]) call.output(0))[0] = call.inputInts(0)[0] < call.inputInts(1)[0])
          .build();

  private static final OpDef IF =
      OpDef.named("TestIf")
          .typeAttribute("Tcond")
          .typeListAttribute("Tin")
          .typeListAttribute("Tout")
          .attribute("then", AttributeType.FUNCTION)
          .attribute("else", AttributeType.FUNCTION)
          .input("cond", "Tcond")
          .inputs("input", "Tin")
          .outputs("output", "Tout")
          .controlFlow(new ControlFlow.Conditional("then", "else", "Tout"))
          .build();

  private static final OpDef WHILE =
      OpDef.named("TestWhile")
          .typeListAttribute("T")
          .attribute("cond", AttributeType.FUNCTION)
          .attribute("body", AttributeType.FUNCTION)
          .inputs("input", "T")
          .outputs("output", "T")
          .controlFlow(new ControlFlow.Loop("cond", "body"))
          .build();

  private static final OpDef NO_OP = OpDef.named("TestNoOp").build();

  private static final OpDef PROBE =
      OpDef.named("TestProbe")
          .typeAttribute("T", FLOAT32)
          .input("x", "T")
          .output("y", "T")
          .attribute("probe", "none")
          .shape(context -> context.inputShape(0))
          .kernel(
              context -> {
                Probe probe = Probe.named(context.attributes().getString("probe"));
                probe.notePrepared();
                int size = context.outputShape(0).elementCount();
                return call -> {
                  probe.noteRun();
                  System.arraycopy(call.input(0), 0, call.output(0), 0, size);
                };
              })
          .build();

  /** Refuses negative numbers, and vectors of 13 elements already when it is prepared. */
  private static final OpDef FAIL =
      OpDef.named("TestFail")
          .input("x", FLOAT32)
          .output("y", FLOAT32)
          .shape(context -> context.inputShape(0))
          .kernel(
              context -> {
                int size = context.outputShape(0).elementCount();
                if (size == 13) {
                  throw new IllegalArgumentException("13 elements are too many.");
                }
                return call -> {
                  for (int i = 0; i < size; i++) {
                    float x = call.inputFloats(0)[i];
                    if (x < 0) {
                      throw new IllegalArgumentException(
                          "Element %d is negative: %s.".formatted(i, x));
                    }
                    call.outputFloats(0)[i] = x;
                  }
                };
              })
          .build();

  /** Has an attribute of every kind that no other of these ops has, and computes nothing. */
  private static final OpDef ATTRIBUTES =
      OpDef.named("TestAttributes")
          .attribute("flag", false)
          .attribute("count", 7)
          .attribute("text", "default")
          .attribute("rate", AttributeType.FLOAT)
          .attribute("axes", AttributeType.INT_LIST)
          .build();

  /** Has as many outputs declared as none of what its shape rule returns. */
  private static final OpDef WRONG_RULE =
      OpDef.named("TestWrongRule")
          .output("y", FLOAT32)
          .shapes(context -> List.of())
          .kernel(context -> call -> {})
          .build();

  private TestDefinitions() {}

  /** Registers all of these; to be called any number of times. */
  static void register() {
    List.of(
            CONST,
            PLACEHOLDER,
            ADD,
            NEG,
            ADD_N,
            COPIES,
            OPEN,
            IDENTITY,
            RESHAPE,
            FILL,
            SHAPE,
            SUM,
            POSITIVES,
            TWO_OUTPUTS,
            VARIABLE,
            ASSIGN,
            ASSIGN_ADD,
            EXCHANGE,
            COUNTER,
            SET_FIRST,
            LESS,
            IF,
            WHILE,
            NO_OP,
            PROBE,
            FAIL,
            ATTRIBUTES,
            WRONG_RULE)
        .forEach(OpRegistry::register);
  }

  private static Kernel add(KernelContext context) {
    int[] left = sources(context.outputShape(0), context.inputShape(0));
    int[] right = sources(context.outputShape(0), context.inputShape(1));
    if (context.outputType(0).equals(INT32)) {
      return call -> {
        for (int i = 0; i < left.length; i++) {
          ((int[]) call.output(0))[i] =
              ((int[]) call.input(0))[left[i]] + ((int[]) call.input(1))[right[i]];
        }
      };
    }
    return call -> {
      for (int i = 0; i < left.length; i++) {
        call.outputFloats(0)[i] = call.inputFloats(0)[left[i]] + call.inputFloats(1)[right[i]];
      }
    };
  }

  /**
   * Returns for each element of a broadcast result the element of the input from which it comes.
   */
  private static int[] sources(Shape result, Shape input) {
    int[] sources = new int[result.elementCount()];
    for (int i = 0; i < sources.length; i++) {
      int rest = i;
      int stride = 1;
      for (int axis = -1; axis >= -result.rank(); axis--) {
        int index = rest % result.dimension(axis);
        rest /= result.dimension(axis);
        if (-axis <= input.rank()) {
          sources[i] += (input.dimension(axis) == 1 ? 0 : index) * stride;
          stride *= input.dimension(axis);
        }
      }
    }
    return sources;
  }

  private static Kernel negate(KernelContext context) {
    int size = context.outputShape(0).elementCount();
    if (context.outputType(0).equals(FLOAT64)) {
      return call -> {
        for (int i = 0; i < size; i++) {
          call.outputDoubles(0)[i] = -call.inputDoubles(0)[i];
        }
      };
    }
    return call -> {
      for (int i = 0; i < size; i++) {
        call.outputFloats(0)[i] = -call.inputFloats(0)[i];
      }
    };
  }

  private static Shape reshape(ShapeContext context) {
    Shape from = context.inputShape(0);
    Shape to = context.inputValue(1).map(TestDefinitions::asShape).orElse(Shape.unknown());
    if (from.isFullyKnown() && to.isFullyKnown() && from.elementCount() != to.elementCount()) {
      throw new GradusException("Cannot reshape %s to %s".formatted(from, to));
    }
    return to;
  }

  private static Shape asShape(Tensor<?> dimensions) {
    return Shape.of(dimensions.as(INT32).toIntArray());
  }

  private static int[] positives(Tensor<?> tensor) {
    float[] elements = tensor.as(FLOAT32).toFloatArray();
    return java.util.stream.IntStream.range(0, elements.length)
        .filter(i -> elements[i] > 0)
        .toArray();
  }
}
