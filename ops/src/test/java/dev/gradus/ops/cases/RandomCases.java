package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Samples of the ops that draw random numbers. The oracles are TensorFlow's rules, on words of
 * {@link NaivePhilox}.
 */
final class RandomCases {
  private static final int[][] SHAPES = {{}, {0}, {1}, {5}, {2, 3}, {3, 0}};
  private static final long[][] SEEDS = {{1, 2}, {0, 7}, {87654321, Integer.MAX_VALUE - 1}};

  private RandomCases() {}

  static List<OpCase> all() {
    return List.of(
        random("RandomUniform", RandomCases::uniform),
        random("RandomStandardNormal", RandomCases::normal).within(Tolerance.DIFFERENCE),
        random("TruncatedNormal", RandomCases::truncatedNormal).within(Tolerance.DIFFERENCE),
        integers());
  }

  /** Draws numbers from the beginning of a stream. */
  private interface Drawing {
    List<Number> numbers(int count, DataType<?> type, long seed, long seed2);
  }

  private static OpCase random(String op, Drawing drawing) {
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[] shape : SHAPES) {
            for (long[] seeds : SEEDS) {
              samples.add(
                  Sample.of(
                      definition,
                      Map.of("seed", seeds[0], "seed2", seeds[1]),
                      List.of(Plain.vector(shape).toTensor(types.get("T"))),
                      plain ->
                          List.of(drawn(drawing, plain.get(0).ints(), types.get("dtype"), seeds))));
            }
          }
          return samples;
        });
  }

  private static Plain drawn(Drawing drawing, int[] shape, DataType<?> type, long[] seeds) {
    int count = Plain.sizeOf(shape);
    List<Number> numbers = drawing.numbers(count, type, seeds[0], seeds[1]);
    int[] next = {0};
    return Plain.of(shape, index -> numbers.get(next[0]++));
  }

  private static List<Number> uniform(int count, DataType<?> type, long seed, long seed2) {
    NaivePhilox stream = new NaivePhilox(seed, seed2, 0);
    List<Number> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(isFloat(type) ? stream.uniformFloat() : stream.uniformDouble());
    }
    return numbers;
  }

  private static List<Number> normal(int count, DataType<?> type, long seed, long seed2) {
    NaivePhilox stream = new NaivePhilox(seed, seed2, 0);
    List<Number> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      double[] pair = stream.normals(isFloat(type));
      numbers.add(pair[0]);
      numbers.add(pair[1]);
    }
    return numbers.subList(0, count);
  }

  /** Of each group of numbers, those of magnitude 2 or more are drawn again, without end. */
  private static List<Number> truncatedNormal(int count, DataType<?> type, long seed, long seed2) {
    int group = isFloat(type) ? 4 : 2;
    List<Number> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      NaivePhilox stream = new NaivePhilox(seed, seed2, 256L * numbers.size() / 4);
      int end = numbers.size() + group;
      while (numbers.size() < end) {
        for (double number : stream.normals(isFloat(type))) {
          if (Math.abs(number) < 2 && numbers.size() < end) {
            numbers.add(number);
          }
        }
      }
    }
    return numbers.subList(0, count);
  }

  private static boolean isFloat(DataType<?> type) {
    return type.equals(DataType.FLOAT32);
  }

  private static OpCase integers() {
    return OpCase.exact(
        "RandomUniformInt",
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          DataType<?> type = types.get("Tout");
          for (int[] shape : SHAPES) {
            for (long[] seeds : SEEDS) {
              samples.add(
                  Sample.of(
                      definition,
                      Map.of("seed", seeds[0], "seed2", seeds[1]),
                      List.of(
                          Plain.vector(shape).toTensor(types.get("T")),
                          Plain.scalar(-3L).toTensor(type),
                          Plain.scalar(10L).toTensor(type)),
                      plain ->
                          List.of(drawn(RandomCases::digits, plain.get(0).ints(), type, seeds))));
            }
          }
          return samples;
        });
  }

  /** Numbers from -3 to 9: the remainders of one word each, or of two, the lower first. */
  private static List<Number> digits(int count, DataType<?> type, long seed, long seed2) {
    NaivePhilox stream = new NaivePhilox(seed, seed2, 0);
    List<Number> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BigInteger bits = BigInteger.valueOf(stream.word());
      if (type.equals(DataType.INT64)) {
        bits = bits.add(BigInteger.valueOf(stream.word()).shiftLeft(32));
      }
      numbers.add(bits.mod(BigInteger.valueOf(13)).longValueExact() - 3);
    }
    return numbers;
  }
}
