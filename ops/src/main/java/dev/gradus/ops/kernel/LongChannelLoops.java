package dev.gradus.ops.kernel;

/** The loops of max pooling on {@code long[]}. */
final class LongChannelLoops implements ChannelLoops<long[]> {
  @Override
  public void raise(long[] x, int from, long[] greatest, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      long element = x[from + i];
      long least = greatest[to + i];
      greatest[to + i] = element > least ? element : least;
    }
  }

  @Override
  public void follow(long[] x, int from, int[] greatest, int channels) {
    for (int i = 0; i < channels; i++) {
      greatest[i] = x[from + i] > x[greatest[i]] ? from + i : greatest[i];
    }
  }

  @Override
  public void find(long[] x, int from, long[] values, int at, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      places[i] = places[i] < 0 && x[from + i] == values[at + i] ? from + i : places[i];
    }
  }

  @Override
  public void add(long[] x, int from, long[] sums, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      sums[places[i]] += x[from + i];
    }
  }

  @Override
  public void pick(long[] x, int[] places, long[] picked, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      picked[to + i] = places[i] < 0 ? 0 : x[places[i]];
    }
  }
}
