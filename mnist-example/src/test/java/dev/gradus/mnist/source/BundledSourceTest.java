package dev.gradus.mnist.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the program carries the real MNIST data, all of it. */
final class BundledSourceTest {
  @Test
  void holdsAllImages() throws Exception {
    TrainAndTest data = DataSource.bundled().read();

    assertThat(data.train().count()).isEqualTo(60_000);
    assertThat(data.test().count()).isEqualTo(10_000);
    assertThat(data.train().rows()).isEqualTo(28);
    assertThat(data.train().columns()).isEqualTo(28);
  }

  @ParameterizedTest
  @EnumSource
  void filesMatchTheirChecksums(DataFile file) throws Exception {
    byte[] compressed = resource(file.gzipName());
    IdxContent content =
        IdxReader.read(file, file.gzipName(), new ByteArrayInputStream(compressed));

    assertThat(sha256(compressed)).isEqualTo(sums("SHA256SUMS").get(file.gzipName()));
    assertThat(content.sha256())
        .isEqualTo(sums("SHA256SUMS.uncompressed").get(file.plainName()))
        .isEqualTo(file.mnistSha256());
  }

  @Test
  void carriesItsLicenceNotice() throws Exception {
    assertThat(new String(resource("NOTICE.txt"), UTF_8))
        .contains("Yann LeCun", "Corinna Cortes", "creativecommons.org/licenses/by-sa/3.0");
  }

  private static Map<String, String> sums(String name) throws Exception {
    return new String(resource(name), US_ASCII)
        .lines()
        .map(line -> line.split(" +"))
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = BundledSource.class.getResourceAsStream("mnist/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
