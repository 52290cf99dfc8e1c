package dev.gradus.ops.kernel;

/**
 * What max pooling does with the channels of one pixel, which lie side by side, for arrays of one
 * type.
 *
 * @param <A> the array type
 */
interface ChannelLoops<A> {
  /** Puts elements in the place of those that they are greater than, and of NaNs. */
  void raise(A x, int from, A greatest, int to, int channels);

  /** Puts the places of elements in the place of those whose elements they are greater than. */
  void follow(A x, int from, int[] greatest, int channels);

  /** Keeps the places of elements that equal the values, unless a place was kept before. */
  void find(A x, int from, A values, int at, int[] places, int channels);

  /** Adds elements to those at the places. */
  void add(A x, int from, A sums, int[] places, int channels);

  /** Takes the elements at the places; 0 where there is none. */
  void pick(A x, int[] places, A picked, int to, int channels);
}
