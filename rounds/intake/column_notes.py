"""What is told of how a header was understood, for its owner to check."""

from collections.abc import Sequence

from kernel.text import Text
from rounds.intake.used_column import UsedColumn
from rounds.intake.vocabulary import Export, Vocabulary

__all__ = ["notes_of_aside", "notes_of_doubles", "notes_of_export", "notes_of_guesses", "notes_of_spare"]

MOST_LISTED = 20
"""Columns named in one note: an export has a hundred."""


def notes_of_export(export: Export | None) -> list[Text]:
    if export is None:
        return []
    return [Text(f"herkend als uitvoer van {export.program}", f"recognised as an export of {export.program}")]


def notes_of_guesses(guessed: Sequence[UsedColumn], vocabulary: Vocabulary) -> list[Text]:
    return [
        Text(
            f'kolom "{column.header}" gelezen als {vocabulary.by_name[column.meaning].label.nl}',
            f'column "{column.header}" read as {vocabulary.by_name[column.meaning].label.en}',
        )
        for column in guessed
    ]


def notes_of_doubles(used: Sequence[UsedColumn], vocabulary: Vocabulary) -> list[Text]:
    notes: list[Text] = []
    claims: dict[tuple[str, int], list[str]] = {}
    for column in used:
        claims.setdefault((column.meaning, column.tier), []).append(column.header)
    for (meaning, _), headers in claims.items():
        if len(headers) > 1:
            shown = ", ".join(f'"{name}"' for name in headers)
            label = vocabulary.by_name[meaning].label
            notes.append(
                Text(
                    f"de kolommen {shown} betekenen alle {label.nl}; een rij waarin ze verschillen faalt",
                    f"the columns {shown} all mean {label.en}; a row in which they differ fails",
                )
            )
    return notes


def notes_of_spare(spare: Sequence[UsedColumn], used: Sequence[UsedColumn], vocabulary: Vocabulary) -> list[Text]:
    if not spare:
        return []
    beside = [column.header for column in used if column.meaning in vocabulary.address]
    not_used, taken = _listed([column.header for column in spare]), _listed(beside)
    return [
        Text(f"niet gebruikt naast {taken.nl}: {not_used.nl}", f"not used beside {taken.en}: {not_used.en}"),
    ]


def notes_of_aside(aside: Sequence[str]) -> list[Text]:
    listed = _listed(aside)
    return [Text(f"niet gelezen: {listed.nl}", f"not read: {listed.en}")] if aside else []


def _listed(headers: Sequence[str]) -> Text:
    shown = ", ".join(f'"{name}"' for name in headers[:MOST_LISTED])
    rest = len(headers) - MOST_LISTED
    return Text(f"{shown} en nog {rest}", f"{shown} and {rest} more") if rest > 0 else Text(shown, shown)
