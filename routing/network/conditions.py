"""The text of a conditional tag: `no @ (Mo-Fr 07:00-09:00 AND weight>3.5); delivery @ (10:00-11:00)`.

Only its form is read here; what each condition asks for is read in `condition_judge`.
Source: wiki.openstreetmap.org/wiki/Conditional_restrictions.
"""

import re
from dataclasses import dataclass

__all__ = ["SUFFIX", "Clause", "clauses_of"]

SUFFIX = ":conditional"
"""What stands behind the key that a condition is about."""

_LONGEST = 2_000
"""Characters; OSM itself allows 255. Own choice."""

_SEMICOLON = re.compile(";")
_AND = re.compile(r"\bAND\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A value, and the conditions that must all hold for it to take the place of the tag without `:conditional`."""

    value: str
    conditions: tuple[str, ...]


def clauses_of(text: str) -> tuple[Clause, ...] | None:
    """Read a conditional tag's clauses in their order: of those that hold, the last counts.

    Returns
    -------
    None where the text has not that form: a part without `@`, a bracket that is not closed.
    """
    depths = _depths(text)
    if not text or len(text) > _LONGEST or depths[-1] != 0 or min(depths) < 0:
        return None
    clauses = [_clause(part) for part in _split(_SEMICOLON, text) if part.strip()]
    whole = tuple(clause for clause in clauses if clause is not None)
    return whole if whole and len(whole) == len(clauses) else None


def _clause(part: str) -> Clause | None:
    value, _, condition = part.partition("@")
    conditions = tuple(_bare(one) for one in _split(_AND, _bare(condition)))
    return Clause(value.strip(), conditions) if value.strip() and all(conditions) else None


def _bare(text: str) -> str:
    """Take away brackets around the whole text."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and min(_depths(text)[:-1]) > 0:
        text = text[1:-1].strip()
    return text


def _split(separator: re.Pattern[str], text: str) -> list[str]:
    """Split outside brackets and quotes."""
    depths = [0, *_depths(text)]
    cuts = [found.span() for found in separator.finditer(text) if depths[found.start()] == 0]
    begins = [0, *(end for _, end in cuts)]
    return [text[begin:end] for begin, end in zip(begins, [*(start for start, _ in cuts), len(text)], strict=True)]


def _depths(text: str) -> list[int]:
    """Give how many brackets and quotes are open behind each character; a bracket within quotes is none."""
    depths: list[int] = []
    depth, quoted = 0, False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif not quoted:
            depth += (character == "(") - (character == ")")
        depths.append(depth + quoted)
    return depths
