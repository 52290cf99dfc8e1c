package dev.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A uint8 is a number from 0 to 255 that equals, orders and prints by its value. */
class UInt8Test {
  @Test
  void holdsEveryValueFrom0To255() {
    for (int value = 0; value <= 255; value++) {
      UInt8 number = UInt8.of(value);
      assertThat(number.intValue()).isEqualTo(value);
      assertThat(number.longValue()).isEqualTo(value);
      assertThat(number.floatValue()).isEqualTo(value);
      assertThat(number.doubleValue()).isEqualTo(value);
      assertThat(number.byteValue()).isEqualTo((byte) value);
      assertThat(number).hasToString(Integer.toString(value));
    }
  }

  @Test
  void refusesAnyOtherValue() {
    for (int value : new int[] {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> UInt8.of(value))
          .isInstanceOf(GradusException.class)
          .hasMessage("A uint8 holds 0 to 255, not " + value + ".");
    }
  }

  @Test
  void equalsAndOrdersByValue() {
    for (int left = 0; left <= 255; left++) {
      for (int right = 0; right <= 255; right++) {
        UInt8 a = UInt8.of(left);
        UInt8 b = UInt8.of(right);
        assertThat(a.equals(b)).isEqualTo(left == right);
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.compare(left, right));
      }
    }
    assertThat(UInt8.of(200)).hasSameHashCodeAs(UInt8.of(200));
    assertThat(UInt8.of(7)).isNotEqualTo(7).isNotEqualTo(null);
  }
}
