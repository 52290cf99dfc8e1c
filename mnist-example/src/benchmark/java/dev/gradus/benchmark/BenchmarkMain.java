package dev.gradus.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures all rows and writes {@code benchmarks.md}; or measures some rows and prints them. Also
 * measures the stages of a step, and puts them into {@code performance.md}.
 *
 * <p>With {@code -Dbenchmark.quick=true}, measures for a look only: less of everything, and of each
 * contestant the fastest round, so that it works somewhat on a machine that does other things
 * besides. Such figures are printed, and not written.
 */
public final class BenchmarkMain {
  private static final String SCALE = "scale";
  private static final String STAGES = "stages";

  private BenchmarkMain() {}

  /**
   * Runs.
   *
   * @param args the directory of the file; and names of rows, where a {@code *} at the end stands
   *     for any end; all rows if there are none
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    List<String> wanted = Arrays.asList(args).subList(1, args.length);
    boolean quick = Boolean.getBoolean("benchmark.quick");
    OpenBlas openBlas = OpenBlas.find();

    List<Line> lines = new ArrayList<>();
    for (Row row : new Rows(openBlas).all()) {
      if (isWanted(row.id(), wanted)) {
        List<Line> measured = row.measurement().lines(quick ? Pace.QUICK : Pace.FULL);
        measured.forEach(line -> System.out.println(line.markdown()));
        lines.addAll(measured);
      }
    }
    List<String> scale = isWanted(SCALE, wanted) ? Scale.table(quick) : List.of();
    scale.forEach(System.out::println);

    List<String> stages =
        isWanted(STAGES, wanted) ? Stages.tables(quick ? Pace.QUICK : Pace.FULL) : List.of();
    stages.forEach(System.out::println);

    if (!stages.isEmpty() && !quick) {
      Report.insert(directory.resolve("performance.md"), stages);
    }
    if (wanted.isEmpty() && !quick) {
      Path file = directory.resolve("benchmarks.md");
      Files.writeString(file, Report.text(lines, scale, openBlas), StandardCharsets.UTF_8);
      System.out.println("Written: " + file);
    }
  }

  private static boolean isWanted(String id, List<String> wanted) {
    return wanted.isEmpty()
        || wanted.stream()
            .anyMatch(
                name ->
                    name.endsWith("*")
                        ? id.startsWith(name.substring(0, name.length() - 1))
                        : id.equals(name));
  }
}
