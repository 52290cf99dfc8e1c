package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.core.TestOps;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every node and every mistake names the line of the program that built it.
 *
 * <p>These tests are in a package of their own, as a program's line is one outside of Gradus'
 * packages. Each asks for its own line right above the call that is to be found.
 */
class UsersLineTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);

  @Test
  void aNodeRemembersTheLineThatBuiltIt() {
    Place place = Place.nextLine();
    Operation operation = tf.constant(1f).operation();

    assertThat(operation.builtAt())
        .hasValueSatisfying(
            builtAt -> {
              assertThat(builtAt.getFileName()).isEqualTo("UsersLineTest.java");
              assertThat(builtAt.getMethodName()).isEqualTo("aNodeRemembersTheLineThatBuiltIt");
              assertThat(builtAt.getLineNumber()).isEqualTo(place.line());
            });
    assertThat(operation.whereBuilt()).isEqualTo(place.toString());
  }

  @Test
  void aNodeBuiltInALambdaOrAStreamRemembersTheLineInside() {
    Place place = Place.nextLine();
    List<Output<Float>> built = Stream.of(1f, 2f).map(x -> tf.constant(x)).toList();

    assertThat(built)
        .extracting(output -> output.operation().builtAt().orElseThrow().getLineNumber())
        .containsOnly(place.line());
  }

  @Test
  void aHelperOfTheUserIsTheUsersLine() {
    assertThat(helper().builtAt().orElseThrow().getMethodName()).isEqualTo("helper");
  }

  private Operation helper() {
    return tf.constant(1f).operation();
  }

  @Test
  void aMistakeInBuildingNamesTheLineThatMadeIt() {
    Output<Float> x = tf.placeholder(Shape.of(2, 3));
    Output<Float> y = tf.placeholder(Shape.of(4));
    Place place = Place.nextLine();
    assertThatThrownBy(() -> tf.add(x, y))
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "Dimensions must be equal, but are 3 and 4 for 'TestAdd' (op: 'TestAdd')"
                + " with input shapes: [2,3], [4]"
                + place);
  }

  @Test
  void anInvalidNameNamesTheLineOnce() {
    Place place = Place.nextLine();
    assertThatThrownBy(() -> graph.operation("TestNoOp").name("no good").build())
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "'no good' is no valid name: a name starts with a letter, digit or dot, goes on"
                + " with these and _ - /, and does not end with / for 'no good' (op: 'TestNoOp')"
                + place);
    Place next = Place.nextLine();
    assertThatThrownBy(() -> graph.uniqueName("no good"))
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "'no good' is no valid name: a name starts with a letter, digit or dot, goes on"
                + " with these and _ - /, and does not end with /"
                + next);
  }

  @Test
  void anOpThatIsNotRegisteredNamesTheLineThatAskedForIt() {
    Place place = Place.nextLine();
    assertThatThrownBy(() -> graph.operation("NoSuchOp"))
        .isInstanceOf(GraphException.class)
        .hasMessageEndingWith(place.toString());
  }

  @Test
  void aMistakeInARunNamesTheLineThatBuiltTheNode() {
    Output<Float> x = tf.placeholder(Shape.of(UNKNOWN));
    Place place = Place.nextLine();
    Output<Float> checked = tf.fail(x);

    try (Session session = new Session(graph)) {
      assertThatThrownBy(() -> session.run(checked, feed(x, Tensor.of(1f, -2f))))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "Element 1 is negative: -2.0 for 'TestFail' (op: 'TestFail')"
                  + " with input shapes: [2]"
                  + place)
          .hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void allThatKeepsARunFromTakingPlaceIsToldAtOnce() {
    Place a = Place.nextLine();
    Output<Float> images = tf.placeholder("images", FLOAT32, Shape.of(UNKNOWN, 784));
    Place b = Place.nextLine();
    Output<Float> labels = tf.placeholder("labels", FLOAT32, Shape.of(UNKNOWN, 10));
    Place c = Place.nextLine();
    Output<Float> rate = tf.placeholder("rate", FLOAT32, Shape.of(2, 3, 4));
    Place d = Place.nextLine();
    Output<Float> weights = tf.variable("W", 784, 10);
    Place e = Place.nextLine();
    Output<Float> offsets = tf.variable("b", 10);
    Operation step =
        tf.group(
            tf.sum(images).operation(),
            tf.sum(labels).operation(),
            tf.sum(rate).operation(),
            tf.sum(tf.read(weights)).operation(),
            tf.sum(tf.read(offsets)).operation());

    try (Session session = new Session(graph)) {
      assertThatThrownBy(
              () -> session.run(step, feed(rate, Tensor.zeros(FLOAT32, Shape.of(2, 5, 6)))))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "This run cannot take place, for 5 reasons:\n"
                  + "- Cannot feed a value of shape [2,5,6] for tensor 'rate:0', which has shape"
                  + " [2,3,4]: axis 1 is 5, and 3 is wanted, axis 2 is 6, and 4 is wanted."
                  + c
                  + "\n"
                  + "- You must feed a value for placeholder tensor 'images' with dtype float32 and"
                  + " shape [?,784]."
                  + a
                  + "\n"
                  + "- You must feed a value for placeholder tensor 'labels' with dtype float32 and"
                  + " shape [?,10]."
                  + b
                  + "\n- Attempting to use uninitialized value 'W' with dtype float32 and shape"
                  + " [784,10]. Run globalVariablesInitializer() first, built after all variables,"
                  + " once per session."
                  + d
                  + "\n"
                  + "- Attempting to use uninitialized value 'b' with dtype float32 and shape [10]."
                  + e);
    }
  }

  /** A line of this file, printed as a message names it. */
  private record Place(String method, int line) {
    static Place nextLine() {
      StackTraceElement caller = new Throwable().getStackTrace()[1];
      return new Place(caller.getMethodName(), caller.getLineNumber() + 1);
    }

    @Override
    public String toString() {
      return "\n    built at %s.%s(UsersLineTest.java:%d)"
          .formatted(UsersLineTest.class.getName(), method, line);
    }
  }
}
