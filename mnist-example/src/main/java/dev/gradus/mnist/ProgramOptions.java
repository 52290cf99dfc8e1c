package dev.gradus.mnist;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.GradusException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What the command line says.
 *
 * @param model the name of what to train
 * @param data where the data set lies, as given; empty if nothing was given, for the bundled MNIST
 * @param seed decides the order of the batches
 * @param report where to write a report, as given; empty if none is wanted
 * @param logdir where to write what TensorBoard shows, as given; empty if it is not wanted
 * @param choices what decides about the result, each option by its name, as given or by default
 * @param lesson what to train, with the options given for it
 */
record ProgramOptions(
    String model,
    Optional<String> data,
    long seed,
    Optional<String> report,
    Optional<String> logdir,
    ImmutableMap<String, String> choices,
    Lesson lesson) {
  private static final String PROGRAM = "mnist-example";
  private static final String SOFTMAX = "softmax";
  private static final String BUNDLED_DATA = "MNIST, as bundled";
  private static final String DATA = "--data";
  private static final String STEPS = "--steps";
  private static final String EPOCHS = "--epochs";
  private static final String BATCH_SIZE = "--batch-size";
  private static final String LEARNING_RATE = "--learning-rate";
  private static final String DROPOUT = "--dropout";
  private static final String SEED = "--seed";
  private static final String REPORT = "--report";
  private static final String LOGDIR = "--logdir";
  private static final List<String> CHOICES =
      List.of(DATA, STEPS, EPOCHS, BATCH_SIZE, LEARNING_RATE, DROPOUT, SEED);

  /** A model that can be trained. */
  @FunctionalInterface
  interface Lesson {
    /** Trains it, and returns its accuracy on the test set. */
    float train(DataSets data, TrainingListener listener);
  }

  /**
   * A command: what it trains is its user object.
   *
   * @param lessonOf makes the lesson of the options that were parsed
   */
  private record Command(Function<ParseResult, Lesson> lessonOf) {}

  /** How the networks are trained: all alike, but for the defaults. */
  @FunctionalInterface
  private interface Network {
    float train(DataSets data, NetworkOptions options, TrainingListener listener);
  }

  /**
   * Returns what an empty command line says: the same as its parsing would give, but without the
   * parser, as loading it takes a tenth of the program's time.
   */
  static ProgramOptions defaults() {
    TrainingOptions training = TrainingOptions.defaults();
    long seed = DataSetOptions.defaults().seed();
    ImmutableMap<String, String> choices =
        ImmutableMap.of(
            choice(DATA), BUNDLED_DATA,
            choice(STEPS), String.valueOf(training.steps()),
            choice(BATCH_SIZE), String.valueOf(training.batchSize()),
            choice(LEARNING_RATE), String.valueOf(training.learningRate()),
            choice(SEED), String.valueOf(seed));
    return new ProgramOptions(
        SOFTMAX,
        Optional.empty(),
        seed,
        Optional.empty(),
        Optional.empty(),
        choices,
        softmaxLesson(training));
  }

  /**
   * Returns the parser of the command line. The options are declared to it one by one: annotations
   * would have it look into our classes by reflection.
   */
  static CommandLine parser() {
    CommandSpec program =
        softmax(PROGRAM)
            .addSubcommand(SOFTMAX, softmax(SOFTMAX))
            .addSubcommand(
                "mlp",
                network(
                    "mlp",
                    "Trains a multi-layer perceptron, of two hidden layers with dropout, on"
                        + " handwritten digits, and prints which part of the test images it then"
                        + " reads rightly.",
                    MnistMlp.defaults(),
                    MnistMlp::train))
            .addSubcommand(
                "convnet",
                network(
                    "convnet",
                    "Trains a convolutional network, of two convolutions with pooling and a hidden"
                        + " layer with dropout, on handwritten digits, and prints which part of the"
                        + " test images it then reads rightly.",
                    MnistConvnet.defaults(),
                    MnistConvnet::train));
    return new CommandLine(program);
  }

  private static CommandSpec softmax(String name) {
    TrainingOptions defaults = TrainingOptions.defaults();
    CommandSpec spec =
        command(name, ProgramOptions::softmaxLesson)
            .addOption(
                number(STEPS, int.class, defaults.steps(), "How many training steps to make"))
            .addOption(batchSize(defaults.batchSize()))
            .addOption(
                number(
                    LEARNING_RATE,
                    double.class,
                    defaults.learningRate(),
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
    return spec;
  }

  private static CommandSpec network(
      String name, String description, NetworkOptions defaults, Network network) {
    CommandSpec spec =
        command(name, parsed -> networkLesson(parsed, network))
            .addOption(
                number(
                    EPOCHS,
                    int.class,
                    defaults.epochs(),
                    "How often to go through the training set"))
            .addOption(batchSize(defaults.batchSize()))
            .addOption(
                number(
                    LEARNING_RATE,
                    double.class,
                    defaults.learningRate(),
                    "How far the first steps go; later ones go less far"))
            .addOption(
                number(
                    DROPOUT,
                    double.class,
                    defaults.dropout(),
                    "Which part of the units to leave out at random in each step"))
            .addOption(
                number(
                    SEED,
                    long.class,
                    defaults.seed(),
                    "Decides the order of the examples, the first weights, and what is left out;"
                        + " the same seed gives the same result"));
    spec.usageMessage().description(description);
    return spec;
  }

  private static CommandSpec command(String name, Function<ParseResult, Lesson> lessonOf) {
    return CommandSpec.wrapWithoutInspection(new Command(lessonOf))
        .name(name)
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
            OptionSpec.builder(REPORT)
                .paramLabel("<file>")
                .type(String.class)
                .description(
                    "Writes a page about the training into this HTML file: curves, weights,"
                        + " mistakes, and the graph, step by step (default: no report).")
                .build())
        .addOption(
            OptionSpec.builder(LOGDIR)
                .paramLabel("<directory>")
                .type(String.class)
                .description(
                    "Writes what TensorBoard shows into this directory: the graph, curves,"
                        + " histograms, weights as pictures, time and memory (default: nothing).")
                .build());
  }

  private static OptionSpec batchSize(int defaultValue) {
    return number(BATCH_SIZE, int.class, defaultValue, "How many examples each step looks at");
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
   * Returns what was parsed for the command that was named, the last on the line, or for the
   * program itself if none was.
   *
   * @throws ParameterException if there are options in front of the command
   */
  static ParseResult command(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      List<OptionSpec> before = command.matchedOptions();
      command = command.subcommand();
      if (!before.isEmpty()) {
        throw new ParameterException(
            command.commandSpec().commandLine(),
            "Options come behind the command: '%s' stands before '%s'."
                .formatted(before.get(0).longestName(), command.commandSpec().name()));
      }
    }
    return command;
  }

  /**
   * Takes the options from what was parsed for a command.
   *
   * @throws GradusException if a number is out of range
   */
  static ProgramOptions of(ParseResult command) {
    Command chosen = (Command) command.commandSpec().userObject();
    String name = command.commandSpec().name();
    return new ProgramOptions(
        name.equals(PROGRAM) ? SOFTMAX : name,
        Optional.ofNullable(command.commandSpec().findOption(DATA).getValue()),
        value(command, SEED, Long.class),
        Optional.ofNullable(command.commandSpec().findOption(REPORT).getValue()),
        Optional.ofNullable(command.commandSpec().findOption(LOGDIR).getValue()),
        choices(command),
        chosen.lessonOf().apply(command));
  }

  private static ImmutableMap<String, String> choices(ParseResult command) {
    ImmutableMap.Builder<String, String> choices = ImmutableMap.builder();
    for (String name : CHOICES) {
      OptionSpec option = command.commandSpec().findOption(name);
      if (option != null) {
        Object value = option.getValue();
        choices.put(choice(name), value == null ? BUNDLED_DATA : value.toString());
      }
    }
    return choices.buildOrThrow();
  }

  /** Returns what an option decides about, such as "batch size". */
  private static String choice(String option) {
    return option.substring(2).replace('-', ' ');
  }

  private static Lesson softmaxLesson(ParseResult parsed) {
    return softmaxLesson(
        new TrainingOptions(
            value(parsed, STEPS, Integer.class),
            value(parsed, BATCH_SIZE, Integer.class),
            value(parsed, LEARNING_RATE, Double.class)));
  }

  private static Lesson softmaxLesson(TrainingOptions options) {
    return (data, listener) -> MnistSoftmax.train(data, options, listener);
  }

  private static Lesson networkLesson(ParseResult parsed, Network network) {
    NetworkOptions options =
        new NetworkOptions(
            value(parsed, EPOCHS, Integer.class),
            value(parsed, BATCH_SIZE, Integer.class),
            value(parsed, LEARNING_RATE, Double.class),
            value(parsed, DROPOUT, Double.class),
            value(parsed, SEED, Long.class));
    return (data, listener) -> network.train(data, options, listener);
  }

  private static <V> V value(ParseResult parsed, String option, Class<V> type) {
    Object value = parsed.commandSpec().findOption(option).getValue();
    return type.cast(value);
  }
}
