"""How the process holds the memory of pictures that come and go."""

import ctypes
import sys
from contextlib import suppress
from functools import cache

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT = 256 * 1024 * 1024
"""Bytes: larger than any buffer of a 60-megapixel photo."""


@cache
def keep_buffers() -> None:
    """Have the C library keep large buffers for the next picture instead of giving each back to the system.

    Decoding a run of photos otherwise maps and clears the same tens of megabytes for every one, which took a fifth of
    the processor time with two photos at once, and made them wait for each other. Only glibc has the setting
    (https://man7.org/linux/man-pages/man3/mallopt.3.html); elsewhere nothing happens.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _KEPT)
        library.mallopt(_M_TRIM_THRESHOLD, _KEPT)
