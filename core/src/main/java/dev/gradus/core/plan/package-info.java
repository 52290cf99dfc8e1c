/**
 * How a graph runs: from what a caller wants to a flat list of steps, and through that list.
 *
 * <p>In the order in which a run passes through them:
 *
 * <ol>
 *   <li>{@code Executor} is what a session holds. It looks the request ({@code RunRequest}:
 *       fetches, targets, what is fed and in which shapes) up among the plans it keeps ({@code
 *       PlanCache}), and makes a plan if there is none.
 *   <li>{@code Pruning} cuts the graph at the feeds and keeps what the fetches and targets need;
 *       {@code Admission} says what is missing or wrong, all at once.
 *   <li>{@code Planner} walks the kept operations once, in the order in which they were built, and
 *       turns each into a {@code PlanNode} between {@code PlanValue}s: it finds the real shapes,
 *       folds constants, turns reads and writes of variables into plain values, and asks the {@link
 *       dev.gradus.core.Rewrite}s ({@code Rewriting}).
 *   <li>Where ops run functions, the parts of the plan are nested ({@code Part}) until {@code
 *       DeadParts} has dropped what nobody needs. {@code Fusing} then asks the rewrites that put
 *       one node in the place of several, as the uses of each value can be counted now, and {@code
 *       Flattening} makes one list of the parts, with jumps.
 *   <li>{@code Placement} gives every value a place among the arrays of a run, so that values which
 *       are not alive at the same time share one.
 *   <li>{@code Plan} keeps the result. It is immutable, and serves any number of threads, each with
 *       a {@code Frame}: the arrays, and the {@code Step}s bound to them, some of which run by
 *       turns ({@code Blocks}). {@code WorkerPool} has the threads among which one large step may
 *       be divided.
 * </ol>
 *
 * <p>Whoever looks into this gets a plan of their own. {@code Explaining} puts it into words, with
 * the help of {@code ValueNames} and {@code Needs}: what the graph's operations became, and what
 * the planner told of each rewrite ({@code Applied}). A {@code RunObserver} is told of each step of
 * the frame that was made for it: {@code Recorder} keeps what the step read and wrote, {@code
 * FiniteCheck} looks for NaN and infinities. Other plans and frames know nothing of all that.
 *
 * <p>Nothing here recurses along the graph (but into bodies, which are nested no deeper than a
 * program nests them), and each walk is linear in the number of nodes.
 */
@NullMarked
package dev.gradus.core.plan;

import org.jspecify.annotations.NullMarked;
