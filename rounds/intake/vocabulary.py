"""The words a kind of table is written in: what its columns mean and by which names they are known."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from kernel.text import Text

__all__ = ["REASON", "Export", "Meaning", "Tier", "Vocabulary", "name_key", "names"]

Tier = frozenset[str]
"""Keys of names that say a thing equally well."""

REASON = "reason"
"""The column of our own file of rows to mend; read back, it is passed over."""


def name_key(name: str) -> str:
    """Give the key of a column's name: case, accents, spaces and signs do not count."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in folded if mark.isalnum())


def names(text: str) -> Tier:
    """Give the keys of names that stand in one text, between commas."""
    return frozenset(name_key(name) for name in text.split(","))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column can mean.

    Attributes
    ----------
    name: of the column in docs/csv.md.
    label: as people say it.
    tiers: its names, the most telling tier first; a lower tier only fills in where the higher are empty.
    units: in which it may be told, where it is an amount, and how many of its smallest each is.
    """

    name: str
    label: Text
    tiers: tuple[Tier, ...]
    units: Mapping[str, int | Decimal] = field(default_factory=dict[str, int | Decimal])


@dataclass(frozen=True, slots=True)
class Export:
    """The export of a known program, in which some names mean something of their own.

    Attributes
    ----------
    sign: names that together tell this program.
    own: what its names mean; an empty text where a name means nothing to us.
    row_per_item: an order may take several rows, one for each thing bought.
    """

    program: str
    sign: Tier
    own: Mapping[str, str]
    row_per_item: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All meanings of a kind of table.

    Attributes
    ----------
    required: meanings of which one in each set must be there.
    address: meanings that are taken together from one tier: nobody wants the street of one and the town of another.
    not_ours: names that look like ours and mean something else.
    """

    what: Text
    meanings: tuple[Meaning, ...]
    required: tuple[frozenset[str], ...]
    not_ours: Tier
    address: frozenset[str] = frozenset()
    exports: tuple[Export, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, tuple[str, int]]:
        """Key of a name → (meaning, tier)."""
        return {
            key: (meaning.name, rank)
            for meaning in self.meanings
            for rank, tier in enumerate(meaning.tiers)
            for key in tier
        }

    @cached_property
    def by_name(self) -> Mapping[str, Meaning]:
        return {meaning.name: meaning for meaning in self.meanings}

    def known_names(self, cells: Sequence[str]) -> int:
        """Count the meanings these cells name."""
        return len({self.by_key[key][0] for cell in cells if (key := name_key(cell[:80])) in self.by_key})

    def export_of(self, keys: Sequence[str]) -> Export | None:
        """Recognise the program a table comes from."""
        present = frozenset(keys)
        return next((export for export in self.exports if export.sign <= present), None)
