/**
 * The MNIST example of Gradus: the data set, the programs that train on it, and what is around
 * them.
 *
 * <p>It uses only what any program can: the exported packages of the other modules.
 */
module dev.gradus.mnist {
  requires dev.gradus.autodiff;
  requires transitive dev.gradus.core;
  requires dev.gradus.ops;
  requires info.picocli;
  requires java.desktop;
  requires java.net.http;
  requires me.tongfei.progressbar;
  requires org.apache.commons.compress;
  requires static transitive org.jspecify;

  exports dev.gradus.mnist;
  exports dev.gradus.mnist.source;
}
