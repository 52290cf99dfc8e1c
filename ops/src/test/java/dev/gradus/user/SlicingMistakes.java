package dev.gradus.user;

/** What can be got wrong with the ops that join, cut, repeat and turn round tensors. */
final class SlicingMistakes extends MistakeTable {
  @Override
  void fill() {}
}
