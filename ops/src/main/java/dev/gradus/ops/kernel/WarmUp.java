package dev.gradus.ops.kernel;

import dev.gradus.core.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees to it that the JVM compiles the SIMD kernels before programs use them.
 *
 * <p>Until its compiler has been through it, code with the Vector API is about a hundred times
 * slower than afterwards, as each vector is an object then, and so it is slower than a plain loop.
 * A short program would be over before it gains anything. So programs begin with the plain kernels;
 * a thread of its own meanwhile runs the SIMD kernels on small arrays, until they are the faster
 * ones; and from then on programs use those. As both give the same bits, nobody can tell but by the
 * clock.
 *
 * <p>The thread waits for a second of work before it begins. What takes less has no use for it, and
 * needs the processors itself.
 */
final class WarmUp implements Runnable {
  private static final long MILLIS_OF_WORK_BEFORE = 1_000;

  /** When to give up on a kernel that does not get any faster than its plain twin. */
  private static final long MOST_NANOS_FOR_ONE = 2_000_000_000L;

  /** How often in succession a SIMD kernel has to be the faster one. */
  private static final int WINS = 20;

  /**
   * How far the matrices of a product reach in the direction of k; as far as those of layers do, as
   * the JVM's compiler goes by how often it has seen a loop repeated.
   */
  private static final int INNER = 500;

  private final FloatKernels scalar;
  private final FloatKernels vector;
  private final Elements<float[]> scalarElements;
  private final Elements<float[]> vectorElements;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean used;
  private volatile boolean done;

  WarmUp(KernelFamily scalar, KernelFamily vector) {
    this.scalar = scalar.floats();
    this.vector = vector.floats();
    this.scalarElements = scalar.floatElements();
    this.vectorElements = vector.floatElements();
  }

  /**
   * Tells whether the SIMD kernels are ready. To be asked whenever there is work for them, as that
   * is how this learns that there is.
   */
  boolean isDone() {
    if (done) {
      return true;
    }
    if (!used) {
      used = true;
      if (started.compareAndSet(false, true)) {
        Thread thread = new Thread(this, "gradus-warm-up");
        thread.setDaemon(true);
        thread.start();
      }
    }
    return false;
  }

  @Override
  public void run() {
    try {
      do {
        used = false;
        Thread.sleep(MILLIS_OF_WORK_BEFORE);
      } while (!used);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    exercises().forEach(Exercise::repeat);
    done = true;
  }

  /** The same work for a plain kernel and its SIMD twin. */
  private record Exercise(Runnable scalar, Runnable vector) {
    void repeat() {
      long begin = System.nanoTime();
      long fastest = Long.MAX_VALUE;
      int wins = 0;
      while (wins < WINS && System.nanoTime() - begin < MOST_NANOS_FOR_ONE) {
        fastest = Math.min(fastest, nanos(scalar));
        wins = nanos(vector) <= fastest * 5 / 4 ? wins + 1 : 0;
      }
    }

    private static long nanos(Runnable work) {
      long begin = System.nanoTime();
      work.run();
      return System.nanoTime() - begin;
    }
  }

  private List<Exercise> exercises() {
    List<Exercise> exercises = new ArrayList<>();
    for (int transposed = 0; transposed < 4; transposed++) {
      exercises.add(product(transposed, 32, INNER, 64)); // Square.
      exercises.add(product(transposed, 32, INNER, 10)); // Narrow.
      exercises.add(product(transposed, 8, INNER, 64)); // Few rows.
      exercises.add(product(transposed, 1, INNER, 64)); // One row.
    }
    WindowAxis axis = new WindowAxis(8, 3, 1, 1, 1, 8);
    Convolution convolution = new Convolution(2, axis, axis, 4, 16);
    exercises.add(
        convolution(
            scalar.convolution(convolution, Workers.caller()),
            vector.convolution(convolution, Workers.caller())));
    exercises.add(
        convolution(
            scalar.convolutionByImages(convolution, Workers.caller()),
            vector.convolutionByImages(convolution, Workers.caller())));
    exercises.add(
        convolution(
            scalar.convolutionByFilter(convolution, Workers.caller()),
            vector.convolutionByFilter(convolution, Workers.caller())));
    exercises.addAll(maxPooling());
    exercises.addAll(softmax(128, 10));
    exercises.addAll(softmax(4, 320));
    for (UnaryFunction function :
        List.of(UnaryFunction.EXP, UnaryFunction.LOG, UnaryFunction.TANH, UnaryFunction.SIGMOID)) {
      UnaryBlock<float[], float[]> plain = scalarElements.unary(function).orElseThrow();
      UnaryBlock<float[], float[]> simd = vectorElements.unary(function).orElseThrow();
      float[] x = numbers(1024);
      float[] result = new float[1024];
      exercises.add(
          new Exercise(
              () -> plain.apply(x, 0, result, 0, 1024), () -> simd.apply(x, 0, result, 0, 1024)));
    }
    return exercises;
  }

  private Exercise product(int transposed, int rows, int inner, int columns) {
    boolean transposeA = (transposed & 1) != 0;
    boolean transposeB = (transposed & 2) != 0;
    float[] a = numbers(rows * inner);
    float[] b = numbers(inner * columns);
    float[] result = new float[rows * columns];
    FloatProduct plain =
        scalar.product(transposeA, transposeB, rows, inner, columns, Workers.caller());
    FloatProduct simd =
        vector.product(transposeA, transposeB, rows, inner, columns, Workers.caller());
    return new Exercise(
        () -> plain.multiply(a, 0, b, 0, result, 0), () -> simd.multiply(a, 0, b, 0, result, 0));
  }

  private static Exercise convolution(ConvolutionLoop plain, ConvolutionLoop simd) {
    float[] first = numbers(2048); // As many as the largest of the three tensors has.
    float[] second = numbers(2048);
    float[] result = new float[2048];
    return new Exercise(
        () -> plain.run(first, second, result), () -> simd.run(first, second, result));
  }

  private List<Exercise> maxPooling() {
    WindowAxis axis = new WindowAxis(8, 2, 2, 1, 0, 4);
    Pooling sizes = new Pooling(2, axis, axis, 32);
    FloatMaxPooling plain = scalar.maxPooling(sizes, Workers.caller());
    FloatMaxPooling simd = vector.maxPooling(sizes, Workers.caller());
    float[] images = numbers(4096);
    float[] gradient = numbers(1024);
    float[] result = new float[4096];
    return List.of(
        new Exercise(() -> plain.forward(images, result), () -> simd.forward(images, result)),
        new Exercise(
            () -> plain.byImages(images, gradient, result),
            () -> simd.byImages(images, gradient, result)));
  }

  private List<Exercise> softmax(int rows, int classes) {
    float[] x = numbers(rows * classes);
    float[] labels = numbers(rows * classes);
    long[] classLabels = new long[rows];
    float[] loss = new float[rows];
    float[] result = new float[rows * classes];
    Softmax plain = scalar.softmax(rows, classes, Workers.caller());
    Softmax simd = vector.softmax(rows, classes, Workers.caller());
    return List.of(
        new Exercise(() -> plain.softmax(x, result), () -> simd.softmax(x, result)),
        new Exercise(() -> plain.logSoftmax(x, result), () -> simd.logSoftmax(x, result)),
        new Exercise(
            () -> plain.crossEntropy(x, labels, loss, result),
            () -> simd.crossEntropy(x, labels, loss, result)),
        new Exercise(
            () -> plain.sparseCrossEntropy(x, classLabels, loss, result),
            () -> simd.sparseCrossEntropy(x, classLabels, loss, result)));
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * 37 % 64 + 1) / 64f;
    }
    return numbers;
  }
}
