"""What an import of a spreadsheet answers, whatever is in it; and verdicts that what is stored adds to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kernel.text import Text
from rounds.intake.mend_file import mend_file
from rounds.intake.table_file import Table
from rounds.intake.verdict import Judged, Judgement

__all__ = ["HowToImport", "Imported", "failing", "mended", "waiting"]

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class HowToImport:
    """What is stored of a file.

    Attributes
    ----------
    dry_run: nothing; only the verdicts are wanted.
    partial: what passes, though other rows fail; else all or nothing.
    keep_uncertain: also an order whose address is not found or not sure; it waits until somebody mends it. Else it
        fails.
    """

    dry_run: bool = False
    partial: bool = False
    keep_uncertain: bool = False

    def stores(self, judgement: Judgement[Any]) -> bool:
        return not self.dry_run and bool(judgement.accepted) and (self.partial or not judgement.failing)


@dataclass(frozen=True, slots=True)
class Imported:
    """A file, judged and perhaps stored.

    Attributes
    ----------
    stored: whether the rows that pass are in the database now.
    new, changed, same: what storing them did, or would do.
    notes: about the whole file.
    """

    table: Table
    judgement: Judgement[Any]
    stored: bool
    new: int
    changed: int
    same: int
    notes: Sequence[Text] = ()

    def rows_to_mend(self, lang: str) -> str:
        """Give the rows that fail or wait as a file, the reason in the last column."""
        return mend_file(self.table, self.judgement, lang=lang)


def failing(judged: Judged[Kind], *faults: Text) -> Judged[Kind]:
    """Let a row fail for further reasons."""
    return replace(judged, value=None, faults=(*judged.faults, *faults))


def waiting(judged: Judged[Kind], reason: Text) -> Judged[Kind]:
    """Let a row be kept, but wait for a person."""
    return replace(judged, waits=(*judged.waits, reason))


def mended(judged: Judged[Kind], *mends: Text) -> Judged[Kind]:
    """Tell of a row what was changed or guessed besides."""
    return replace(judged, mends=(*judged.mends, *mends))
