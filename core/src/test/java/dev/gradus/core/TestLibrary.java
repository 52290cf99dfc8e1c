package dev.gradus.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A library that {@link java.util.ServiceLoader} finds: one op, two rewrites that know about it,
 * and one that is wrong.
 */
public final class TestLibrary implements OpLibrary {
  /** The name of the rewrite by which {@code TestNeg(TestNeg(x))} is x. */
  static final String DOUBLE_NEGATION = "test-double-negation";

  /** The name of the rewrite by which a sum of x with itself is {@code TestDouble(x)}. */
  static final String SUM_OF_EQUALS = "test-sum-of-equals";

  /** The name of the rewrite that puts -x in the place of x if a probe named so looks at x. */
  static final String WRONG = "test-wrong";

  static final OpDef DOUBLE =
      OpDef.named("TestDouble")
          .input("x", DataType.FLOAT32)
          .output("y", DataType.FLOAT32)
          .shape(context -> context.inputShape(0))
          .kernel(
              context -> {
                int size = context.outputShape(0).elementCount();
                return call -> {
                  for (int i = 0; i < size; i++) {
                    if (call.inputFloats(0)[i] == 666) {
                      throw new IllegalArgumentException("Element %d is 666.".formatted(i));
                    }
                    call.outputFloats(0)[i] = 2 * call.inputFloats(0)[i];
                  }
                };
              })
          .build();

  @Override
  public List<OpDef> ops() {
    return List.of(DOUBLE);
  }

  @Override
  public List<Rewrite> rewrites() {
    return List.of(new DoubleNegation(), new SumOfEquals(), new Wrong());
  }

  private record DoubleNegation() implements Rewrite.Rule {
    @Override
    public String name() {
      return DOUBLE_NEGATION;
    }

    @Override
    public String reason() {
      return "Negating twice changes nothing.";
    }

    @Override
    public double tolerance() {
      return 0;
    }

    @Override
    public Set<String> opTypes() {
      return Set.of("TestNeg");
    }

    @Override
    public Optional<Value> apply(Node outer) {
      return outer.input(0).producedBy("TestNeg").map(inner -> inner.input(0));
    }
  }

  private record SumOfEquals() implements Rewrite.Rule {
    @Override
    public String name() {
      return SUM_OF_EQUALS;
    }

    @Override
    public String reason() {
      return "One input is read instead of two.";
    }

    @Override
    public double tolerance() {
      return 0;
    }

    @Override
    public Set<String> opTypes() {
      return Set.of("TestAdd");
    }

    @Override
    public Optional<Value> apply(Node add) {
      return add.input(0).equals(add.input(1)) && add.input(0).dataType().equals(DataType.FLOAT32)
          ? Optional.of(add.emit("TestDouble", Attributes.of(Map.of()), add.input(0)))
          : Optional.empty();
    }
  }

  private record Wrong() implements Rewrite.Rule {
    @Override
    public String name() {
      return WRONG;
    }

    @Override
    public String reason() {
      return "It is there to be found out.";
    }

    @Override
    public double tolerance() {
      return 0;
    }

    @Override
    public Set<String> opTypes() {
      return Set.of("TestProbe");
    }

    @Override
    public Optional<Value> apply(Node probe) {
      return probe.attributes().getString("probe").equals(WRONG)
          ? Optional.of(
              probe.emit(
                  "TestNeg", Attributes.of(Map.of("T", probe.input(0).dataType())), probe.input(0)))
          : Optional.empty();
    }
  }
}
