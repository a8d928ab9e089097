"""Our roads beside OSRM's and Valhalla's: from the file to answers, and a table of 2,000 × 2,000 metres and seconds.

One engine at a time, in turns, on the same extract; medians. Then what only ours does, on its own: a path told in
Dutch, a street closed.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.limits import Limits
from bench.network import chance_places, measure_closing
from bench.publishing import machine, publish_section
from bench.rivals import ROOT
from bench.road_days import EXTRACTS, extract_of
from bench.road_peers.installed import PeerError, ask, missing_road_peers, pinned
from routing.network.build import road_graph
from routing.network.guidance.guided_route import guided_route
from routing.network.guidance.surroundings import Surroundings
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.reader import read_network
from routing.network.snapping import Snapper
from routing.network.warm import warm_up

__all__ = ["measure"]

TOWN = "liechtenstein"
PROFILE = "bike"
PLACES = 2_000
ROUNDS = 5
THREADS = 2
MOST_OF_BUILD, MOST_OF_TABLE = 0.7, 0.5
PREPARED = ROOT / "build" / "road-peers" / "beside"

IN_A_NEW_PROCESS = f"""
import sys, time
from pathlib import Path
start = time.perf_counter()
from routing.network.build import road_graph
from routing.network.hierarchy import build_hierarchy
from routing.network.reader import read_network
build_hierarchy(road_graph(read_network(Path(sys.argv[1])), {PROFILE!r}))
print(time.perf_counter() - start)
"""


def measure(limits: Limits) -> Iterator[Figure]:
    """Measure; everything of ours is compiled before."""
    extract = extract_of(TOWN)
    if extract is None:
        yield Figure(f"roads beside their peers, {TOWN}", f"not measured: {EXTRACTS[TOWN]} is not there")
        return
    warm_up()
    rows: list[Figure] = []
    if missing_road_peers():
        yield Figure("roads beside their peers", f"not measured: {missing_road_peers()}")
    else:
        try:
            for row in beside(extract):
                rows.append(row)
                yield row
        except PeerError as fault:
            yield Figure("roads beside their peers", f"not measured: {fault}")
    for row in alone():
        rows.append(row)
        yield row
    if limits.publish:
        publish_section("roads_beside", "\n".join(lines_of(rows)))


def beside(extract: Path) -> Iterator[Figure]:
    """Build, then ask for tables, in turns."""
    folders = {name: PREPARED / name for name in ("CH", "MLD", "valhalla")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    yield from builds(extract, folders)
    yield from tables(extract, folders)


def builds(extract: Path, folders: dict[str, Path]) -> Iterator[Figure]:
    given = {"extract": str(extract), "threads": THREADS}

    def osrm(algorithm: str) -> float:
        asked = {**given, "folder": str(folders[algorithm]), "profile": "bicycle", "algorithm": algorithm}
        return sum(ask("osrm", "prepare", **asked)["seconds"].values())

    def valhalla() -> float:
        return sum(ask("valhalla", "prepare", **given, folder=str(folders["valhalla"]))["seconds"].values())

    seconds = in_turns(
        {
            "ours": lambda: in_a_new_process(extract),
            "warm": lambda: timed(lambda: build_hierarchy(road_graph(read_network(extract), PROFILE))),
            "OSRM CH": lambda: osrm("CH"),
            "OSRM MLD": lambda: osrm("MLD"),
            "Valhalla": valhalla,
        }
    )
    for what, name in (("in a new process, with imports", "ours"), ("in a process that runs", "warm")):
        told = beside_it(seconds[name], seconds["OSRM CH"])
        yield Figure(f"file → queryable, {what} / OSRM's extract + contract", told, f"≤{MOST_OF_BUILD}")
    others = f"{median(seconds['OSRM MLD']):.2f} / {median(seconds['Valhalla']):.2f} s"
    yield Figure("- OSRM's extract + partition + customize / Valhalla's tiles", others)


def tables(extract: Path, folders: dict[str, Path]) -> Iterator[Figure]:
    """Take places near chance corners, on the road: all engines bring them there themselves, within the time."""
    graph = road_graph(read_network(extract), PROFILE)
    hierarchy = build_hierarchy(graph)
    snapper = Snapper(graph)
    positions = [place.on_road for place in chance_places(graph, PLACES)]
    points = [(place.lon, place.lat) for place in positions]

    def osrm(algorithm: str, processes: int) -> float:
        asked = {"folder": str(folders[algorithm]), "algorithm": algorithm, "points": points}
        return ask("osrm", "table", **asked, processes=processes)["seconds"]

    seconds = in_turns(
        {
            "ours": lambda: timed(lambda: travel_matrix(hierarchy, snapper.nearest(positions), threads=THREADS)),
            "OSRM CH, 1 process": lambda: osrm("CH", 1),
            "OSRM CH, 2 processes": lambda: osrm("CH", 2),
            "OSRM MLD, 2 processes": lambda: osrm("MLD", 2),
        }
    )
    ours, best = seconds.pop("ours"), min(seconds.values(), key=median)
    size = f"{PLACES:,} × {PLACES:,} metres and seconds"
    yield Figure(f"{size}, {THREADS} threads / OSRM's best", beside_it(ours, best), f"≤{MOST_OF_TABLE}")
    yield Figure(f"- {', '.join(seconds)}", " / ".join(f"{median(each):.2f}" for each in seconds.values()) + " s")


def beside_it(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Say the medians and their ratio, and those of the least disturbed tries."""
    middle, least = (
        f"{one:.2f} / {other:.2f} s = {one / other:.2f}"
        for one, other in ((median(ours), median(theirs)), (min(ours), min(theirs)))
    )
    return f"{middle}; least {least}"


def alone() -> Iterator[Figure]:
    for town in ("helsinki", TOWN):
        extract = extract_of(town)
        if extract is None:
            yield Figure(f"one path told in Dutch, {town}", f"not measured: {EXTRACTS[town]} is not there")
            continue
        graph = road_graph(read_network(extract), "cargo-bike")
        hierarchy = build_hierarchy(graph)
        places = chance_places(graph, 500)
        tell = partial(guided_route, hierarchy, Surroundings(graph), lang="nl")
        seconds = [timed(partial(tell, *pair)) for pair in pairwise(places)]
        own_s = [timed(partial(tell, *pair), time.process_time) for pair in pairwise(places)]
        told = f"{median(seconds) * 1e3:.1f} ms, slowest {max(seconds) * 1e3:.0f}"
        told += f"; the processor's own time {median(own_s) * 1e3:.1f} ms"
        yield Figure(f"one path with its line and Dutch text, {town}: median", told, "<5 ms")
        closing = measure_closing(hierarchy, places)
        yield Figure(f"{closing.what}, {town}", closing.measured, closing.goal)


def in_turns(tries: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Try each in turn, several times: whatever else the machine does, it does to all."""
    seconds: dict[str, list[float]] = {name: [] for name in tries}
    for number in range(ROUNDS):
        names = [*tries][number % len(tries) :] + [*tries][: number % len(tries)]
        for name in names:
            seconds[name].append(tries[name]())
    return seconds


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def in_a_new_process(extract: Path) -> float:
    call = [sys.executable, "-c", IN_A_NEW_PROCESS, str(extract)]
    return timed(lambda: subprocess.run(call, check=True, capture_output=True, cwd=ROOT))


def lines_of(rows: Sequence[Figure]) -> Iterator[str]:
    yield f"{machine()}; {pinned()}. Medians of {ROUNDS} in turns, and the least disturbed of them."
    yield ""
    yield "| what | measured | goal |"
    yield "|---|---|---|"
    for row in rows:
        yield f"| {row.what} | {row.measured} | {row.goal or '–'} |"
