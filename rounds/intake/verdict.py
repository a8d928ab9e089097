"""What is said of every row: it passes, it was mended and how, it waits for a person, or it fails and why."""

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
    WAITS = "waits"
    """It is kept, and goes no further before a person has mended it."""


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
    waits: what a person has to mend of what is kept.
    """

    lines: tuple[int, ...]
    ref: str
    value: Kind | None
    mends: tuple[Text, ...] = ()
    faults: tuple[Text, ...] = ()
    waits: tuple[Text, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if self.value is None:
            return Outcome.FAILS
        if self.waits:
            return Outcome.WAITS
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
        """What is taken in, be it to wait, in the order of the file."""
        return [one.value for one in self.judged if one.value is not None]

    @property
    def failing(self) -> list[Judged[Kind]]:
        return [one for one in self.judged if one.outcome is Outcome.FAILS]

    @property
    def to_mend(self) -> list[Judged[Kind]]:
        """What a person has to look at: it fails or waits."""
        return [one for one in self.judged if one.outcome in {Outcome.FAILS, Outcome.WAITS}]

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome is outcome for one in self.judged)

    @property
    def summary(self) -> Text:
        """One line: how many pass, were mended, fail; and how many wait, where some do."""
        passes, mended, fails, waits = (self.count(outcome) for outcome in Outcome)
        total = len(self.judged)
        waiting = _waiting(waits)
        return Text(
            f"{total} gelezen: {passes} goed, {mended} verbeterd, {fails} niet bruikbaar{waiting.nl}",
            f"{total} read: {passes} pass, {mended} mended, {fails} fail{waiting.en}",
        )


def _waiting(many: int) -> Text:
    if many == 0:
        return Text("", "")
    return Text(
        f", {many} {'wacht' if many == 1 else 'wachten'} op een beter adres",
        f", {many} {'waits' if many == 1 else 'wait'} for a better address",
    )
