"""The tables of docs/evidence.md, from what is published and what our code makes of it."""

from collections.abc import Sequence

from bench.evidence_figures import Published, Solved, figure_of
from bench.rivals import ROOT

__all__ = ["PAGE", "shown", "tables"]

PAGE = ROOT / "docs" / "evidence.md"
RESULTS = "| result | published | range fixed beforehand | ours | lands |"
GROUNDS = "| result | source, and what of it was read | why this range | what is ours in it |"


def tables(results: Sequence[Published], solved: Solved) -> str:
    """Lay out every result beside ours, and then the grounds of each."""
    return "\n".join(
        [*_head(RESULTS), *(_result(one, solved) for one in results), "", *_head(GROUNDS), *map(_ground, results)]
    )


def shown(figures: Sequence[float]) -> str:
    """Four significant digits, whole numbers as they are."""
    return ", ".join(f"{one:.0f}" if abs(one) >= 1000 else f"{one:.4g}" for one in figures)


def _head(line: str) -> list[str]:
    return [line, "|---" * (line.count("|") - 1) + "|"]


def _result(one: Published, solved: Solved) -> str:
    ours = figure_of(one, solved)
    lands = "yes" if one.lands(ours) else "**no**"
    printed = one.published if isinstance(one.published, str) else shown([one.published])
    return (
        f"| `{one.id}` ({one.kind}): {one.of} | {printed} {one.unit} | {one.low:g} to {one.high:g} "
        f"| {shown(ours)} | {lands} |"
    )


def _ground(one: Published) -> str:
    source = f"[{one.source}]({one.url})" if one.url else one.source
    return f"| `{one.id}` | {source}; {one.read} | {one.why} | {one.ours} |"
