package dev.gradus.ops.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The one place that decides which implementation of {@link FloatKernels} serves, and of the
 * element-wise functions on {@code float} arrays.
 *
 * <p>There are two families of them: one in plain Java, written so that the JVM's own compiler
 * vectorises what it can, and one with the JDK's Vector API. They agree bit for bit, so this choice
 * changes the speed of a program and nothing else. The Vector API serves if
 *
 * <ol>
 *   <li>the system property {@value #PROPERTY} is not {@code off};
 *   <li>the running JVM has the module {@value #MODULE} among its modules. It is an incubating one,
 *       which the JVM leaves out unless it is told otherwise: by the flag {@code --add-modules
 *       jdk.incubator.vector}, or by a program's own module, if that requires it. If it is left
 *       out, a line in the log names the flag;
 *   <li>the Vector API finds vectors of a good width, with fused multiply-adds ({@link
 *       KernelFamily#isFastHere});
 *   <li>the JVM has compiled it, which takes a second or two in the background: {@link WarmUp} says
 *       why programs begin with the plain kernels.
 * </ol>
 *
 * <p>The property's value {@code on} spares the last two checks, for tests.
 */
public final class Kernels {
  /** The system property that chooses: {@code on} or {@code off}. */
  private static final String PROPERTY = "gradus.simd";

  private static final String MODULE = "jdk.incubator.vector";

  /** The family with the Vector API, which nothing may name that is compiled without it. */
  private static final String VECTOR_FAMILY = "dev.gradus.ops.kernel.vector.VectorKernels";

  private static final KernelFamily FAMILY = choose(System.getProperty(PROPERTY, ""));

  private Kernels() {}

  private static KernelFamily choose(String wish) {
    KernelFamily scalar = new ScalarKernels();
    if (wish.equals("off")) {
      return scalar;
    }
    Logger log = System.getLogger(Kernels.class.getName());
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      log.log(
          Level.INFO,
          "Gradus runs without its SIMD kernels, several times slower. The JVM's flag"
              + " --add-modules "
              + MODULE
              + " gives them to it; -D"
              + PROPERTY
              + "=off silences this line.");
      return scalar;
    }
    // In place of a line in module-info, of which every module that requires this one would have a
    // warning when it is compiled. On the class path, this does nothing.
    Kernels.class.getModule().addReads(module.get());
    try {
      KernelFamily vector =
          Class.forName(VECTOR_FAMILY)
              .asSubclass(KernelFamily.class)
              .getConstructor(KernelFamily.class)
              .newInstance(scalar);
      if (wish.equals("on")) {
        return vector;
      }
      return vector.isFastHere()
          ? new WarmingKernels(scalar, vector, new WarmUp(scalar, vector))
          : scalar;
    } catch (ReflectiveOperationException | LinkageError e) {
      // A later JDK may have changed what incubates.
      log.log(Level.WARNING, "Gradus runs without its SIMD kernels, which do not fit this JVM", e);
      return scalar;
    }
  }

  /** The kernels for {@code float} arrays that are not element-wise. */
  public static FloatKernels floats() {
    return FAMILY.floats();
  }

  /** The element-wise functions on {@code float} arrays. */
  public static Elements<float[]> floatElements() {
    return FAMILY.floatElements();
  }

  /** The element-wise functions on {@code double} arrays. */
  public static Elements<double[]> doubleElements() {
    return new DoubleElements();
  }

  /** The element-wise functions on {@code int} arrays. */
  public static Elements<int[]> intElements() {
    return new IntElements();
  }

  /** The element-wise functions on {@code long} arrays. */
  public static Elements<long[]> longElements() {
    return new LongElements();
  }

  /** The element-wise functions on arrays of unsigned bytes. */
  public static Elements<byte[]> unsignedByteElements() {
    return new UInt8Elements();
  }

  /** The element-wise functions on {@code boolean} arrays. */
  public static Elements<boolean[]> booleanElements() {
    return new BooleanElements();
  }

  /** Returns the loop of x, and {@code slope · x} below 0, on {@code float} arrays. */
  public static UnaryBlock<float[], float[]> leakyRelu(float slope) {
    return FloatElements.leakyRelu(slope);
  }

  /** Returns the loop of x, and {@code slope · x} below 0, on {@code double} arrays. */
  public static UnaryBlock<double[], double[]> leakyRelu(double slope) {
    return DoubleElements.leakyRelu(slope);
  }
}
