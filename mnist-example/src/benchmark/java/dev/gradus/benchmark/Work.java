package dev.gradus.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What there is to do. */
enum Work {
  /** A step of the tutorial's softmax regression. */
  SOFTMAX_100(100),
  /** The same; and the batch is given as arrays of floats, from which tensors are to be made. */
  SOFTMAX_100_FROM_ARRAYS(100),
  /** The same with one example. */
  SOFTMAX_1(1),
  /** A step of gradient descent of the perceptron 784-512-512-10, without dropout. */
  PERCEPTRON(128),
  /** A step of Adam of the convolutional network of the example, with its dropout. */
  CONVNET(64),
  /** A product of two matrices, [512,512] each. */
  PRODUCT_512(512),
  /** A product of two matrices, [1024,1024] each. */
  PRODUCT_1024(1024),
  /** A product of two matrices, [2048,2048] each. */
  PRODUCT_2048(2048),
  /** x + 1 for a scalar x, which is fed; the result is fetched. */
  ALMOST_EMPTY(1),
  /** A thousand additions of scalars, each to the result of the last. */
  CHAIN(1000);

  /** Small enough that no loss reaches 0 however long the training is repeated. */
  static final float SOFTMAX_RATE = 0.01f;

  static final float PERCEPTRON_RATE = 0.01f;
  static final float CONVNET_RATE = 0.0005f;
  static final float CONVNET_DROPOUT = 0.4f;
  static final int[] PERCEPTRON_UNITS = {784, 512, 512, 10};

  /** The number of steps before the loss is compared. */
  static final int CHECKED_STEPS = 10;

  private final int size;

  Work(int size) {
    this.size = size;
  }

  /** Returns the number of examples of a batch, of rows of a matrix, or of nodes of a chain. */
  int size() {
    return size;
  }

  /** Returns how many batches are given out in turn. */
  int batches() {
    return switch (this) {
      case SOFTMAX_100, SOFTMAX_100_FROM_ARRAYS -> 4;
      case SOFTMAX_1 -> 256;
      default -> 64;
    };
  }

  /** Returns the name by which a command line has this. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Work of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns the kernels of the perceptron as they are at the start, the same for everyone. */
  static List<float[]> perceptronKernels() {
    List<float[]> kernels = new ArrayList<>();
    Random random = new Random(1);
    for (int layer = 1; layer < PERCEPTRON_UNITS.length; layer++) {
      int inputs = PERCEPTRON_UNITS[layer - 1];
      kernels.add(normal(random, inputs * PERCEPTRON_UNITS[layer], Math.sqrt(2.0 / inputs)));
    }
    return kernels;
  }

  /** Returns normally distributed numbers. */
  static float[] normal(Random random, int count, double deviation) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (random.nextGaussian() * deviation);
    }
    return numbers;
  }

  /** Returns one of the two matrices that are multiplied: multiples of 1/8, from -1 to 1. */
  static float[] matrix(int index, int size) {
    float[] elements = new float[size * size];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (i * (7 + 4 * index) % 17 - 8) / 8f;
    }
    return elements;
  }
}
