package dev.gradus.core.plan;

import static dev.gradus.core.DataType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.Shape;
import dev.gradus.core.plan.Part.Block;
import dev.gradus.core.plan.Part.Choice;
import dev.gradus.core.plan.Part.Loop;
import dev.gradus.core.plan.PlanNode.Move;
import dev.gradus.core.plan.PlanValue.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nothing needs is dropped from a plan, and the work for that is linear in its length. */
class DeadPartsTest {
  private int valueCount;

  /** Counts how often it is asked or told about a value. */
  @SuppressWarnings("serial") // It is not going to be serialized.
  private static final class CountingBitSet extends BitSet {
    private long calls;

    @Override
    public boolean get(int index) {
      calls++;
      return super.get(index);
    }

    @Override
    public void set(int index) {
      calls++;
      super.set(index);
    }

    @Override
    public int cardinality() {
      calls += length();
      return super.cardinality();
    }
  }

  private PlanValue value() {
    return new PlanValue(valueCount++, FLOAT32, Shape.scalar(), new Source.Variable());
  }

  private static Move move(PlanValue source, PlanValue target) {
    return new Move(source, target, Move.Manner.PLAIN);
  }

  /** A loop in which each variable becomes, by a node of the body, what the one after it was. */
  private Loop chain(PlanValue predicate, List<PlanValue> variables, List<PlanValue> first) {
    ImmutableList.Builder<Part> body = ImmutableList.builder();
    ImmutableList.Builder<PlanValue> next = ImmutableList.builder();
    for (int i = 0; i < variables.size(); i++) {
      PlanValue moved = value();
      body.add(move(variables.get(Math.min(i + 1, variables.size() - 1)), moved));
      next.add(moved);
    }
    return new Loop(
        new Block(ImmutableList.of(), ImmutableList.of(predicate)),
        ImmutableList.copyOf(variables),
        new Block(body.build(), next.build()),
        first);
  }

  private List<PlanValue> values(int count) {
    List<PlanValue> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value());
    }
    return values;
  }

  @Test
  void theWorkIsLinearInALongChainOfVariables() {
    for (int length : new int[] {1_000, 2_000, 4_000}) {
      CountingBitSet needed = new CountingBitSet();
      List<PlanValue> variables = values(length);
      Loop loop = chain(value(), variables, values(length));
      needed.set(variables.get(0).index());
      assertThat(DeadParts.drop(List.of(loop), needed)).isEqualTo(List.of(loop));
      assertThat(needed.calls).as("for %d variables", length).isLessThan(20L * length);
    }
  }

  @Test
  void ofAChainOnlyTheVariablesAreKeptThatTheNeededOneComesToDependOn() {
    List<PlanValue> variables = values(5);
    List<PlanValue> first = values(5);
    Loop loop = chain(value(), variables, first);
    BitSet needed = new BitSet();
    needed.set(variables.get(2).index());
    Loop rest = (Loop) DeadParts.drop(List.of(loop), needed).get(0);
    assertThat(rest.variables()).isEqualTo(variables.subList(2, 5));
    assertThat(rest.first()).isEqualTo(first.subList(2, 5));
    assertThat(rest.body().results()).isEqualTo(loop.body().results().subList(2, 5));
    assertThat(rest.body().parts()).isEqualTo(loop.body().parts().subList(2, 5));
  }

  @Test
  void whatIsAroundAPartThatIsNeededStaysWithWhatSaysWhetherItRuns() {
    PlanValue seed = value();
    PlanValue predicate = value();
    PlanValue inner = value();
    PlanValue dead = value();
    PlanValue merged = value();
    Choice choice =
        new Choice(
            predicate,
            new Block(
                ImmutableList.of(move(seed, inner), move(seed, dead)), ImmutableList.of(inner)),
            new Block(ImmutableList.of(), ImmutableList.of(seed)),
            ImmutableList.of(merged));
    List<Part> parts = List.of(move(seed, predicate), choice, move(merged, value()));
    assertThat(DeadParts.drop(parts, new BitSet())).isEmpty();

    BitSet needed = new BitSet();
    needed.set(inner.index());
    assertThat(DeadParts.drop(parts, needed))
        .isEqualTo(
            List.of(
                parts.get(0),
                new Choice(
                    predicate,
                    new Block(ImmutableList.of(move(seed, inner)), ImmutableList.of()),
                    new Block(ImmutableList.of(), ImmutableList.of()),
                    ImmutableList.of())));
  }
}
