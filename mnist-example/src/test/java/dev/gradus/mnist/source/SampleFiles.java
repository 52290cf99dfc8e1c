package dev.gradus.mnist.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Small data sets in the manner of MNIST, made from a seed, as the bytes of their four files. */
public final class SampleFiles {
  private SampleFiles() {}

  /** The bytes of a file of images with random pixels. */
  public static byte[] images(int count, int rows, int columns, Random random) {
    byte[] pixels = new byte[count * rows * columns];
    random.nextBytes(pixels);
    return images(count, rows, columns, pixels);
  }

  /** The bytes of a file that says it has so many images, and has these pixels. */
  public static byte[] images(int count, int rows, int columns, byte[] pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x803)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .put(pixels)
        .array();
  }

  /** The bytes of a file of random labels. */
  public static byte[] labels(int count, Random random) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) random.nextInt(10);
    }
    return labels(count, labels);
  }

  /** The bytes of a file that says it has so many labels, and has these. */
  public static byte[] labels(int count, byte[] labels) {
    return ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(count).put(labels).array();
  }

  /**
   * The bytes of four plain files under their usual names: 7 training and 3 test images of 4 x 5.
   */
  public static Map<String, byte[]> plain(long seed) {
    return plain(seed, 7, 3, 4, 5);
  }

  /** The bytes of four plain files under their usual names. */
  public static Map<String, byte[]> plain(long seed, int train, int test, int rows, int columns) {
    Random random = new Random(seed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("train-images-idx3-ubyte", images(train, rows, columns, random));
    files.put("train-labels-idx1-ubyte", labels(train, random));
    files.put("t10k-images-idx3-ubyte", images(test, rows, columns, random));
    files.put("t10k-labels-idx1-ubyte", labels(test, random));
    return files;
  }

  /** The same files compressed, with {@code .gz} at the end of their names. */
  public static Map<String, byte[]> gzip(Map<String, byte[]> plain) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    plain.forEach((name, bytes) -> files.put(name + ".gz", gzip(bytes)));
    return files;
  }

  /** Compresses bytes. */
  public static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** Writes files into a directory, made if missing, and returns it. */
  public static Path write(Path directory, Map<String, byte[]> files) {
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
