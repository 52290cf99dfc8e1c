/** Tests that stand where a user's program stands: outside of Gradus' own packages. */
@NullMarked
package dev.gradus.user;

import org.jspecify.annotations.NullMarked;
