package dev.gradus.mnist.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one IDX file, compressed with gzip or plain, whichever its first bytes say.
 *
 * <p>An IDX file is a magic number, the dimensions, and the values, all big-endian. The magic
 * number of a file of unsigned bytes is 0x0800 plus the number of dimensions: 2051 for images
 * (count, rows, columns), 2049 for labels (count).
 *
 * <p>A file may come from anywhere, so nothing it says is believed unchecked. Its size is bounded
 * before memory is set aside for it; exactly the bytes it promises are read, however much its
 * compressed form might expand to; and after them both the content and the gzip stream must end.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database, whose last section defines
 *     the format</a>
 */
final class IdxReader {
  /** What a file may hold, in bytes: nearly three times the 47 MB of MNIST's training images. */
  static final long MAXIMUM_BYTES = 128L << 20;

  /** The number of classes; labels run from 0 to one less. */
  static final int CLASSES = 10;

  private static final int BUFFER_BYTES = 1 << 16;

  private IdxReader() {}

  /**
   * Reads the whole of a file.
   *
   * @param file which of the four files it should be
   * @param name how to call it in a message
   * @param input its bytes; read, not closed
   * @throws DataSourceException if it is not that file, whole and sound
   */
  static IdxContent read(DataFile file, String name, InputStream input) throws DataSourceException {
    try {
      InputStream raw = new BufferedInputStream(input, BUFFER_BYTES);
      if (startsAsGzip(raw)) {
        try (StrictGzipInputStream gzip = new StrictGzipInputStream(raw)) {
          IdxContent content = readPlain(file, name, gzip);
          if (gzip.hasTrailingBytes()) {
            throw new DataSourceException(name + " goes on after the end of its gzip data.");
          }
          return content;
        }
      }
      return readPlain(file, name, raw);
    } catch (DataSourceException e) {
      throw e;
    } catch (EOFException e) {
      throw new DataSourceException(name + " is truncated: it ends in the middle of its data.", e);
    } catch (ZipException e) {
      throw DataSourceException.because(name + " is corrupt: it cannot be decompressed", e);
    } catch (IOException e) {
      throw DataSourceException.because(name + " cannot be read", e);
    }
  }

  private static IdxContent readPlain(DataFile file, String name, InputStream plain)
      throws IOException {
    DataInputStream in = new DataInputStream(plain);
    requireMagic(file, name, in.readInt());
    long count = Integer.toUnsignedLong(in.readInt());
    long rows = file.holdsImages() ? Integer.toUnsignedLong(in.readInt()) : 1;
    long columns = file.holdsImages() ? Integer.toUnsignedLong(in.readInt()) : 1;
    byte[] values = new byte[checkedSize(file, name, count, rows, columns)];
    int length = in.readNBytes(values, 0, values.length);
    if (length < values.length) {
      throw new DataSourceException(
          "%s is truncated: it promises %d bytes of %s, but holds %d."
              .formatted(name, values.length, file.holdsImages() ? "images" : "labels", length));
    }
    if (in.read() >= 0) {
      throw new DataSourceException(
          "%s goes on after the %d bytes that it promises.".formatted(name, values.length));
    }
    if (!file.holdsImages()) {
      requireLabelsInRange(name, values);
    }
    return new IdxContent(file, name, (int) count, (int) rows, (int) columns, values);
  }

  private static boolean startsAsGzip(InputStream in) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    return (second << 8 | first) == GZIPInputStream.GZIP_MAGIC;
  }

  private static void requireMagic(DataFile file, String name, int magic)
      throws DataSourceException {
    if (magic != file.magicNumber()) {
      throw new DataSourceException(
          "%s has the magic number %d%s; a file of %s has %d."
              .formatted(
                  name,
                  Integer.toUnsignedLong(magic),
                  meaningOf(magic),
                  file.holdsImages() ? "images" : "labels",
                  file.magicNumber()));
    }
  }

  private static String meaningOf(int magic) {
    if (magic == DataFile.TRAIN_IMAGES.magicNumber()) {
      return ", that of images";
    }
    return magic == DataFile.TRAIN_LABELS.magicNumber() ? ", that of labels" : "";
  }

  private static int checkedSize(DataFile file, String name, long count, long rows, long columns)
      throws DataSourceException {
    String claim =
        file.holdsImages()
            ? "%d images of %d x %d pixels".formatted(count, rows, columns)
            : "%d labels".formatted(count);
    if (count == 0 || rows == 0 || columns == 0) {
      throw new DataSourceException("%s holds nothing: %s.".formatted(name, claim));
    }
    // Divisions, because the product of three unsigned 32-bit numbers can exceed 64 bits.
    if (rows > MAXIMUM_BYTES / columns || count > MAXIMUM_BYTES / (rows * columns)) {
      throw new DataSourceException(
          "%s claims to hold %s, which is more than the %d MiB that are read."
              .formatted(name, claim, MAXIMUM_BYTES >> 20));
    }
    return (int) (count * rows * columns);
  }

  private static void requireLabelsInRange(String name, byte[] labels) throws DataSourceException {
    for (int i = 0; i < labels.length; i++) {
      int label = Byte.toUnsignedInt(labels[i]);
      if (label >= CLASSES) {
        throw new DataSourceException(
            "%s has the label %d at position %d; labels run from 0 to %d."
                .formatted(name, label, i, CLASSES - 1));
      }
    }
  }

  /**
   * Decompresses gzip, and can tell whether bytes follow that are none; the class of the JDK
   * ignores them.
   */
  private static final class StrictGzipInputStream extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    StrictGzipInputStream(InputStream compressed) throws IOException {
      super(compressed, BUFFER_BYTES);
    }

    /** To be asked at the end of the stream, when the inflater still holds the unread trailer. */
    boolean hasTrailingBytes() throws IOException {
      return inf.getRemaining() > TRAILER_BYTES || in.read() >= 0;
    }

    /** Frees the inflater, but leaves the compressed stream open: it is the caller's. */
    @Override
    public void close() {
      inf.end();
    }
  }
}
