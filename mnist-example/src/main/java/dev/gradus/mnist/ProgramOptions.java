package dev.gradus.mnist;

import dev.gradus.core.GradusException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What the command line says.
 *
 * @param data where the data set lies, as given; empty if nothing was given, for the bundled MNIST
 * @param training how long and how fast to train
 * @param seed decides the order of the batches
 */
record ProgramOptions(Optional<String> data, TrainingOptions training, long seed) {
  private static final String DATA = "--data";
  private static final String STEPS = "--steps";
  private static final String BATCH_SIZE = "--batch-size";
  private static final String LEARNING_RATE = "--learning-rate";
  private static final String SEED = "--seed";

  /**
   * Returns the parser of the command line. The options are declared to it one by one: annotations
   * would have it look into our classes by reflection.
   */
  static CommandLine parser() {
    TrainingOptions training = TrainingOptions.defaults();
    CommandSpec spec =
        CommandSpec.create()
            .name("mnist-example")
            .mixinStandardHelpOptions(true)
            .version("Gradus MNIST example " + version())
            .addOption(
                OptionSpec.builder(DATA)
                    .paramLabel("<place>")
                    .type(String.class)
                    .description(
                        "A data set: a directory of IDX files, an archive of them (.zip, .tar,"
                            + " .tar.gz, .tar.bz2), or the HTTPS URL of the folder where they"
                            + " lie (default: the MNIST data that the program carries with it).")
                    .build())
            .addOption(
                number(STEPS, int.class, training.steps(), "How many training steps to make"))
            .addOption(
                number(
                    BATCH_SIZE,
                    int.class,
                    training.batchSize(),
                    "How many examples each step looks at"))
            .addOption(
                number(
                    LEARNING_RATE,
                    double.class,
                    training.learningRate(),
                    "How far each step goes along the gradient"))
            .addOption(
                number(
                    SEED,
                    long.class,
                    DataSetOptions.defaults().seed(),
                    "Decides the order of the examples; the same seed gives the same result"));
    spec.usageMessage()
        .description(
            "Trains softmax regression on handwritten digits, and prints which part of the test"
                + " images it then reads rightly.");
    return new CommandLine(spec);
  }

  private static OptionSpec number(
      String name, Class<?> type, Object defaultValue, String description) {
    return OptionSpec.builder(name)
        .paramLabel("<number>")
        .type(type)
        .defaultValue(defaultValue.toString())
        .description(description + " (default: ${DEFAULT-VALUE}).")
        .build();
  }

  /** The version, as the module knows it, or else the manifest of the jar, or else nobody. */
  private static String version() {
    return Optional.ofNullable(ProgramOptions.class.getModule().getDescriptor())
        .flatMap(descriptor -> descriptor.rawVersion())
        .or(() -> Optional.ofNullable(ProgramOptions.class.getPackage().getImplementationVersion()))
        .orElse("(development build)");
  }

  /**
   * Takes the options from what was parsed.
   *
   * @throws GradusException if a number is out of range
   */
  static ProgramOptions of(ParseResult parsed) {
    CommandSpec spec = parsed.commandSpec();
    return new ProgramOptions(
        Optional.ofNullable(spec.findOption(DATA).getValue()),
        new TrainingOptions(
            spec.findOption(STEPS).<Integer>getValue(),
            spec.findOption(BATCH_SIZE).<Integer>getValue(),
            spec.findOption(LEARNING_RATE).<Double>getValue()),
        spec.findOption(SEED).<Long>getValue());
  }
}
