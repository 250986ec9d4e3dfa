"""An exception raised in another thread, which ends what that does in the midst of it.

It is what Ctrl+C is to the main thread: it comes between two instructions of Python, so a call into
C ends first.
"""

from __future__ import annotations

import ctypes

_raise = ctypes.pythonapi.PyThreadState_SetAsyncExc
_raise.argtypes = (ctypes.c_ulong, ctypes.py_object)


class Interrupted(BaseException):
    """A job was cancelled in the midst of a step."""


def interrupt(thread: int) -> None:
    """Raise Interrupted in the thread with this identifier; one that has ended is left alone."""
    _raise(thread, Interrupted)


def take_back(thread: int) -> None:
    """Forget an `interrupt` that the thread has not noticed yet."""
    _raise(thread, ctypes.py_object())
