"""What docs/network-agreement.md says of a run, and its picture."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.publishing import machine
from bench.rivals import PEERS_PYTHON, ROOT
from bench.shortest.comparison import Comparison, Difference, share_with_either
from bench.shortest.town import SEED, Town

__all__ = ["draw_ratios", "lines_of"]

EXAMPLES = 3
CLOSELY = 0.005


def lines_of(towns: Sequence[Town], picture: str) -> Iterator[str]:
    versions = ", ".join(f"{peer} {version}" for peer, version in towns[0].versions.items())
    yield f"{machine()}; {versions}; pairs of seed {SEED}."
    yield ""
    yield from shares(towns)
    for title, number, how in (
        ("OSRM, declared deviations switched off", 0, "switched_off"),
        ("OSRM, our rules as they are", 0, "as_it_is"),
        ("Valhalla, declared deviations switched off", 1, "switched_off"),
    ):
        yield f"\n**Pairs beyond 2 % of {title}**\n"
        yield from causes(towns, [getattr(town, how)[number] for town in towns])
    yield f"\n![Our metres over the peer's, as a share of the pairs]({Path('img') / picture})"


def shares(towns: Sequence[Town]) -> Iterator[str]:
    peers = [one.peer for one in towns[0].switched_off]
    columns = ["pairs", *peers, "either (goal ≥97 %)", *(f"{peer}, our rules as they are" for peer in peers), "either"]
    yield f"| within 2 % of | {' | '.join(columns)} | ends left out |"
    yield "|---|" + "---|" * (len(columns) + 1)
    for town in towns:
        off, plain = ([share_of(one) for one in each] for each in (town.switched_off, town.as_it_is))
        cells = [
            f"{len(town.pairs):,}",
            *off,
            f"**{share_with_either(town.switched_off):.1%}**",
            *plain,
            f"{share_with_either(town.as_it_is):.1%}",
            f"{', '.join(f'{who} {count}' for who, count in town.dropped.most_common()) or '0'} of {town.drawn:,}",
        ]
        yield f"| {town.name} | {' | '.join(cells)} |"
    told = ", ".join(f"{town.name} {closely(town.switched_off[0])}" for town in towns)
    yield f"\nWithin {CLOSELY:.1%} of {peers[0]}, declared deviations switched off: {told}."


def closely(one: Comparison) -> str:
    """Say which share of the pairs is as near as two ways of measuring the globe are."""
    return f"{np.count_nonzero(np.abs(one.ratio - 1) <= CLOSELY) / max(1, one.compared):.2%}"


def share_of(one: Comparison) -> str:
    return f"{one.share:.1%} of {one.compared:,}"


def causes(towns: Sequence[Town], comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Draw a line a cause: how many pairs of each town, how much longer we are, and the ways that stop most."""
    found = [difference for one in comparisons for difference in one.differences]
    if not found:
        yield "None."
        return
    yield f"| cause | {' | '.join(town.name for town in towns)} | ours over theirs, median | OSM ways (pairs) |"
    yield "|---|" + "---|" * (len(towns) + 2)
    for cause, _ in Counter(difference.cause for difference in found).most_common():
        counts = [sum(difference.cause == cause for difference in one.differences) for one in comparisons]
        yield f"| {cause} | {' | '.join(map(str, counts))} | {middle(found, cause)} | {ways_of(found, cause)} |"


def middle(found: Sequence[Difference], cause: str) -> str:
    return f"{np.median([one.ratio for one in found if one.cause == cause]):.2f}"


def ways_of(found: Sequence[Difference], cause: str) -> str:
    ways = Counter(one.way for one in found if one.cause == cause and one.way)
    return ", ".join(f"{way} ({count})" for way, count in ways.most_common(EXAMPLES)) or "–"


def draw_ratios(towns: Sequence[Town], picture: Path) -> None:
    """Draw a panel a town; the peers of the solver's contest bring what draws."""
    panels = {
        town.name: {
            f"{one.peer}{suffix}": np.sort(one.ratio[~np.isnan(one.ratio)]).tolist()
            for comparisons, suffix in ((town.switched_off, ""), (town.as_it_is[:1], ", our rules as they are"))
            for one in comparisons
        }
        for town in towns
    }
    command = [str(PEERS_PYTHON), "-m", "bench.ratio_plot", str(picture)]
    subprocess.run(command, cwd=ROOT, input=json.dumps({"panels": panels}), text=True, check=True)
