/**
 * The MNIST example: its data set, the lesson, and the program that runs it from the command line.
 *
 * <p>Begin with {@link dev.gradus.mnist.MnistSoftmax}, the lesson: softmax regression on
 * handwritten digits, line by line as in the TensorFlow tutorial. Its data comes from {@link
 * dev.gradus.mnist.InputData}, as {@link dev.gradus.mnist.DataSets}.
 *
 * <p>This module uses of Gradus only what any program can.
 */
@NullMarked
package dev.gradus.mnist;

import org.jspecify.annotations.NullMarked;
