/**
 * Measures Gradus beside its peers, and writes {@code docs/benchmarks.md}: {@code mvn verify
 * -Pbenchmark}.
 *
 * <p>A figure alone tells about a machine; a ratio of two, measured side by side, tells about
 * programs. So every row of the table is a {@link dev.gradus.benchmark.Contest}: each contestant
 * has a process of its own, in which nothing else has told the compiler what to optimise, and the
 * processes take turns, a fraction of a second each. Whatever slows the machine down for a while
 * slows all of them down, and the median over the rounds of the ratios within a round is left
 * alone. (That is why the rows are not measured with JMH, which would measure one contestant to the
 * end, and then the next.)
 *
 * <p>The contestants: {@link dev.gradus.benchmark.GradusContestants}, {@link
 * dev.gradus.benchmark.TensorFlowContestants}, {@link dev.gradus.benchmark.HandWrittenSoftmax}, and
 * OpenBLAS by way of NumPy, in {@code openblas.py}. What cannot take turns, as it is over after one
 * round, is in {@link dev.gradus.benchmark.ColdRun} and {@link dev.gradus.benchmark.Scale}; where
 * the time of a step goes, in {@link dev.gradus.benchmark.Stages}.
 */
@NullMarked
package dev.gradus.benchmark;

import org.jspecify.annotations.NullMarked;
