package dev.gradus.user;

/** What can be got wrong with convolution and pooling. */
final class ConvolutionMistakes extends MistakeTable {
  @Override
  void fill() {}
}
