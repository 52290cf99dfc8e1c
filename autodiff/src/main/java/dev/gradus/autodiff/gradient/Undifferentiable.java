package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import java.util.Map;

/** The ops through which no gradient flows, each with the reason. */
public final class Undifferentiable implements GradientLibrary {
  /** They have no inputs to differentiate by, or take from them nothing but type and shape. */
  private static final ImmutableSet<String> INDEPENDENT =
      ImmutableSet.of("Placeholder", "Const", "ZerosLike", "OnesLike", "Shape", "Size", "Rank");

  /** Their results are truth values, indices and counts, which do not change by small amounts. */
  private static final ImmutableSet<String> DISCRETE =
      ImmutableSet.of(
          "Equal",
          "NotEqual",
          "Less",
          "LessEqual",
          "Greater",
          "GreaterEqual",
          "LogicalAnd",
          "LogicalOr",
          "LogicalNot",
          "IsNan",
          "IsInf",
          "IsFinite",
          "ArgMax",
          "ArgMin",
          "Range",
          "InvertPermutation",
          "Where",
          "InTopK",
          "InTopKV2",
          "BroadcastGradientArgs",
          "Any",
          "All");

  /** Their results are constant wherever they have a derivative, which is 0. */
  private static final ImmutableSet<String> PIECEWISE_CONSTANT =
      ImmutableSet.of("Sign", "Round", "Rint", "Floor", "Ceil", "FloorDiv", "TruncateDiv");

  /** That is what it is for. */
  private static final ImmutableSet<String> STOPPED = ImmutableSet.of("StopGradient");

  /** They have an effect; what a variable was assigned does not count as what it depends on. */
  private static final ImmutableSet<String> STATE =
      ImmutableSet.of(
          "NoOp",
          "Assert",
          "VariableV2",
          "Assign",
          "AssignAdd",
          "AssignSub",
          "ScatterUpdate",
          "ScatterAdd",
          "ScatterSub",
          "ScatterMul",
          "ScatterDiv",
          "ScatterMin",
          "ScatterMax",
          "ScatterNdUpdate",
          "ScatterNdAdd",
          "ScatterNdSub",
          "ApplyGradientDescent",
          "ApplyMomentum",
          "ApplyAdadelta",
          "ApplyAdagrad",
          "ApplyFtrl",
          "ApplyRMSProp",
          "ApplyAdam",
          "SparseApplyMomentum",
          "SparseApplyAdadelta",
          "SparseApplyAdagrad",
          "SparseApplyFtrl",
          "SparseApplyRMSProp");

  /** What they draw does not depend on anything. */
  private static final ImmutableSet<String> RANDOM =
      ImmutableSet.of(
          "RandomUniform", "RandomUniformInt", "RandomStandardNormal", "TruncatedNormal");

  /** Creates the library; called by Java's service loader. */
  public Undifferentiable() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.copyOf(
        Maps.toMap(
            Iterables.concat(INDEPENDENT, DISCRETE, PIECEWISE_CONSTANT, STOPPED, STATE, RANDOM),
            opType -> Gradient.none()));
  }
}
