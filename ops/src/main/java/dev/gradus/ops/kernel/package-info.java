/**
 * The numeric loops of Gradus, on plain Java arrays: what an op computes, when it has been decided
 * that it computes.
 *
 * <p>This package knows arrays and lengths, and nothing of graphs, tensors or ops. All arrays are
 * row-major; shapes are {@code int[]}; unsigned bytes are kept in {@code byte[]}. Everything is
 * stateless, or immutable, so any number of threads may use it; but for what owns the arrays in
 * which it computes, such as a {@link dev.gradus.ops.kernel.ConvolutionLoop}, and says so.
 *
 * <h2>The same bits everywhere</h2>
 *
 * <p>Floating-point addition is not associative: {@code (1e8f + -1e8f) + 1f} is 1, {@code 1e8f +
 * (-1e8f + 1f)} is 0. A program that adds in another order when it runs on a wider vector unit, on
 * more threads or on a newer compiler gives other results there, small differences that training
 * then amplifies. So here the order is not left to the implementation: each accumulation has a law,
 * chosen so that a fast loop can obey it. Blocking, threads and vector width may decide <i>when</i>
 * something is computed, and what next to what; they may not change a single operand.
 *
 * <p><b>The law of sums.</b> The elements x<sub>0</sub>, x<sub>1</sub>, … of one sum, in row-major
 * order of the reduced coordinates, are dealt to sixteen partial sums, x<sub>i</sub> to s<sub>i mod
 * 16</sub>, each adding what it gets in order. These are combined by halves:
 *
 * <pre>{@code
 * s[j] += s[j + 8]   for j in 0..7
 * s[j] += s[j + 4]   for j in 0..3
 * s[j] += s[j + 2]   for j in 0..1
 * s[0] += s[1]
 * }</pre>
 *
 * <p>Sixteen because that is a whole number of vectors of every width up to 512 bits: two registers
 * of eight lanes, four of four, or one of sixteen. (It is also more accurate than one running sum:
 * errors grow with the length of the longest chain, n / 16 + 4 additions.) The partial sums begin
 * at −0, the one number that changes no other when added (+0 would turn −0 into +0), so lanes that
 * get no element do not matter, the sum of one element is that element to the bit, and only the sum
 * of nothing is set apart: it is +0. A product follows the same law with 1 for −0. The law speaks
 * of the sequence, not of the layout: a row and a column with the same elements have the same sum.
 *
 * <p><b>The law of means.</b> The sum by the law of sums, divided by the count (rounded to the
 * element type), in one division; never a multiplication by a reciprocal, which rounds twice.
 *
 * <p><b>The law of products.</b> Each element of a matrix product is one chain of fused
 * multiply-adds in order of k: {@code s = fma(a[i][k], b[k][j], s)} for k = 0, 1, …, from s = +0. A
 * product of no terms is therefore +0, and so is one whose terms are all ±0, because +0 plus −0 is
 * +0. Vector lanes run across j (or across i), never across k.
 *
 * <p><b>The law of convolutions.</b> Each element of a convolution is one chain of fused
 * multiply-adds over the places of the window by row, column and channel, from s = +0: {@code s =
 * fma(image[y + i][x + j][c], filter[i][j][c], s)}. Each element of the gradient by the images is
 * one over those places at which the stride lets the window have the pixel under it, by row, column
 * and filter: {@code s = fma(gradient[step][k], filter[i][j][k], s)}. Each element of the gradient
 * by the filter is one over all steps of the window by image, row and column: {@code s =
 * fma(image[...], gradient[step], s)}. A pixel outside of the image, or a step that is not made, is
 * not left out: it is a +0 like others, so that an infinite factor makes a NaN of it. A depthwise
 * convolution is this for each channel.
 *
 * <p><b>The law of pools.</b> A mean under a window is one chain of additions over the pixels
 * inside of the image, by row and column, from +0, divided once by their number. Gradients that
 * come to one pixel from several windows are added in the order of these windows, from +0.
 *
 * <p><b>The law of functions.</b> Sums, differences, products, quotients, remainders, square roots
 * and conversions are correctly rounded by IEEE 754 and Java. exp, log, tanh and the logistic
 * function are given sequences of such operations ({@link dev.gradus.ops.kernel.FloatMath}, {@link
 * dev.gradus.ops.kernel.DoubleMath}), and so are the error function ({@link
 * dev.gradus.ops.kernel.ErrorFunction}) and the inverses of the hyperbolic functions ({@link
 * dev.gradus.ops.kernel.HyperbolicInverses}). The others are {@link java.lang.StrictMath}'s, which
 * names its algorithms. A {@code float} function without a sequence of its own is that of {@code
 * double}, rounded. {@code java.lang.Math}'s transcendental functions are not used: their last bit
 * is the JVM's choice.
 *
 * <p>The one thing without a law is which of the many NaNs a NaN is: Java does not say, and all of
 * them count as the same value here.
 *
 * <h2>The parts</h2>
 *
 * <ul>
 *   <li>Element-wise functions are <i>block functions</i>, {@link dev.gradus.ops.kernel.UnaryBlock}
 *       and {@link dev.gradus.ops.kernel.BinaryBlock}. What there is to compute is said by {@link
 *       dev.gradus.ops.kernel.UnaryFunction} and its siblings; {@link
 *       dev.gradus.ops.kernel.Elements}, one for each type, have the loops. {@link
 *       dev.gradus.ops.kernel.Broadcast} runs them on arrays of different shapes.
 *   <li>{@link dev.gradus.ops.kernel.Reduction} runs a {@link
 *       dev.gradus.ops.kernel.ReductionBlock}, such as {@code Kernels.floats().sum()} or {@code
 *       IntReductions::max}, over any axes.
 *   <li>{@link dev.gradus.ops.kernel.RunningTotals} and {@link dev.gradus.ops.kernel.Segments}
 *       combine elements with a block function, one after the other: each of their results is one
 *       chain in the order of the axis, or of the rows.
 *   <li>Matrix products and the softmax family: {@code FloatKernels}, {@link
 *       dev.gradus.ops.kernel.MatrixProducts}, {@link dev.gradus.ops.kernel.DoubleSoftmax}.
 *   <li>Windows over images: {@link dev.gradus.ops.kernel.ConvolutionLoop}, {@link
 *       dev.gradus.ops.kernel.DoubleConvolution} and others, whose sizes a {@link
 *       dev.gradus.ops.kernel.Convolution} holds; {@link dev.gradus.ops.kernel.MaxPooling} and
 *       {@link dev.gradus.ops.kernel.FloatAveragePooling}.
 *   <li>Moving and converting elements of any type: {@link dev.gradus.ops.kernel.BroadcastView},
 *       {@link dev.gradus.ops.kernel.StridedCopy}, {@link dev.gradus.ops.kernel.Mirroring}, {@link
 *       dev.gradus.ops.kernel.SequenceReversal}, {@link dev.gradus.ops.kernel.Transposition},
 *       {@link dev.gradus.ops.kernel.ElementArrays}, {@link dev.gradus.ops.kernel.Casts}.
 *   <li>Picking and placing by index: {@link dev.gradus.ops.kernel.RowPositions} finds and checks
 *       the places, {@link dev.gradus.ops.kernel.RowMoves} moves the rows, several updates of one
 *       place in the order of their indices; searching: {@link dev.gradus.ops.kernel.Selections},
 *       {@link dev.gradus.ops.kernel.TopElements}, {@link dev.gradus.ops.kernel.DistinctElements}.
 *   <li>Random numbers: {@link dev.gradus.ops.kernel.Philox} and {@link
 *       dev.gradus.ops.kernel.RandomFill}.
 * </ul>
 */
@NullMarked
package dev.gradus.ops.kernel;

import org.jspecify.annotations.NullMarked;
