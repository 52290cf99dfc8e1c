package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes are named as TensorFlow's Python API names them. */
class NamesAndScopesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> x = tf.placeholder(FLOAT32);

  private static String name(Operand<?> output) {
    return output.asOutput().operation().name();
  }

  @Test
  void namesAreUniqueWhateverTheCase() {
    assertThat(name(tf.exp(x))).isEqualTo("Exp");
    assertThat(name(tf.exp(x))).isEqualTo("Exp_1");
    assertThat(name(tf.named("EXP").neg(x))).isEqualTo("EXP_2");
  }

  @Test
  void scopesNest() {
    Ops layer = tf.scope("layer1");
    assertThat(layer.scopeName()).isEqualTo("layer1/");
    assertThat(name(layer.exp(x))).isEqualTo("layer1/Exp");
    assertThat(name(layer.exp(x))).isEqualTo("layer1/Exp_1");
    assertThat(name(layer.scope("inner").exp(x))).isEqualTo("layer1/inner/Exp");
    assertThat(name(layer.nn.softmax(x))).isEqualTo("layer1/Softmax");
    assertThat(name(tf.exp(x))).isEqualTo("Exp");
    assertThat(tf.scopeName()).isEmpty();
  }

  @Test
  void aScopeAskedForAgainIsAnotherOne() {
    assertThat(tf.scope("layer").scopeName()).isEqualTo("layer/");
    assertThat(tf.scope("layer").scopeName()).isEqualTo("layer_1/");
    assertThat(tf.scope("Layer").scopeName()).isEqualTo("Layer_2/");
  }

  @Test
  void aScopeWithASlashIsEnteredAgain() {
    Ops first = tf.scope("layer");
    Ops elsewhere = tf.scope("other");
    assertThat(elsewhere.scope(first.scopeName()).scopeName()).isEqualTo("layer/");
    assertThat(name(first.exp(x))).isEqualTo("layer/Exp");
    assertThat(name(elsewhere.scope("layer/").exp(x))).isEqualTo("layer/Exp_1");
  }

  @Test
  void aNameIsInItsScopeAndEndsThere() {
    Ops named = tf.scope("layer").named("logits");
    assertThat(name(named.exp(x))).isEqualTo("layer/logits");
    assertThat(name(named.neg(x))).isEqualTo("layer/logits_1");
    assertThat(name(named.scope("inner").neg(x))).isEqualTo("layer/inner/Neg");
  }

  @Test
  void anOpThatNeedsNodesOfItsOwnHasThemInAScopeOfItsName() {
    assertThat(name(tf.reduceSum(x, 1))).isEqualTo("Sum");
    assertThat(graph.findOperation("Sum/reduction_indices")).isPresent();
    assertThat(name(tf.reduceSum(x, 1))).isEqualTo("Sum_1");
    assertThat(graph.findOperation("Sum_1/reduction_indices")).isPresent();
    assertThat(name(tf.named("total").reduceSum(x, 1))).isEqualTo("total");
    assertThat(graph.findOperation("total/reduction_indices")).isPresent();
    assertThat(name(tf.argmax(x, 1))).isEqualTo("ArgMax");
    assertThat(graph.findOperation("ArgMax/dimension")).isPresent();
    assertThat(name(tf.reshape(x, -1))).isEqualTo("Reshape");
    assertThat(graph.findOperation("Reshape/shape")).isPresent();
  }

  @Test
  void aBadNameIsRefused() {
    for (String bad : List.of("_x", "a b", "ü", "/x")) {
      assertThatThrownBy(() -> tf.named(bad).exp(x))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("is no valid name");
      assertThatThrownBy(() -> tf.scope(bad))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("is no valid name");
    }
    assertThatThrownBy(() -> tf.named("").exp(x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'' is no valid name");
  }

  @Test
  void anEmptyScopeIsTheOutermost() {
    Ops inner = tf.scope("layer").scope("inner");
    assertThat(inner.scope("").scopeName()).isEmpty();
    assertThat(name(inner.scope("").exp(x))).isEqualTo("Exp");
  }

  @Test
  void aNumberLeavesTheNameToTheOpThatTakesIt() {
    assertThat(name(tf.named("half").mul(x, 0.5))).isEqualTo("half");
    assertThat(name(tf.scope("layer").named("shifted").sub(1, x))).isEqualTo("layer/shifted");
  }
}
