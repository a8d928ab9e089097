"""Which column of a table means what, told so that its owner can check it; nothing is guessed in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from kernel.text import Text
from rounds.intake.column_notes import (
    notes_of_aside,
    notes_of_doubles,
    notes_of_export,
    notes_of_guesses,
    notes_of_spare,
)
from rounds.intake.unit_in_name import last_unit, named_amount
from rounds.intake.unreadable import UnreadableTableError
from rounds.intake.used_column import DELIVERY, UsedColumn
from rounds.intake.vocabulary import REASON, Export, Vocabulary, name_key

__all__ = ["Columns", "match_columns"]

SHORTEST_MISSPELT = 5
"""Letters; of shorter names one typo makes another word (straat, staat; kg, g)."""

LIKE_ENOUGH = 0.8
"""Similarity (1 - typos / length): one typo in five letters, two in ten."""

SUGGESTED_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """How a header was understood.

    Attributes
    ----------
    used: the columns that are read.
    spare: columns of a known meaning that better ones say already.
    aside: columns whose meaning is not known; they stay in the file of rows to mend.
    notes: what the owner may want to check.
    width: columns up to the last one with a name.
    by_meaning: the columns of each meaning, tier by tier, the most telling first.
    """

    used: tuple[UsedColumn, ...]
    spare: tuple[str, ...]
    aside: tuple[str, ...]
    export: Export | None
    notes: tuple[Text, ...]
    width: int
    reason_index: int | None = None
    by_meaning: Mapping[str, Sequence[Sequence[UsedColumn]]] = field(default_factory=dict[str, list[list[UsedColumn]]])

    def has(self, meaning: str) -> bool:
        return meaning in self.by_meaning


def match_columns(header: Sequence[str], vocabulary: Vocabulary, where: str) -> Columns:
    """Match a header with the names of a vocabulary.

    Raises
    ------
    UnreadableTableError
        A required column is missing; the line names it and what comes near.
    """
    keys = [name_key(name[:80]) for name in header]
    export = vocabulary.export_of(keys)
    matched = _by_name(header, keys, vocabulary, export)
    resembling = _by_resemblance(header, keys, vocabulary, matched)
    found = sorted([*matched, *resembling], key=lambda column: column.index)
    _refuse_missing(header, keys, vocabulary, found, where)
    used = _of_one_address([column for column in found if column.meaning != REASON], vocabulary)
    taken = {column.index for column in found}
    spare = [column for column in found if column not in used and column.meaning != REASON]
    reason = next((column.index for column in found if column.meaning == REASON), None)
    aside = tuple(_shown(header, at) for at in range(len(header)) if at not in taken and header[at].strip())
    return Columns(
        used=tuple(used),
        spare=tuple(column.header for column in spare),
        aside=aside,
        export=export,
        notes=(
            *notes_of_export(export),
            *notes_of_guesses(resembling, vocabulary),
            *notes_of_doubles(used, vocabulary),
            *notes_of_spare(spare, used, vocabulary),
            *notes_of_aside(aside),
        ),
        width=max((at + 1 for at, key in enumerate(keys) if key and at != reason), default=0),
        reason_index=reason,
        by_meaning=_grouped(used),
    )


def _by_name(
    header: Sequence[str], keys: Sequence[str], vocabulary: Vocabulary, export: Export | None
) -> list[UsedColumn]:
    own: Mapping[str, str] = export.own if export else dict[str, str]()
    found: list[UsedColumn] = []
    for at, key in enumerate(keys):
        if key in own:
            meaning, tier = own[key], 0
        elif key in vocabulary.by_key:
            meaning, tier = vocabulary.by_key[key]
        elif key not in vocabulary.not_ours and (amount := named_amount(header[at][:80], vocabulary)):
            meaning, tier = vocabulary.by_key[amount.base]
            if amount.unit:  # after the name without a unit: 1,5 under one may be 1500 under the other
                found.append(UsedColumn(at, _shown(header, at), meaning, tier + 1, amount.unit))
            continue
        else:
            continue
        if meaning:
            found.append(UsedColumn(at, _shown(header, at), meaning, tier))
    return found


def _by_resemblance(
    header: Sequence[str], keys: Sequence[str], vocabulary: Vocabulary, matched: Sequence[UsedColumn]
) -> list[UsedColumn]:
    """Read misspelt names, where one meaning alone is near and no column has it yet."""
    said = {column.meaning for column in matched}
    at_exact = {column.index for column in matched}
    found: list[UsedColumn] = []
    for at, key in enumerate(keys):
        if at in at_exact or key in vocabulary.by_key or key in vocabulary.not_ours or len(key) < SHORTEST_MISSPELT:
            continue
        if named_amount(header[at][:80], vocabulary):  # spelt well, in a unit that is none of ours
            continue
        unit = last_unit(header[at][:80], vocabulary)
        near = {
            vocabulary.by_key[known]
            for known in vocabulary.by_key
            if len(known) >= SHORTEST_MISSPELT
            and known.endswith(unit)  # a unit is no misspelling of another
            and OSA.normalized_similarity(key, known) >= LIKE_ENOUGH
        }
        other = any(OSA.normalized_similarity(key, name) >= LIKE_ENOUGH for name in vocabulary.not_ours)
        if len({meaning for meaning, _ in near}) == 1 and not other:
            meaning, tier = min(near)
            if meaning not in said:
                found.append(UsedColumn(at, _shown(header, at), meaning, tier))
    once = [column.meaning for column in found]
    return [column for column in found if once.count(column.meaning) == 1]


def _of_one_address(found: Sequence[UsedColumn], vocabulary: Vocabulary) -> list[UsedColumn]:
    """Keep the address columns of the first tier that by itself says where to go.

    Where a better tier names a door without saying all of where that is, both are kept, row by row the better first
    (`place_cells` refuses a row that names two doors); the invoice's address completes no other.
    """
    tiers = {
        tier: {column.meaning for column in found if column.meaning in vocabulary.address and column.tier == tier}
        for tier in range(3)
    }
    whole = next((tier for tier, said in tiers.items() if _is_whole(said)), None)
    if whole is not None:
        door_before = any(tiers[tier] & {"address", "street"} for tier in range(whole))
        kept = DELIVERY if door_before else (whole,)
        return [column for column in found if column.meaning not in vocabulary.address or column.tier in kept]
    best = {
        meaning: min(column.tier for column in found if column.meaning == meaning)
        for meaning in {column.meaning for column in found} & vocabulary.address
    }
    return [column for column in found if column.tier == best.get(column.meaning, column.tier)]


def _is_whole(said: set[str]) -> bool:
    return bool(said & {"address", "street"} and said & {"postcode", "town"}) or {"postcode", "number"} <= said


def _refuse_missing(
    header: Sequence[str], keys: Sequence[str], vocabulary: Vocabulary, found: Sequence[UsedColumn], where: str
) -> None:
    said = {column.meaning for column in found}
    missing = [choice for choice in vocabulary.required if not choice & said]
    if not missing:
        return
    nl: list[str] = []
    en: list[str] = []
    for choice in missing:
        wanted = [meaning for meaning in vocabulary.meanings if meaning.name in choice]
        near = _near(header, keys, {key for meaning in wanted for tier in meaning.tiers for key in tier})
        nl.append(" of ".join(f"{meaning.name} ({meaning.label.nl})" for meaning in wanted) + near.nl)
        en.append(" or ".join(meaning.name for meaning in wanted) + near.en)
    there = ", ".join(f'"{_shown(header, at)}"' for at in range(min(len(header), 12)) if header[at].strip())
    raise UnreadableTableError(
        Text(
            f"er ontbreekt een kolom voor {'; en voor '.join(nl)}; wel gevonden: {there}",
            f"there is no column for {'; nor for '.join(en)}; there are {there}",
        ),
        where=where,
        way_out=Text("De namen staan in docs/csv.md.", "The names are in docs/csv.md."),
    )


def _near(header: Sequence[str], keys: Sequence[str], wanted: set[str]) -> Text:
    likeness = {
        at: max(OSA.normalized_similarity(key, name) for name in wanted) for at, key in enumerate(keys[:200]) if key
    }
    best = sorted((at for at in likeness if likeness[at] >= SUGGESTED_FROM), key=lambda at: -likeness[at])[:3]
    if not best:
        return Text("", "")
    shown = ", ".join(f'"{_shown(header, at)}"' for at in best)
    return Text(f" – bedoelt u {shown}?", f" – is it {shown}?")


def _grouped(used: Sequence[UsedColumn]) -> dict[str, list[list[UsedColumn]]]:
    groups: dict[str, list[list[UsedColumn]]] = {}
    for column in sorted(used, key=lambda column: (column.tier, column.index)):
        tiers = groups.setdefault(column.meaning, [])
        if tiers and tiers[-1][0].tier == column.tier:
            tiers[-1].append(column)
        else:
            tiers.append([column])
    return groups


def _shown(header: Sequence[str], at: int) -> str:
    name = " ".join(header[at].split())
    return f"{name[:40]}…" if len(name) > 40 else name
