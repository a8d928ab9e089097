"""Factor sets within reach: those that come with the product, and the user's own in the home folder.

One's own are rows that replace some of a shipped set, kept as they were handed in: `HOME/factors/2026.2+glec.csv` holds
the rows, its name the set that they stand upon. Neither is ever edited, so that a version means one thing for good.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from impact.factor_table import LATEST, available, load_factors, read_rows
from impact.factors import Factor, FactorSet, Status
from impact.likely_mix import SHARES
from kernel.errors import BadInputError, ConflictError, StorageError
from kernel.files import read_within, write_text_once

__all__ = ["FactorShelf"]

FOLDER = "factors"
LIMIT_MIB = 4
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_VERSION = re.compile(rf"(\d+\.\d+)\+({_NAME.pattern})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FactorShelf:
    """Every factor set that can be named.

    Attributes
    ----------
    home: the folder of everything that stays.
    """

    home: Path

    def versions(self) -> tuple[str, ...]:
        """List the shipped versions, oldest first, then one's own by name."""
        try:
            names = sorted(file.name.removesuffix(".csv") for file in (self.home / FOLDER).glob("*.csv"))
        except OSError as fault:
            raise StorageError(f"cannot be looked through ({fault.strerror})", where=str(self.home / FOLDER)) from fault
        return (*available(), *filter(_VERSION.fullmatch, names))

    def load(self, version: str = LATEST) -> FactorSet:
        """Load a set by its version.

        Raises
        ------
        BadInputError
            There is no such version, or a row of one's own has a fault.
        """
        if version not in self.versions():
            raise BadInputError(
                f"there is no factor set {version!r}", way_out=f"There is: {', '.join(self.versions())}."
            )
        own = _VERSION.fullmatch(version)
        return _with_own(_read(self._file(version)), own[1], own[2]) if own else load_factors(version)

    def take_in(self, file: Path, name: str, base: str = LATEST, *, is_trial: bool = False) -> tuple[FactorSet, bool]:
        """Keep rows of one's own under a name.

        Returns
        -------
        The set, and whether it is new: the same file again adds nothing.

        Raises
        ------
        BadInputError
            A row has a fault, replaces nothing, or leaves out tank-to-wheel and well-to-tank, each with its line; or
            it is a part of a survey.
        ConflictError
            The name has other numbers already.
        OutputError
            The folder cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise BadInputError(
                f"{name!r} is no name for a factor set", way_out="Use a-z, 0-9 and -, at most 40, such as glec-2025."
            )
        text = _read(file)
        _refuse_half_a_survey(read_rows(text, where=str(file)), str(file))
        made = _with_own(text, base, name, where=str(file))
        kept = self._file(made.version)
        is_new = not kept.exists() and (is_trial or write_text_once(kept, text))
        if not is_new and self.load(made.version) != made:
            raise ConflictError(
                f"there is a factor set {made.version} with other rows",
                way_out="Reports may name it, so it stays. Give this one another --name.",
            )
        return made, is_new

    def _file(self, version: str) -> Path:
        return self.home / FOLDER / f"{version}.csv"


def _refuse_half_a_survey(own: Sequence[Factor], where: str) -> None:
    """Refuse some shares of the likely mix without the others: those would be ours, beside what somebody asked.

    Sets that were taken in before this was asked stay: reports name them.
    """
    given = {factor.id: factor for factor in own if factor.id in SHARES.values()}
    if given and (len(given) < len(SHARES) or any(one.status is Status.ASSUMED for one in given.values())):
        raise BadInputError(
            "a survey of what customers would have done has a share for each way, and none is assumed",
            where=where,
            way_out=f"Give all of {', '.join(SHARES.values())}; 0 is a share too.",
        )


def _with_own(text: str, base: str, name: str, where: str = "") -> FactorSet:
    own = read_rows(text, where=where or f"factor set {base}+{name}")
    stands_on = load_factors(base)
    made = stands_on.with_own(name, own)
    for factor_id in sorted({factor.id for factor in own}):
        if stands_on.split(factor_id) and not made.split(factor_id):
            raise BadInputError(
                f"{factor_id} has a WTW row only",
                where=where,
                way_out=f"Add its TTW and WTT rows: {base} has them, and the inventory needs them.",
            )
    return made


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = read_within(opened, LIMIT_MIB, str(file))
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=str(file)) from fault
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInputError(f"is not UTF-8 text (byte {fault.start})", where=str(file)) from fault
