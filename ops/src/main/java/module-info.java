/** What each op computes: the face that users call, the op definitions, and the kernels. */
module dev.gradus.ops {
  requires transitive dev.gradus.core;
  requires com.google.common;
  requires static org.jspecify;

  exports dev.gradus.ops;
}
