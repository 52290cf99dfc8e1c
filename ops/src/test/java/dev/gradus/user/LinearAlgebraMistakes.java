package dev.gradus.user;

/** What can be got wrong with products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraMistakes extends MistakeTable {
  @Override
  void fill() {}
}
