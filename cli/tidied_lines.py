"""What `area tidy` took away, as lines on the screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kernel.text import Text

if TYPE_CHECKING:
    from rounds.tidying import Leftover, Tidied

__all__ = ["tidied_lines"]

KINDS = {
    "extract": Text("uitsnede", "extract"),
    "heights": Text("hoogten", "heights"),
    "roads": Text("wegen", "roads"),
    "ground": Text("ondergrond van de kaart", "base map"),
}


def tidied_lines(tidied: "Tidied", *, is_trial: bool, lang: str) -> Iterator[str]:
    """Say each thing that went or would go, what could not, and how much room that makes."""
    for one in tidied.gone:
        yield _line(one, lang)
    for one, fault in tidied.stuck:
        told = Text(f"Let op: {one.path} kan niet weg ({fault}).", f"Mind: {one.path} cannot be removed ({fault}).")
        yield told.within(lang)
    if not tidied.gone:
        yield Text("Er viel niets op te ruimen.", "There was nothing to tidy up.").within(lang)
        return
    freed = _megabytes(tidied.freed_bytes, lang)
    done = Text(f"Dat ruimt {freed} op.", f"That frees {freed}.")
    would = Text(f"Dat zou {freed} opruimen; er is niets verwijderd.", f"That would free {freed}; nothing was removed.")
    yield (would if is_trial else done).within(lang)


def _line(one: "Leftover", lang: str) -> str:
    return f"{one.of}: {KINDS[one.kind].within(lang)}, {_megabytes(one.size_bytes, lang)}"


def _megabytes(size_bytes: int, lang: str) -> str:
    from maps.formats import Formats

    megabytes = size_bytes / 1e6
    return f"{'<' if megabytes < 0.1 else ''}{Formats(lang).number(max(megabytes, 0.1), 1)} MB"
