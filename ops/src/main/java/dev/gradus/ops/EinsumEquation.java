package dev.gradus.ops;

import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The equation of an {@link Ops#einsum einsum}, with a label for each axis.
 *
 * @param inputs for each operand, a label for each of its axes
 * @param output the labels of the result
 */
record EinsumEquation(List<String> inputs, String output) {
  private static final String ELLIPSIS = "...";

  /** The label for the last axis under an ellipsis; those before it follow. No user writes it. */
  private static final char LAST_OF_ELLIPSIS = '\uE000';

  /** Reads an equation such as {@code ij,jk->ik} or {@code ...ij,jk}. */
  static EinsumEquation parse(String equation, List<? extends Operand<?>> operands) {
    String text = equation.replaceAll("\\s", "");
    int arrow = text.indexOf("->");
    String[] terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (terms.length != operands.size()) {
      throw mistake(
          equation,
          "it has %d operand%s, but is given %d"
              .formatted(terms.length, terms.length == 1 ? "" : "s", operands.size()));
    }
    List<String> inputs = new ArrayList<>();
    String ellipsis = "";
    for (int i = 0; i < terms.length; i++) {
      String labels = expanded(equation, terms[i], operands.get(i).shape());
      inputs.add(labels);
      String under =
          labels
              .chars()
              .filter(EinsumEquation::isOfEllipsis)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      ellipsis = under.length() > ellipsis.length() ? under : ellipsis;
    }
    String output =
        arrow < 0
            ? ellipsis + onlyOnce(inputs)
            : replaced(equation, text.substring(arrow + 2), ellipsis);
    if (!ellipsis.isEmpty() && arrow >= 0 && !text.substring(arrow).contains(ELLIPSIS)) {
      throw mistake(equation, "the result must have the ellipsis that the operands have");
    }
    requireOutput(equation, output, inputs);
    return new EinsumEquation(List.copyOf(inputs), output);
  }

  private static boolean isOfEllipsis(int label) {
    return label >= LAST_OF_ELLIPSIS;
  }

  /** Replaces the ellipsis of an operand by labels for the axes that it stands for. */
  private static String expanded(String equation, String term, Shape shape) {
    int axes = 0;
    int letters = term.replace(ELLIPSIS, "").length();
    if (term.contains(ELLIPSIS)) {
      if (!shape.hasKnownRank()) {
        throw mistake(equation, "an ellipsis needs an operand of known rank");
      }
      axes = Math.max(0, shape.rank() - letters);
    }
    String ellipsis =
        IntStream.range(0, axes)
            .mapToObj(axis -> Character.toString(LAST_OF_ELLIPSIS + axis))
            .collect(Collectors.joining());
    String labels = replaced(equation, term, new StringBuilder(ellipsis).reverse().toString());
    if (shape.hasKnownRank() && shape.rank() != labels.length()) {
      throw mistake(
          equation,
          "'%s' has %d label%s, but its operand is of shape %s"
              .formatted(term, letters, letters == 1 ? "" : "s", shape));
    }
    return labels;
  }

  private static String replaced(String equation, String term, String ellipsis) {
    int place = term.indexOf(ELLIPSIS);
    String letters =
        place < 0 ? term : term.substring(0, place) + term.substring(place + ELLIPSIS.length());
    letters
        .chars()
        .filter(label -> !((label >= 'a' && label <= 'z') || (label >= 'A' && label <= 'Z')))
        .findFirst()
        .ifPresent(
            label -> {
              throw mistake(
                  equation, "'%c' is no label: labels are letters".formatted((char) label));
            });
    return place < 0 ? letters : term.replace(ELLIPSIS, ellipsis);
  }

  /** Returns, in alphabetical order, the letters that there are just once. */
  private static String onlyOnce(List<String> inputs) {
    String all = String.join("", inputs);
    return all.chars()
        .filter(label -> !isOfEllipsis(label) && all.indexOf(label) == all.lastIndexOf(label))
        .sorted()
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static void requireOutput(String equation, String output, List<String> inputs) {
    for (int i = 0; i < output.length(); i++) {
      char label = output.charAt(i);
      if (output.indexOf(label) != i) {
        throw mistake(equation, "the result has '%c' twice".formatted(label));
      }
      if (inputs.stream().noneMatch(input -> input.indexOf(label) >= 0)) {
        throw mistake(equation, "'%c' is in the result, but in no operand".formatted(label));
      }
    }
  }

  private static GraphException mistake(String equation, String what) {
    return GraphException.atCaller("tf.einsum cannot compute '%s': %s".formatted(equation, what));
  }
}
