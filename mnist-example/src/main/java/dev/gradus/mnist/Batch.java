package dev.gradus.mnist;

import dev.gradus.core.Tensor;

/**
 * Some examples to feed in one training step.
 *
 * @param images float32, [n,784] for MNIST: one row an image, each pixel from 0 (background) to 1
 * @param labels float32; with one-hot labels [n,10]: in each row a 1 at the class of the image,
 *     else 0. Otherwise [n]: the classes as they are
 * @param classes int64, [n]: the class of each image, 0 to 9, whatever the form of the labels; this
 *     is what a sparse cross entropy takes
 */
public record Batch(Tensor<Float> images, Tensor<Float> labels, Tensor<Long> classes) {}
