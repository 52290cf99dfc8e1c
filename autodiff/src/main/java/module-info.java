/** What each op's gradient is, how gradients flow, and the optimizers built on them. */
module dev.gradus.autodiff {
  requires transitive dev.gradus.ops;
  requires com.google.common;
  requires static org.jspecify;
}
