package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;

import dev.gradus.core.Attributes;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.RandomFill;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The ops that draw random numbers. */
final class RandomDefinitions {
  private RandomDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        random("RandomUniform", RandomFill::uniform, RandomFill::uniform),
        random("RandomStandardNormal", RandomFill::normal, RandomFill::normal),
        random("TruncatedNormal", RandomFill::truncatedNormal, RandomFill::truncatedNormal),
        OpDef.named("RandomUniformInt")
            .attribute("seed", 0)
            .attribute("seed2", 0)
            .typeAttribute("Tout", Types.INDEX)
            .typeAttribute("T", Types.INDEX)
            .parameter("shape", "T")
            .input("minval", "Tout")
            .input("maxval", "Tout")
            .output("output", "Tout")
            .shape(RandomDefinitions::integersShape)
            .kernel(RandomDefinitions::integers)
            .flags(OpFlag.STATEFUL)
            .build());
  }

  /** Fills an array from a place of a stream of random numbers on. */
  private interface Fill<A> {
    void run(A result, int count, long seed, long seed2, long skip);
  }

  private static OpDef random(String name, Fill<float[]> floats, Fill<double[]> doubles) {
    return OpDef.named(name)
        .attribute("seed", 0)
        .attribute("seed2", 0)
        .typeAttribute("dtype", Types.FLOATING)
        .typeAttribute("T", Types.INDEX)
        .parameter("shape", "T")
        .output("output", "dtype")
        .shape(context -> Parameters.shape(context, 0))
        .kernel(
            context -> {
              int count = context.outputShape(0).elementCount();
              Stream stream = stream(context);
              return context.outputType(0).equals(FLOAT32)
                  ? call -> stream.draw(floats, call.outputFloats(0), count)
                  : call -> stream.draw(doubles, call.outputDoubles(0), count);
            })
        .flags(OpFlag.STATEFUL)
        .build();
  }

  private static Shape integersShape(ShapeContext context) {
    Shapes.requireScalar("The least number", context.inputShape(1));
    Shapes.requireScalar("The limit", context.inputShape(2));
    return Parameters.shape(context, 0);
  }

  private static Kernel integers(KernelContext context) {
    int count = context.outputShape(0).elementCount();
    Stream stream = stream(context);
    return context.outputType(0).equals(INT32)
        ? call -> {
          int least = call.inputInts(1)[0];
          int limit = call.inputInts(2)[0];
          stream.draw(
              (int[] result, int n, long seed, long seed2, long skip) ->
                  RandomFill.uniform(result, n, least, limit, seed, seed2, skip),
              call.outputInts(0),
              count);
        }
        : call -> longs(call, stream, count);
  }

  private static void longs(KernelCall call, Stream stream, int count) {
    long least = call.inputLongs(1)[0];
    long limit = call.inputLongs(2)[0];
    stream.draw(
        (long[] result, int n, long seed, long seed2, long skip) ->
            RandomFill.uniform(result, n, least, limit, seed, seed2, skip),
        call.outputLongs(0),
        count);
  }

  private static Stream stream(KernelContext context) {
    return context.state(() -> Stream.of(context.attributes()));
  }

  /**
   * Where in its random numbers an operation is, in one session.
   *
   * @param position the next unused block
   */
  private record Stream(long seed, long seed2, AtomicLong position) {
    static Stream of(Attributes attributes) {
      long seed = attributes.getInt("seed");
      long seed2 = attributes.getInt("seed2");
      if (seed == 0 && seed2 == 0) {
        SecureRandom unforeseeable = new SecureRandom();
        return new Stream(unforeseeable.nextLong(), unforeseeable.nextLong(), new AtomicLong());
      }
      return new Stream(seed, seed2, new AtomicLong());
    }

    <A> void draw(Fill<A> fill, A result, int count) {
      long skip = position.getAndAdd(RandomFill.reservedBlocks(count));
      fill.run(result, count, seed, seed2, skip);
    }
  }
}
