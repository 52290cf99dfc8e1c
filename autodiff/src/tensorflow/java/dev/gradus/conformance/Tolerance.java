package dev.gradus.conformance;

import dev.gradus.conformance.Run.Direction;
import dev.gradus.core.DataType;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By how much results of Gradus and TensorFlow may differ: all of it stands here, with the reasons.
 *
 * <p>The unit is the ulp, the distance from one number of a type to the next, taken at one of
 * these:
 *
 * <ul>
 *   <li>{@link At#RESULT}, the larger of the two results: for what is exactly rounded (0 ulp) and
 *       for functions of one or two numbers, of which Gradus promises 2 ulp and TensorFlow's own
 *       are about as good (4 ulp between the two).
 *   <li>{@link At#TERMS}, the sum of the magnitudes of all terms: for sums of products, which the
 *       two add up in another order. Where nothing cancels this is the result too. That sum is
 *       found by computing the op of the magnitudes of its inputs. A sum of n terms may differ by
 *       about √n/4 ulp; a product of n factors, of which each product is rounded in relation to
 *       itself, by 3√n; and either by 4.
 *   <li>{@link At#CONDITION}, how far the result moves with its inputs, for decompositions and
 *       solutions of equations: see {@link #sensitivity}.
 *   <li>{@link At#ROW}, the result too, for what is divided by the sum of a row: 4 ulp, or 8 in
 *       rows of more than 64 elements.
 *   <li>{@link At#LOGITS}, the largest of the inputs, for what is the difference of a logit and the
 *       logarithm of a sum.
 *   <li>{@link At#PLACE}, the largest number at the same place of any input or output: for the
 *       formulas by which optimizers change variables, a handful of roundings each, in which a step
 *       may cancel what it is subtracted from; and {@link At#LARGEST}, the largest anywhere, where
 *       several such steps change rows that indices choose.
 * </ul>
 *
 * <p>A gradient is a short formula, and may hold sums and cancel. It may differ by 4 ulp, and where
 * it is sensitive to its inputs by as much as it changes when all its inputs are rounded to half
 * the digits less one bit: see {@link #sensitivity}. Some gradients are made of the op's own
 * result, which may be near 1 where they are near 0: for these, ulps of the gradient at the output
 * are allowed.
 */
final class Tolerance {
  private enum At {
    RESULT,
    TERMS,
    ROW,
    LARGEST,
    CONDITION,
    PLACE
  }

  /**
   * A bound for a kind of op.
   *
   * @param ulps how many ulp
   * @param growth how many for each √n of what is made of n elements, if these are more
   */
  private record Bound(double ulps, At at, double growth) {
    Bound(double ulps, At at) {
      this(ulps, at, 0);
    }
  }

  private static final Bound EXACT = new Bound(0, At.RESULT);
  private static final Bound FUNCTION = new Bound(4, At.RESULT);
  private static final Bound SUM = new Bound(4, At.TERMS, 0.25);
  private static final Bound PRODUCT = new Bound(4, At.TERMS, 3);
  private static final Bound SOLUTION = new Bound(4, At.CONDITION);
  private static final Bound PER_ROW = new Bound(4, At.ROW);
  private static final Bound DIFFERENCE_OF_LOGITS = new Bound(4, At.LARGEST);
  private static final Bound STEP = new Bound(4, At.PLACE);

  private static final Bound SPARSE_STEP = new Bound(8, At.LARGEST);

  /** Two square roots and a quotient, then squared. */
  private static final Bound LONG_STEP = new Bound(8, At.PLACE);

  /** Ops that are not listed are exact. */
  private static final Map<String, Bound> BOUNDS =
      Map.ofEntries(
          Map.entry("ApplyAdadelta", LONG_STEP),
          Map.entry("ApplyAdagrad", STEP),
          Map.entry("ApplyFtrl", STEP),
          Map.entry("ApplyMomentum", STEP),
          Map.entry("Acos", FUNCTION),
          Map.entry("Acosh", FUNCTION),
          Map.entry("Asin", FUNCTION),
          Map.entry("Asinh", FUNCTION),
          Map.entry("Atan", FUNCTION),
          Map.entry("Atan2", FUNCTION),
          Map.entry("Atanh", FUNCTION),
          Map.entry("Cos", FUNCTION),
          Map.entry("Cosh", FUNCTION),
          Map.entry("Elu", FUNCTION),
          Map.entry("Erf", FUNCTION),
          Map.entry("Erfc", FUNCTION),
          Map.entry("Expm1", FUNCTION),
          Map.entry("Log1p", FUNCTION),
          Map.entry("Rsqrt", FUNCTION),
          Map.entry("Selu", FUNCTION),
          Map.entry("Sin", FUNCTION),
          Map.entry("Sinh", FUNCTION),
          Map.entry("Softplus", FUNCTION),
          Map.entry("Softsign", FUNCTION),
          Map.entry("Tan", FUNCTION),
          Map.entry("Xlogy", FUNCTION),
          Map.entry("Exp", FUNCTION),
          Map.entry("Log", FUNCTION),
          Map.entry("LogSoftmax", DIFFERENCE_OF_LOGITS),
          Map.entry("MatMul", SUM),
          Map.entry("MatrixTriangularSolve", SOLUTION),
          Map.entry("Qr", SOLUTION),
          Map.entry("AvgPool", SUM),
          Map.entry("AvgPoolGrad", SUM),
          Map.entry("BiasAddGrad", SUM),
          Map.entry("Conv2D", SUM),
          Map.entry("Conv2DBackpropFilter", SUM),
          Map.entry("Conv2DBackpropInput", SUM),
          Map.entry("DepthwiseConv2dNative", SUM),
          Map.entry("DepthwiseConv2dNativeBackpropFilter", SUM),
          Map.entry("DepthwiseConv2dNativeBackpropInput", SUM),
          Map.entry("BatchMatMulV2", SUM),
          Map.entry("Cumprod", PRODUCT),
          Map.entry("Cumsum", SUM),
          Map.entry("L2Loss", SUM),
          Map.entry("LinSpace", STEP),
          Map.entry("MirrorPadGrad", SUM),
          Map.entry("Prod", PRODUCT),
          Map.entry("Mean", SUM),
          Map.entry("Pow", FUNCTION),
          Map.entry("Sigmoid", FUNCTION),
          Map.entry("Softmax", PER_ROW),
          Map.entry("SoftmaxCrossEntropyWithLogits", FUNCTION),
          Map.entry("SparseSoftmaxCrossEntropyWithLogits", FUNCTION),
          Map.entry("SparseApplyAdadelta", SPARSE_STEP),
          Map.entry("SparseApplyAdagrad", SPARSE_STEP),
          Map.entry("SparseApplyFtrl", SPARSE_STEP),
          Map.entry("SparseApplyMomentum", SPARSE_STEP),
          Map.entry("SparseApplyRMSProp", SPARSE_STEP),
          Map.entry("Sum", SUM),
          Map.entry("Tanh", FUNCTION));

  /** Ops whose gradients are made of their results. */
  private static final Set<String> GRADIENT_OF_RESULT =
      Set.of("Sigmoid", "Softmax", "LogSoftmax", "Tanh");

  private static final int PERTURBATIONS = 4;

  private final Run run;
  private final Bound bound;

  /** The magnitudes at which ulps are taken, if not at the result; found when they are needed. */
  private @Nullable List<Tensor<?>> magnitudes;

  private @Nullable List<double[]> sensitivity;

  private Tolerance(Run run, Bound bound) {
    this.run = run;
    this.bound = bound;
  }

  static Tolerance of(Run run) {
    return new Tolerance(
        run,
        run.direction() == Direction.BACKWARD ? FUNCTION : BOUNDS.getOrDefault(run.op(), EXACT));
  }

  /** Tells whether two numbers are near enough; both are finite. */
  boolean accepts(DataType<?> type, int output, int element, double ours, double theirs) {
    double difference = Math.abs(ours - theirs);
    double result = Math.max(Math.abs(ours), Math.abs(theirs));
    if (difference <= bound.ulps() * Values.ulp(type, result)) {
      return true;
    }
    if (run.direction() == Direction.BACKWARD) {
      return difference <= sensitivity(output, element)
          || (GRADIENT_OF_RESULT.contains(run.op())
              && difference <= 8 * Values.ulp(type, largestUpstream()));
    }
    return switch (bound.at()) {
      case RESULT -> false;
      case TERMS -> difference <= ulps(output) * Values.ulp(type, terms(output, element));
      case ROW -> difference <= (rowLength() > 64 ? 8 : bound.ulps()) * Values.ulp(type, result);
      case LARGEST ->
          difference <= bound.ulps() * Values.ulp(type, Math.max(result, largest(run.inputs())));
      case CONDITION -> difference <= sensitivity(output, element);
      case PLACE -> difference <= bound.ulps() * Values.ulp(type, atPlace(element, result));
    };
  }

  /** More for long sums and products: their roundings add up as a random walk does. */
  private double ulps(int output) {
    Tensor<?> result = ((Outcome.Success) run.ours()).tensors().get(output);
    long inputs = run.inputs().stream().mapToLong(Tensor::size).max().orElse(1);
    return Math.max(
        bound.ulps(), bound.growth() * Math.sqrt((double) inputs / Math.max(1, result.size())));
  }

  private int rowLength() {
    Shape shape = run.inputs().get(0).shape();
    return shape.dimension(shape.rank() - 1);
  }

  private double terms(int output, int element) {
    if (magnitudes == null) {
      magnitudes =
          run.withInputs(Math::abs) instanceof Outcome.Success values
              ? values.tensors()
              : List.of();
    }
    return magnitudes.isEmpty() ? 0 : Math.abs(Values.doubles(magnitudes.get(output))[element]);
  }

  private double atPlace(int element, double result) {
    double largest = result;
    List<Tensor<?>> all = new ArrayList<>(run.inputs());
    all.addAll(((Outcome.Success) run.ours()).tensors());
    for (Tensor<?> tensor : all) {
      if (tensor.dataType().isFloating() && tensor.size() > 0) {
        double[] elements = Values.doubles(tensor);
        largest = Math.max(largest, Math.abs(elements[elements.length == 1 ? 0 : element]));
      }
    }
    return largest;
  }

  private double largestUpstream() {
    return largest(run.inputs().subList(run.sample().inputs().size(), run.inputs().size()));
  }

  /** Returns the largest magnitude of a finite element. */
  private static double largest(List<Tensor<?>> tensors) {
    double largest = 0;
    for (Tensor<?> tensor : tensors) {
      for (double element :
          tensor.dataType().isFloating() ? Values.doubles(tensor) : new double[0]) {
        largest = Double.isFinite(element) ? Math.max(largest, Math.abs(element)) : largest;
      }
    }
    return largest;
  }

  /**
   * By how much an element changes, at most, when each input is changed at random by up to 16 ulp:
   * what differs by less is as good as exact for inputs that are off by that little.
   */
  private double sensitivity(int output, int element) {
    if (sensitivity == null) {
      sensitivity = measured();
    }
    return sensitivity.get(output)[element];
  }

  private List<double[]> measured() {
    Random random = new Random(1); // Any will do, but the same each time.
    List<Tensor<?>> unchanged = ((Outcome.Success) run.ours()).tensors();
    List<double[]> largest = new ArrayList<>();
    unchanged.forEach(tensor -> largest.add(new double[tensor.size()]));
    double epsilon =
        unchanged.get(0).dataType().equals(DataType.FLOAT32) ? Math.ulp(1f) : Math.ulp(1.0);
    for (int i = 0; i < PERTURBATIONS; i++) {
      if (run.withInputs(x -> x * (1 + 16 * epsilon * (2 * random.nextDouble() - 1)))
          instanceof Outcome.Success changed) {
        for (int output = 0; output < largest.size(); output++) {
          double[] before = Values.doubles(unchanged.get(output));
          double[] after = Values.doubles(changed.tensors().get(output));
          double[] most = largest.get(output);
          for (int element = 0; element < most.length; element++) {
            most[element] = Math.max(most[element], Math.abs(after[element] - before[element]));
          }
        }
      }
    }
    return largest;
  }
}
