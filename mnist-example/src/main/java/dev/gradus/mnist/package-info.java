/**
 * The MNIST example: its data set, three programs that train on it, and their command line.
 *
 * <p>Begin with {@link dev.gradus.mnist.MnistSoftmax}: softmax regression on handwritten digits,
 * line by line as in the TensorFlow tutorial. Its data comes from {@link
 * dev.gradus.mnist.InputData}, as {@link dev.gradus.mnist.DataSets}.
 *
 * <p>This module uses of Gradus only what any program can.
 */
@NullMarked
package dev.gradus.mnist;

import org.jspecify.annotations.NullMarked;
