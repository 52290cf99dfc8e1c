package dev.gradus.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the figures depend on. */
final class Machine {
  private Machine() {}

  /** Returns the name of the processor, and how many there are. */
  static String processor() throws IOException {
    return "%s, %d processors%s"
        .formatted(
            cpuInfo("model name"),
            Runtime.getRuntime().availableProcessors(),
            hasAvx512() ? ", AVX-512" : "");
  }

  private static boolean hasAvx512() throws IOException {
    return List.of(cpuInfo("flags").split(" ")).contains("avx512f");
  }

  /** Returns the amount of memory. */
  static String memory() throws IOException {
    String kilobytes = value(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return Math.round(Long.parseLong(kilobytes) / 1048576.0) + " GiB";
  }

  /** Returns the operating system. */
  static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  /** Returns the JDK that runs this and all contestants. */
  static String jdk() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
  }

  private static String cpuInfo(String key) throws IOException {
    return value(Path.of("/proc/cpuinfo"), key);
  }

  private static String value(Path file, String key) throws IOException {
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (line.startsWith(key)) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return "unknown";
  }
}
