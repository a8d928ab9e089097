"""What is said of every row: it passes, it was mended and how, or it fails and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kernel.text import Text
from rounds.intake.columns import Columns

__all__ = ["Judged", "Judgement", "Outcome"]

Kind = TypeVar("Kind")


class Outcome(StrEnum):
    """The verdict in one word."""

    PASSES = "passes"
    MENDED = "mended"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Judged(Generic[Kind]):
    """One order, shop or vehicle of a file.

    Attributes
    ----------
    lines: where it stands in the file; more than one where an export gives each thing bought a row.
    ref: what the row calls itself, empty where it does not say.
    value: what was read; None where it fails.
    mends: each change or guess, named.
    faults: every reason why it fails.
    """

    lines: tuple[int, ...]
    ref: str
    value: Kind | None
    mends: tuple[Text, ...] = ()
    faults: tuple[Text, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if self.value is None:
            return Outcome.FAILS
        return Outcome.MENDED if self.mends else Outcome.PASSES


@dataclass(frozen=True, slots=True)
class Judgement(Generic[Kind]):
    """A whole file, judged; `notes` are about the file and its columns."""

    name: str
    columns: Columns
    notes: tuple[Text, ...]
    judged: Sequence[Judged[Kind]]

    @property
    def accepted(self) -> list[Kind]:
        """What passes or was mended, in the order of the file."""
        return [one.value for one in self.judged if one.value is not None]

    @property
    def failing(self) -> list[Judged[Kind]]:
        return [one for one in self.judged if one.outcome is Outcome.FAILS]

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome is outcome for one in self.judged)

    @property
    def summary(self) -> Text:
        """One line: how many pass, were mended, fail."""
        passes, mended, fails = (self.count(outcome) for outcome in Outcome)
        total = len(self.judged)
        return Text(
            f"{total} gelezen: {passes} goed, {mended} verbeterd, {fails} niet bruikbaar",
            f"{total} read: {passes} pass, {mended} mended, {fails} fail",
        )
