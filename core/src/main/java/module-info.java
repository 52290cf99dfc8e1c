/** What a graph is, what an op is, and how a graph runs. */
module dev.gradus.core {
  requires transitive com.google.common;
  requires static transitive org.jspecify;

  exports dev.gradus.core;

  uses dev.gradus.core.OpLibrary;
}
