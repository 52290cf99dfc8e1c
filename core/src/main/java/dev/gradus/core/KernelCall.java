package dev.gradus.core;

/**
 * The arrays of one run of a kernel.
 *
 * <p>They are row-major and may be longer than the shapes need, so that the number of elements
 * comes from the shape and never from an array's length. Inputs are only to be read. An output's
 * array holds garbage at first; or, if a flag of the op allows it, such as {@link
 * OpFlag#MAY_REUSE_INPUT}, it is the very array of an input or of the state. An array must not be
 * kept after the run.
 *
 * <p>The type of an array is that of the {@link DataType}: {@code byte[]} for uint8, read as
 * unsigned; {@code ByteString[]} for strings, of which none may be null.
 */
public interface KernelCall {
  /** Returns the array of an input, from 0. */
  Object input(int input);

  /** Returns the array of an output, from 0. */
  Object output(int output);

  /**
   * Returns the array to be filled with the state that replaces the one which input number {@code
   * input}, a reference, refers to.
   */
  Object update(int input);

  /** Returns the array of a float32 input. */
  default float[] inputFloats(int input) {
    return (float[]) input(input);
  }

  /** Returns the array of a float64 input. */
  default double[] inputDoubles(int input) {
    return (double[]) input(input);
  }

  /** Returns the array of an int32 input. */
  default int[] inputInts(int input) {
    return (int[]) input(input);
  }

  /** Returns the array of an int64 input. */
  default long[] inputLongs(int input) {
    return (long[]) input(input);
  }

  /** Returns the array of a uint8 input. */
  default byte[] inputBytes(int input) {
    return (byte[]) input(input);
  }

  /** Returns the array of a bool input. */
  default boolean[] inputBooleans(int input) {
    return (boolean[]) input(input);
  }

  /** Returns the array of a string input. */
  default ByteString[] inputStrings(int input) {
    return (ByteString[]) input(input);
  }

  /** Returns the array of a float32 output. */
  default float[] outputFloats(int output) {
    return (float[]) output(output);
  }

  /** Returns the array of a float64 output. */
  default double[] outputDoubles(int output) {
    return (double[]) output(output);
  }

  /** Returns the array of an int32 output. */
  default int[] outputInts(int output) {
    return (int[]) output(output);
  }

  /** Returns the array of an int64 output. */
  default long[] outputLongs(int output) {
    return (long[]) output(output);
  }

  /** Returns the array of a uint8 output. */
  default byte[] outputBytes(int output) {
    return (byte[]) output(output);
  }

  /** Returns the array of a bool output. */
  default boolean[] outputBooleans(int output) {
    return (boolean[]) output(output);
  }

  /** Returns the array of a string output. */
  default ByteString[] outputStrings(int output) {
    return (ByteString[]) output(output);
  }

  /** Returns the array for the new float32 state to which an input refers. */
  default float[] updateFloats(int input) {
    return (float[]) update(input);
  }

  /** Returns the array for the new float64 state to which an input refers. */
  default double[] updateDoubles(int input) {
    return (double[]) update(input);
  }
}
