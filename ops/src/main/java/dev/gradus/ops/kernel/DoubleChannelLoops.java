package dev.gradus.ops.kernel;

/** The loops of max pooling on {@code double[]}. */
final class DoubleChannelLoops implements ChannelLoops<double[]> {
  @Override
  public void raise(double[] x, int from, double[] greatest, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      double element = x[from + i];
      double least = greatest[to + i];
      greatest[to + i] = element > least || Double.isNaN(least) ? element : least;
    }
  }

  @Override
  public void follow(double[] x, int from, int[] greatest, int channels) {
    for (int i = 0; i < channels; i++) {
      greatest[i] = x[from + i] > x[greatest[i]] ? from + i : greatest[i];
    }
  }

  @Override
  public void find(double[] x, int from, double[] values, int at, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      places[i] = places[i] < 0 && x[from + i] == values[at + i] ? from + i : places[i];
    }
  }

  @Override
  public void add(double[] x, int from, double[] sums, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      sums[places[i]] += x[from + i];
    }
  }

  @Override
  public void pick(double[] x, int[] places, double[] picked, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      picked[to + i] = places[i] < 0 ? 0 : x[places[i]];
    }
  }
}
