package dev.gradus.mnist.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Passes bytes on up to a limit, and fails beyond: against what expands without end. */
final class LimitedInputStream extends FilterInputStream {
  private final long limit;
  private final String name;
  private long remaining;

  LimitedInputStream(InputStream in, long limit, String name) {
    super(in);
    this.limit = limit;
    this.name = name;
    this.remaining = limit;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    count(skipped);
    return skipped;
  }

  /** Says no: a reset would have to give counted bytes back. */
  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws DataSourceException {
    remaining -= bytes;
    if (remaining < 0) {
      throw new DataSourceException(
          "%s expands to more than the %d MiB that are read.".formatted(name, limit >> 20));
    }
  }
}
