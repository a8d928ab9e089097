"""How our numba kernels are compiled, and where the machine code is kept.

A kernel lives in a file whose name ends in `kernels.py`. numba alone does not notice that a kernel
called from another file has changed and would go on running the old machine code; so the folder of
the machine code carries a hash of every such file. The folder only ever saves time: where it cannot
be read, is damaged, or cannot be written, kernels are compiled anew and nothing else happens.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Self, TypeVar

import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache, UserProvidedCacheLocator

__all__ = ["cache_folder", "inlined_kernel", "kernel", "lean_kernel"]

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

_HERE = Path(__file__).parent
_DAMAGED = (OSError, EOFError, UnpicklingError, ValueError, IndexError, KeyError, AttributeError, ImportError)
"""What reading a cut-off or foreign file of machine code raises."""


LEAN: Mapping[str, Any] = {"_nrt": False, "error_model": "numpy"}


def kernel(function: Kernel) -> Kernel:
    """Compile on the first call, without Python's lock, and keep the machine code for later processes.

    Call a kernel always with the same types of arguments: each further set is compiled again.

    Raises
    ------
    ValueError
        The function is not in a file whose name ends in `kernels.py`, so its changes would go unnoticed.
    """
    return _compiled(function, {})


def lean_kernel(function: Kernel) -> Kernel:
    """Compile a kernel that makes no array, not even a view of one, and so need not count who holds them.

    Counting is an atomic operation for each array of each call: kernels that hand on many arrays and call each
    other often are some four times as fast without, and threads do not slow each other down. Whoever calls one
    from Python holds its arrays until it returns. Dividing a whole number by 0 gives 0.
    """
    return _compiled(function, LEAN)


def inlined_kernel(function: Kernel) -> Kernel:
    """Compile as `lean_kernel`, and put the code where it is called instead of a call, which copies all arguments."""
    return _compiled(function, {**LEAN, "forceinline": True})


def _compiled(function: Kernel, options: Mapping[str, Any]) -> Kernel:
    source = Path(function.__code__.co_filename)
    if not source.name.endswith("kernels.py"):
        raise ValueError(f"{function.__name__} is compiled: it belongs in a file named …kernels.py, not {source.name}")
    dispatcher: Any = numba.njit(nogil=True, **options)(function)
    dispatcher._cache = _OptionalCache(function)  # noqa: SLF001 - what its enable_caching() does with numba's own
    return dispatcher


@cache
def cache_folder() -> Path:
    """Return where machine code is kept: a folder for this state of all kernel sources and this numba.

    `DORPSRONDE_CACHE_DIR` says where; otherwise it is the user's cache folder.
    """
    digest = hashlib.sha256(numba.__version__.encode() + Path(__file__).read_bytes())
    for source in sorted(_HERE.rglob("*kernels.py")):
        digest.update(source.relative_to(_HERE).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    return _user_cache() / f"kernels-{digest.hexdigest()[:16]}"


def _user_cache() -> Path:
    chosen = os.environ.get("DORPSRONDE_CACHE_DIR")
    if chosen:
        return Path(chosen).absolute()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~/AppData/Local")
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.path.expanduser(base)) / "dorpsronde"  # noqa: PTH111 - unlike Path, no error without a home


def _subfolder(package: Path, otherwise: str) -> str:
    """Name a package as it is named from here: every checkout with the same kernels finds the same machine code."""
    return "/".join(package.relative_to(_HERE).parts) if package.is_relative_to(_HERE) else otherwise


class _KeyedFolder(UserProvidedCacheLocator):
    def __init__(self, py_func: Callable[..., Any], py_file: str) -> None:
        super().__init__(py_func, py_file)
        self._cache_path = str(cache_folder() / _subfolder(Path(py_file).parent, Path(self._cache_path).name))

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Self:
        return cls(py_func, py_file)  # numba would first try to write, and so refuse a filled read-only folder


class _KeyedFunctions(CompileResultCacheImpl):
    _locator_classes = (_KeyedFolder,)


class _OptionalCache(FunctionCache):
    _impl_class = _KeyedFunctions

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        untyped: Any = super()
        loaded: Any = None
        with suppress(*_DAMAGED):
            loaded = untyped.load_overload(sig, target_context)
        # Two processes that compile for different types at once may each take the same name of file.
        return loaded if loaded is not None and tuple(loaded.signature.args) == tuple(sig) else None

    def save_overload(self, sig: Any, data: Any) -> None:
        untyped: Any = super()
        with suppress(OSError):
            try:
                untyped.save_overload(sig, data)
            except _DAMAGED:
                self.flush()
