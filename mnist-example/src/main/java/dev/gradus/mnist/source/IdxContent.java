package dev.gradus.mnist.source;

/**
 * What one IDX file holds: images or labels, one unsigned byte a pixel or a label.
 *
 * @param name how to call the file in a message
 * @param count the number of images or of labels
 * @param rows the height of an image in pixels; 1 for labels
 * @param columns the width of an image in pixels; 1 for labels
 * @param values count x rows x columns bytes, the last index running fastest; nobody changes them
 * @param sha256 the SHA-256 sum of the uncompressed file, in lower-case hexadecimal
 */
record IdxContent(String name, int count, int rows, int columns, byte[] values, String sha256) {}
