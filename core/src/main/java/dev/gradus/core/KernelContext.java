package dev.gradus.core;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * What a kernel is told when it is prepared: all about one operation but the elements of its
 * inputs.
 */
public interface KernelContext {
  /** Returns the operation's attributes. */
  Attributes attributes();

  /** Returns the number of inputs. */
  int inputCount();

  /** Returns the element type of an input, from 0. */
  DataType<?> inputType(int input);

  /** Returns the shape of an input, from 0, fully known. */
  Shape inputShape(int input);

  /** Returns the element type of an output, from 0. */
  DataType<?> outputType(int output);

  /** Returns the shape of an output, from 0, fully known. */
  Shape outputShape(int output);

  /**
   * Returns the value of an input, from 0, that the op declares as a {@linkplain
   * OpDef.Builder#parameter parameter}.
   *
   * @throws IllegalArgumentException if that input is no parameter
   */
  Tensor<?> parameter(int input);

  /**
   * Returns an object that belongs to this operation in this session, shared by all runs, such as
   * the position of a random generator: what {@code initial} returned when it was first asked for.
   * The object must be safe for use by many threads.
   */
  <S> S state(Supplier<S> initial);

  /** Returns the threads among which the kernel may divide its work; the session's options say. */
  Workers workers();

  /** Returns the stream to which an op prints that does so; the session's options choose it. */
  PrintStream printStream();
}
