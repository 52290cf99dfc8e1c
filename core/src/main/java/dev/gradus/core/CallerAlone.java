package dev.gradus.core;

/** The workers of a session that has one thread. */
enum CallerAlone implements Workers {
  /** The only one. */
  INSTANCE;

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void run(int parts, Part part) {
    for (int i = 0; i < parts; i++) {
      part.run(i);
    }
  }
}
