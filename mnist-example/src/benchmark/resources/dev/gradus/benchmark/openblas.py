# The matrix product of OpenBLAS, by way of NumPy. Speaks as ContestantMain does: see there.
import os
import sys
import time

# OpenBLAS reads these when NumPy loads it. It shall choose its kernels for this processor by itself,
# whatever the machine's owner has chosen.
for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_BLOCK_FACTOR"):
    os.environ.pop(variable, None)

import numpy

WARM = 3


def matrix(index, size):
    """As in Work: multiples of 1/8, from -1 to 1."""
    i = numpy.arange(size * size, dtype=numpy.int64)
    elements = ((i * (7 + 4 * index) % 17 - 8) / 8).astype(numpy.float32)
    return elements.reshape(size, size)


def openblas():
    """The library that NumPy has loaded, or None if it is another one."""
    import ctypes
    with open("/proc/self/maps") as maps:
        names = {line.split()[-1] for line in maps if "openblas" in line.rsplit("/", 1)[-1]}
    return ctypes.CDLL(names.pop()) if names else None


def describe():
    library = openblas()
    if library is None:
        sys.exit("NumPy does not use OpenBLAS")
    import ctypes
    library.openblas_get_config.restype = ctypes.c_char_p
    library.openblas_get_corename.restype = ctypes.c_char_p
    config = library.openblas_get_config().decode()
    core = library.openblas_get_corename().decode()
    version = " ".join(config.split()[:2])
    print(f"{version}, its kernels for {core}, NumPy {numpy.__version__}")


def main():
    if sys.argv[1] == "describe":
        describe()
        return
    size = int(sys.argv[1])
    a, b = matrix(0, size), matrix(1, size)
    product = numpy.empty((size, size), dtype=numpy.float32)
    numpy.matmul(a, b, out=product)
    print("ready", float(product[1, 2]), flush=True)
    for line in sys.stdin:
        command, argument = line.split()
        count = 0
        start = time.perf_counter_ns()
        if command == "warm":
            while time.perf_counter_ns() - start < int(argument) * 1_000_000 or count < WARM:
                numpy.matmul(a, b, out=product)
                count += 1
            print(count, flush=True)
        else:
            for _ in range(int(argument)):
                numpy.matmul(a, b, out=product)
            print(time.perf_counter_ns() - start, flush=True)


main()
