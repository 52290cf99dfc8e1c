/**
 * The programs that the API promises to its users: that they compile and run as they stand there.
 */
@NullMarked
package dev.gradus.mnist.contract;

import org.jspecify.annotations.NullMarked;
