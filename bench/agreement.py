"""Shortest paths beside OSRM's and Valhalla's: 2,000 random pairs a town, and the cause of every larger difference."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.figure import Figure
from bench.limits import Limits
from bench.publishing import write_between
from bench.rivals import ROOT
from bench.road_days import EXTRACTS, extract_of
from bench.road_peers.installed import PeerError, missing_road_peers
from bench.shortest.comparison import share_with_either
from bench.shortest.page import draw_ratios, lines_of
from bench.shortest.town import Town, measure_town

__all__ = ["measure"]

PAIRS = 2_000
PAGE = ROOT / "docs" / "network-agreement.md"
PICTURE = ROOT / "docs" / "img" / "shortest-paths.svg"
PREPARED = ROOT / "build" / "road-peers"
KEPT = ROOT / "out" / "bench" / "agreement.jsonl"


def measure(limits: Limits) -> Iterator[Figure]:
    """Compare town by town; those whose extract is not there are told."""
    if missing_road_peers():
        yield Figure("shortest paths beside OSRM's and Valhalla's", f"not measured: {missing_road_peers()}")
        return
    towns: list[Town] = []
    for name in (name for name in EXTRACTS if limits.wants(name)):
        extract = extract_of(name)
        if extract is None:
            yield Figure(f"shortest paths, {name}", f"not measured: {EXTRACTS[name]} is not there")
            continue
        try:
            towns.append(measure_town(name, extract, PREPARED / name, PAIRS))
        except PeerError as fault:
            yield Figure(f"shortest paths, {name}", f"not measured: {fault}")
            continue
        yield from figures(towns[-1])
    keep(towns)
    if limits.publish and towns:
        draw_ratios(towns, PICTURE)
        write_between(PAGE, "agreement", "\n".join(lines_of(towns, PICTURE.name)))


def figures(town: Town) -> Iterator[Figure]:
    shares = ", ".join(f"{one.peer} {one.share:.1%} of {one.compared:,}" for one in town.switched_off)
    either = share_with_either(town.switched_off)
    yield Figure(f"shortest paths within 2 %, {town.name}: of either", f"{either:.1%}", "≥97 %")
    yield Figure("- of each", shares)
    shares = ", ".join(f"{one.peer} {one.share:.1%}" for one in town.as_it_is)
    yield Figure("- with what we do otherwise on purpose", f"{share_with_either(town.as_it_is):.1%}; {shares}")


def keep(towns: Sequence[Town], to: Path = KEPT) -> None:
    """Write every pair that differs, so that anyone may look for themselves."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("w", encoding="utf-8") as file:
        for town in towns:
            for how, comparisons in (("as it is", town.as_it_is), ("switched off", town.switched_off)):
                for one in comparisons:
                    for difference in one.differences:
                        of_pair = {"town": town.name, "deviations": how, "peer": one.peer, **asdict(difference)}
                        file.write(json.dumps({**of_pair, "ends": town.pairs[difference.pair]}) + "\n")
