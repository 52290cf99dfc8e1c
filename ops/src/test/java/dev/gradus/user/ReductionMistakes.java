package dev.gradus.user;

/** What can be got wrong with the ops that make one number of several. */
final class ReductionMistakes extends MistakeTable {
  @Override
  void fill() {}
}
