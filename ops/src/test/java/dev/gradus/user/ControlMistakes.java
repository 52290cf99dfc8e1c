package dev.gradus.user;

/**
 * What can be got wrong with the ops that decide what runs, and that look at values while they run.
 */
final class ControlMistakes extends MistakeTable {
  @Override
  void fill() {}
}
