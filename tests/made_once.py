"""Folders and databases that are made once in a run of tests, and copied by all who begin with them."""

import fcntl
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import copytree, rmtree

from tests.stores import RUN, TABLES, Store, copied, renewed

__all__ = ["copy_once", "fill_once"]


def copy_once(name: str, to: Path, make: Callable[[Path], object]) -> None:
    """Copy a folder that `make` makes once in a run, for the first who asks; everyone else waits.

    Where `make` failed or was ended in the middle, the next who asks makes it anew: one fault is one test's.

    Parameters
    ----------
    name: the same for everyone who makes the same.
    to: may be there.
    """
    folder = Path(os.environ[RUN]) / name
    folder.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            rmtree(folder / "home", ignore_errors=True)
            make(folder / "home")
            (folder / "made").touch()
    copytree(folder / "home", to, dirs_exist_ok=True)


def fill_once(store: Store, name: str, extract: Path, fill: Callable[[Store], object]) -> None:
    """Let a new store and its home be as `fill` leaves one with an extract, which it does once in a run.

    Parameters
    ----------
    name: the same for everyone who fills in the same way.
    store: nobody has it open, and nothing is in it yet; its home may be missing.
    """
    name = f"{name}_{sha256(extract.read_bytes()).hexdigest()[:8]}"
    if store.postgresql:
        copy_once(f"{name}_postgresql", store.home, lambda home: fill(copied(TABLES, name, home, anew=True)))
        renewed(store, name)
    else:
        copy_once(f"{name}_sqlite", store.home, lambda home: fill(Store(home)))
