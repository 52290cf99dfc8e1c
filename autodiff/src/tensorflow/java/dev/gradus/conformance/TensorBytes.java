package dev.gradus.conformance;

import dev.gradus.core.DataType;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of tensors as bytes, as TensorFlow has them in memory and in files. */
final class TensorBytes {
  private TensorBytes() {}

  /** Returns the elements, row by row, each with its least byte first. */
  static byte[] of(Tensor<?> tensor) {
    byte[] bytes = new byte[tensor.size() * tensor.dataType().byteSize()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    DataType<?> type = tensor.dataType();
    if (type.equals(DataType.FLOAT32)) {
      buffer.asFloatBuffer().put(tensor.toFloatArray());
    } else if (type.equals(DataType.FLOAT64)) {
      buffer.asDoubleBuffer().put(tensor.toDoubleArray());
    } else if (type.equals(DataType.INT32)) {
      buffer.asIntBuffer().put(tensor.toIntArray());
    } else if (type.equals(DataType.INT64)) {
      buffer.asLongBuffer().put(tensor.toLongArray());
    } else if (type.equals(DataType.UINT8)) {
      buffer.put(tensor.toByteArray());
    } else {
      for (boolean element : tensor.toBooleanArray()) {
        buffer.put((byte) (element ? 1 : 0));
      }
    }
    return bytes;
  }

  /** Returns the tensor with these elements. */
  static Tensor<?> toTensor(DataType<?> type, Shape shape, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (type.equals(DataType.FLOAT32)) {
      return Tensor.ofFloats(shape, elements -> buffer.asFloatBuffer().get(elements));
    } else if (type.equals(DataType.FLOAT64)) {
      return Tensor.ofDoubles(shape, elements -> buffer.asDoubleBuffer().get(elements));
    } else if (type.equals(DataType.INT32)) {
      return Tensor.ofInts(shape, elements -> buffer.asIntBuffer().get(elements));
    } else if (type.equals(DataType.INT64)) {
      return Tensor.ofLongs(shape, elements -> buffer.asLongBuffer().get(elements));
    } else if (type.equals(DataType.UINT8)) {
      return Tensor.ofBytes(shape, buffer::get);
    } else {
      return Tensor.ofBooleans(
          shape,
          elements -> {
            for (int i = 0; i < elements.length; i++) {
              elements[i] = buffer.get() != 0;
            }
          });
    }
  }
}
