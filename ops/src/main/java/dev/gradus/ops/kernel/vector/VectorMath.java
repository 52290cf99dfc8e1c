package dev.gradus.ops.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link dev.gradus.ops.kernel.FloatMath} in all lanes at once: the same operations in the same
 * order, with the same numbers, hence the same bits. Why they are these is said there.
 *
 * <p>A loop must call just one of them, and once, and they call each other no more than they do:
 * the JVM's compiler stops to inline when a method has become large, all but the methods of the
 * Vector API itself.
 */
final class VectorMath {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  private static final float TO_INTEGER = 0x1.8p23f;
  private static final int TO_INTEGER_BITS = 0x4b400000;
  private static final int TWO_THIRDS_BITS = 0x3f2aaaab;
  private static final int SIGN_BIT = 0x80000000;

  private VectorMath() {}

  /** e<sup>x</sup>. */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(-104f).min(89f);
    FloatVector shifted =
        clamped.fma(
            FloatVector.broadcast(SPECIES, 0x1.715476p+0f),
            FloatVector.broadcast(SPECIES, TO_INTEGER));
    FloatVector n = shifted.sub(TO_INTEGER);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -0x1.62e43p-1f), clamped);
    r = n.fma(FloatVector.broadcast(SPECIES, 0x1.05c61p-29f), r);
    FloatVector q = FloatVector.broadcast(SPECIES, 0x1.9f089p-13f);
    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.6d8d08p-10f));
    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.11127p-7f));
    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.55548ep-5f));
    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.555554p-3f));
    q = q.fma(r, FloatVector.broadcast(SPECIES, 0.5f));
    FloatVector power = r.mul(r).fma(q, r).add(1f);
    IntVector exponent = shifted.reinterpretAsInts().sub(TO_INTEGER_BITS);
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    return power
        .mul(half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
        .mul(exponent.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
  }

  /** The natural logarithm. */
  static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.lt(Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p25f), subnormal).reinterpretAsInts();
    IntVector exponentBits = bits.sub(TWO_THIRDS_BITS).lanewise(VectorOperators.AND, 0xff800000);
    FloatVector f = bits.sub(exponentBits).reinterpretAsFloats().sub(1f);
    // An integer as small as this becomes a float by way of the bits, too, exactly.
    FloatVector exponent =
        exponentBits
            .lanewise(VectorOperators.ASHR, 23)
            .add(TO_INTEGER_BITS)
            .reinterpretAsFloats()
            .sub(TO_INTEGER);
    FloatVector k = exponent.blend(exponent.sub(25f), subnormal);
    FloatVector q = FloatVector.broadcast(SPECIES, -0x1.0930fp-3f);
    q = q.fma(f, FloatVector.broadcast(SPECIES, 0x1.1ed0f8p-3f));
    q = q.fma(f, FloatVector.broadcast(SPECIES, -0x1.f25e42p-4f));
    q = q.fma(f, FloatVector.broadcast(SPECIES, 0x1.1ebe78p-3f));
    q = q.fma(f, FloatVector.broadcast(SPECIES, -0x1.55a75p-3f));
    q = q.fma(f, FloatVector.broadcast(SPECIES, 0x1.99d1f2p-3f));
    q = q.fma(f, FloatVector.broadcast(SPECIES, -0x1.fffe84p-3f));
    q = q.fma(f, FloatVector.broadcast(SPECIES, 0x1.555502p-2f));
    q = q.fma(f, FloatVector.broadcast(SPECIES, -0.5f));
    return logOf(x, f, k, q);
  }

  /** The logarithm from its parts; a method of its own, as larger ones are not inlined. */
  private static FloatVector logOf(FloatVector x, FloatVector f, FloatVector k, FloatVector q) {
    FloatVector exact = k.mul(0x1.62e4p-1f);
    FloatVector high = exact.add(f);
    FloatVector low = f.sub(high.sub(exact));
    FloatVector rest = f.mul(f).fma(q, k.mul(0x1.7f7d1cp-20f));
    FloatVector result = high.add(low.add(rest));
    FloatVector positive = x.blend(result, x.lt(Float.POSITIVE_INFINITY));
    FloatVector other =
        FloatVector.broadcast(SPECIES, Float.NaN)
            .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    return other.blend(positive, x.compare(VectorOperators.GT, 0f));
  }

  /** The hyperbolic tangent. */
  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = a.mul(a);
    FloatVector p = FloatVector.broadcast(SPECIES, 0x1.19ff48p-9f);
    p = p.fma(z, FloatVector.broadcast(SPECIES, -0x1.0c4ceep-7f));
    p = p.fma(z, FloatVector.broadcast(SPECIES, 0x1.639fe6p-6f));
    p = p.fma(z, FloatVector.broadcast(SPECIES, -0x1.b9f0cep-5f));
    p = p.fma(z, FloatVector.broadcast(SPECIES, 0x1.111074p-3f));
    p = p.fma(z, FloatVector.broadcast(SPECIES, -0x1.555554p-2f));
    FloatVector small = a.mul(z).fma(p, a);
    FloatVector quotient = FloatVector.broadcast(SPECIES, 2f).div(exp(a.add(a)).add(1f));
    FloatVector large = FloatVector.broadcast(SPECIES, 1f).sub(quotient);
    // Neither is negative, so that the sign of x can be set.
    IntVector sign = x.reinterpretAsInts().lanewise(VectorOperators.AND, SIGN_BIT);
    return large
        .blend(small, a.lt(0.625f))
        .reinterpretAsInts()
        .lanewise(VectorOperators.OR, sign)
        .reinterpretAsFloats();
  }

  /** The logistic function 1 / (1 + e<sup>−x</sup>). */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector t = exp(x.abs().neg());
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    return one.blend(t, x.lt(0f)).div(t.add(1f));
  }
}
