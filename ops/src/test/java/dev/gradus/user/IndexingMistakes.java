package dev.gradus.user;

/**
 * What can be got wrong with the ops that pick elements by index, put them in place, or search for
 * them.
 */
final class IndexingMistakes extends MistakeTable {
  @Override
  void fill() {}
}
