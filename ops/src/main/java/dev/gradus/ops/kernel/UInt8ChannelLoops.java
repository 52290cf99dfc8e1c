package dev.gradus.ops.kernel;

/** The loops of max pooling on {@code byte[]}, unsigned. */
final class UInt8ChannelLoops implements ChannelLoops<byte[]> {
  @Override
  public void raise(byte[] x, int from, byte[] greatest, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      byte element = x[from + i];
      byte least = greatest[to + i];
      greatest[to + i] = Byte.compareUnsigned(element, least) > 0 ? element : least;
    }
  }

  @Override
  public void follow(byte[] x, int from, int[] greatest, int channels) {
    for (int i = 0; i < channels; i++) {
      greatest[i] = Byte.compareUnsigned(x[from + i], x[greatest[i]]) > 0 ? from + i : greatest[i];
    }
  }

  @Override
  public void find(byte[] x, int from, byte[] values, int at, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      places[i] = places[i] < 0 && x[from + i] == values[at + i] ? from + i : places[i];
    }
  }

  @Override
  public void add(byte[] x, int from, byte[] sums, int[] places, int channels) {
    for (int i = 0; i < channels; i++) {
      sums[places[i]] += x[from + i];
    }
  }

  @Override
  public void pick(byte[] x, int[] places, byte[] picked, int to, int channels) {
    for (int i = 0; i < channels; i++) {
      picked[to + i] = places[i] < 0 ? 0 : x[places[i]];
    }
  }
}
