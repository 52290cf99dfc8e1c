/**
 * Where the images and labels come from, and how their bytes are read and checked.
 *
 * <p>A {@link dev.gradus.mnist.source.DataSource} yields four files in the IDX format, wherever
 * they lie: in this program's own jar, in a directory, in an archive, or behind a URL. All of them
 * go through one reader, which trusts nothing that a file says about itself.
 *
 * <p>This package knows bytes only. Batches, epochs and tensors are the business of {@code
 * dev.gradus.mnist}.
 */
@NullMarked
package dev.gradus.mnist.source;

import org.jspecify.annotations.NullMarked;
