package dev.gradus.ops.kernel;

/** The loops of max pooling on {@code int[]}. */
final class IntChannelLoops implements ChannelLoops<int[]> {
  @Override
  public void raise(int[] x, int from, int[] greatest, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      int element = x[from + i];
      int least = greatest[to + i];
      greatest[to + i] = element > least ? element : least;
    }
  }

  @Override
  public void follow(int[] x, int from, int[] greatest, int channels) {
    for (int i = 0; i < channels; i++) {
      greatest[i] = x[from + i] > x[greatest[i]] ? from + i : greatest[i];
    }
  }

  @Override
  public void find(int[] x, int from, int[] values, int at, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      places[i] = places[i] < 0 && x[from + i] == values[at + i] ? from + i : places[i];
    }
  }

  @Override
  public void add(int[] x, int from, int[] sums, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      sums[places[i]] += x[from + i];
    }
  }

  @Override
  public void pick(int[] x, int[] places, int[] picked, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      picked[to + i] = places[i] < 0 ? 0 : x[places[i]];
    }
  }
}
