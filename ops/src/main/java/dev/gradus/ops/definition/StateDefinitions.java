package dev.gradus.ops.definition;

import dev.gradus.core.AttributeType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.BinaryBlock;
import java.util.List;

/** Variables, and the ops that assign them. */
final class StateDefinitions {
  private StateDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("VariableV2")
            .attribute("shape", AttributeType.SHAPE)
            .typeAttribute("dtype")
            .attribute("container", "")
            .attribute("shared_name", "")
            .referenceOutput("ref", "dtype")
            .shape(StateDefinitions::ownShape)
            .flags(OpFlag.STATEFUL)
            .build(),
        OpDef.named("Assign")
            .typeAttribute("T")
            .attribute("validate_shape", true)
            .attribute("use_locking", true)
            .assigned("ref", "T")
            .input("value", "T")
            .referenceOutput("output_ref", "T")
            .shape(StateDefinitions::shapeOfVariable)
            .kernel(StateDefinitions::copy)
            .flags(OpFlag.MAY_REUSE_STATE)
            .build(),
        assignment("AssignAdd", MathDefinitions.ADD),
        assignment("AssignSub", MathDefinitions.SUB),
        OpDef.named("NoOp").build());
  }

  private static Shape ownShape(ShapeContext context) {
    Shape shape = context.attributes().getShape("shape");
    if (!shape.isFullyKnown()) {
      throw new GradusException("A variable needs a fully known shape, not " + shape);
    }
    return shape;
  }

  private static OpDef assignment(String name, LoopTable<BinaryBlock<?, ?>> loops) {
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .attribute("use_locking", false)
        .reference("ref", "T")
        .input("value", "T")
        .referenceOutput("output_ref", "T")
        .shape(StateDefinitions::shapeOfVariable)
        .kernel(context -> update(loops, context))
        .flags(OpFlag.MAY_REUSE_STATE)
        .build();
  }

  private static Shape shapeOfVariable(ShapeContext context) {
    Shape variable = context.inputShape(0);
    Shape value = context.inputShape(1);
    if (!variable.isCompatibleWith(value)) {
      throw new GradusException(
          "A variable of shape %s cannot be assigned a value of shape %s"
              .formatted(variable, value));
    }
    return variable;
  }

  private static Kernel copy(KernelContext context) {
    int size = context.inputShape(1).elementCount();
    return call -> System.arraycopy(call.input(1), 0, call.update(0), 0, size);
  }

  private static Kernel update(LoopTable<BinaryBlock<?, ?>> loops, KernelContext context) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    BinaryBlock<Object, Object> loop =
        (BinaryBlock<Object, Object>) loops.get(context.inputType(0));
    int size = context.inputShape(0).elementCount();
    return call -> loop.apply(call.input(0), 0, call.input(1), 0, call.update(0), 0, size);
  }
}
