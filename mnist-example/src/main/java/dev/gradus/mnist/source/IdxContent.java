package dev.gradus.mnist.source;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What one IDX file holds: images or labels, one unsigned byte a pixel or a label.
 *
 * @param file which of the four files it is
 * @param name how to call the file in a message
 * @param count the number of images or of labels
 * @param rows the height of an image in pixels; 1 for labels
 * @param columns the width of an image in pixels; 1 for labels
 * @param values count x rows x columns bytes, the last index running fastest; nobody changes them
 */
record IdxContent(DataFile file, String name, int count, int rows, int columns, byte[] values) {
  /** Computes the SHA-256 sum of the uncompressed file, in lower-case hexadecimal. */
  String sha256() {
    ByteBuffer header = ByteBuffer.allocate(16).putInt(file.magicNumber()).putInt(count);
    if (file.holdsImages()) {
      header.putInt(rows).putInt(columns);
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(header.flip());
      digest.update(values);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
