package dev.gradus.ops.kernel;

/** The loops of max pooling on {@code float[]}. */
final class FloatChannelLoops implements ChannelLoops<float[]> {
  @Override
  public void raise(float[] x, int from, float[] greatest, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      float element = x[from + i];
      float least = greatest[to + i];
      greatest[to + i] = element > least || Float.isNaN(least) ? element : least;
    }
  }

  @Override
  public void follow(float[] x, int from, int[] greatest, int channels) {
    for (int i = 0; i < channels; i++) {
      greatest[i] = x[from + i] > x[greatest[i]] ? from + i : greatest[i];
    }
  }

  @Override
  public void find(float[] x, int from, float[] values, int at, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      places[i] = places[i] < 0 && x[from + i] == values[at + i] ? from + i : places[i];
    }
  }

  @Override
  public void add(float[] x, int from, float[] sums, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      sums[places[i]] += x[from + i];
    }
  }

  @Override
  public void pick(float[] x, int[] places, float[] picked, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      picked[to + i] = places[i] < 0 ? 0 : x[places[i]];
    }
  }
}
