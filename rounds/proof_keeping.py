"""Proofs: taken in, shown to who may see them, and erased when they were kept long enough."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from data.database import Database
from data.kept_proofs import KeptProofs
from data.models.proof import Proof
from data.work import Work
from kernel.errors import NotFoundError, OutputError
from kernel.scope import Scope

__all__ = ["erase_old_proofs", "picture_of"]

SCOPE = Scope.system("old proofs erased")
IN_ONE_TURN = 20
"""Files that two squares' proofs may share, so whoever removes them has everybody else wait: a moment for so many."""
ORPHANS_AFTER = timedelta(days=1)
"""A file that belongs to no proof is one whose making failed, or is not over yet."""


def picture_of(work: Work, home: Path, proof: Proof) -> bytes:
    """Read the picture of a proof.

    Raises
    ------
    NotFoundError
        It was kept long enough, or is to be forgotten.
    """
    if proof.kept_until <= work.now:
        raise NotFoundError(
            f"the picture of proof {proof.id} was kept until {proof.kept_until:%Y-%m-%d} and is gone",
            way_out="The proof still tells who made it, and when.",
        )
    return KeptProofs(home).read(proof.sha256)


def erase_old_proofs(database: Database, home: Path, *, strays: bool = True) -> int:
    """Remove the files of pictures that nobody sees any more, then say so; give how many proofs that were.

    Whoever is stopped in between removes them again: a file that is gone is no fault. They go while nobody else writes:
    who sends the same picture meanwhile finds it gone in their own turn, and keeps it again.

    Parameters
    ----------
    strays: whether to look for files that belong to no proof: at every file there is.

    Raises
    ------
    OutputError
        One may not be removed; all others are.
    """
    kept = KeptProofs(home)
    with database.read(SCOPE) as work:
        over = work.proofs.over()
        unsure = {proof.sha256 for proof in over}
        unsure |= kept.untouched_since(work.now - ORPHANS_AFTER) if strays else set[str]()
        gone = unsure - work.proofs.still_shown(unsure) if unsure else unsure
    stuck: dict[str, OutputError] = {}
    names = sorted(gone)
    for first in range(0, len(names), IN_ONE_TURN):
        part = set(names[first : first + IN_ONE_TURN])
        with database.begin(SCOPE) as work:
            stuck |= _stuck(kept, part - work.proofs.still_shown(part))
    erased = [proof for proof in over if proof.sha256 not in stuck]
    for square_id in sorted({proof.square_id for proof in erased}):
        with database.begin(Scope.system(SCOPE.work, [square_id])) as work:
            work.proofs.erased(square_id, [proof.id for proof in erased if proof.square_id == square_id])
    for fault in stuck.values():
        raise fault
    return len(erased)


def _stuck(kept: KeptProofs, names: Iterable[str]) -> dict[str, OutputError]:
    """Remove files, and give those that may not be removed, with why."""
    found: dict[str, OutputError] = {}
    for name in sorted(names):
        try:
            kept.remove(name)
        except OutputError as fault:
            found[name] = fault
    return found
