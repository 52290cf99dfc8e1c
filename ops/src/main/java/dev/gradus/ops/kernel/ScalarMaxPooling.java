package dev.gradus.ops.kernel;

/** {@link FloatMaxPooling} by {@link MaxPooling}. */
final class ScalarMaxPooling implements FloatMaxPooling {
  private final Pooling sizes;
  private final int[] places;

  ScalarMaxPooling(Pooling sizes) {
    this.sizes = sizes;
    places = new int[sizes.channels()];
  }

  @Override
  public void forward(float[] images, float[] result) {
    MaxPooling.FLOATS.forward(sizes, images, result);
  }

  @Override
  public void byImages(float[] images, float[] gradient, float[] byImages) {
    MaxPooling.FLOATS.byImages(sizes, images, gradient, byImages, places);
  }
}
