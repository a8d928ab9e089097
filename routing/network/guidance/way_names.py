"""A road as a sentence names it: "de Dorpsstraat in", "het fietspad op", "onto High Street"."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from routing.network.guidance.roads import Road

__all__ = ["NameRules", "WayPhrases", "named"]


class NameRules(BaseModel):
    """Ends of names and what they ask for; in a language without articles all are empty.

    Attributes
    ----------
    het, de: ends of the last word, by article. de_first: first words of French and Italian names.
    into: ends and first words of what one goes into; one goes onto all others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    het: tuple[str, ...]
    de: tuple[str, ...]
    de_first: tuple[str, ...]
    into: tuple[str, ...]


class WayPhrases(BaseModel):
    """The forms of a sentence's part that holds a road; `{way}` is the road with its article, `into_bare` for none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    into_in: str
    into_bare: str
    into_on: str
    along: str
    stay: str
    towards: str


def named(road: Road, rules: NameRules, kinds: dict[str, tuple[str, str]]) -> tuple[str, bool]:
    """Give a road with its article, and whether one goes into it (else onto it); "" where it has no name.

    By its name, else its number, else its kind.
    """
    if not road.name and not road.ref:
        way, where = kinds.get(road.kind, ("", "on"))
        return way, where == "in"
    if not road.name:
        return (f"de {road.ref}" if rules.de else road.ref), False
    words = road.name.lower().split()
    article = _article(words, rules)
    inside = words[-1].endswith(rules.into) or words[0] in rules.into if rules.into else False
    return f"{article} {road.name}".strip(), inside


def _article(words: Sequence[str], rules: NameRules) -> str:
    """Give a Dutch article; none to a name that begins with its own, or with a preposition."""
    if words[0] in rules.de_first:
        return "de"
    if len(words) > 1 and words[0] in _HAS_ITS_OWN:
        return ""
    if words[-1].endswith(rules.het) and rules.het:
        return "het"
    return "de" if rules.de and words[-1].endswith(rules.de) else ""


_HAS_ITS_OWN = {
    "de",
    "het",
    "'t",
    "’t",
    "den",
    "achter",
    "aan",
    "op",
    "onder",
    "bij",
    "tussen",
    "langs",
    "in",
    "voor",
    "over",
}
"""Dutch names with an article or a preposition of their own: "De Heuvel", "Achter de Kerkweg"."""
