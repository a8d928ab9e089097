"""One extract taken in, or its saved roads opened, in this process alone: `… -m bench.growth_steps import FILE DIR`.

Prints JSON: of each step the processor's seconds (others work on the same cores), the wall's, the most memory so far.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bench.memory import own_mib, peak_mib
from kernel.position import Position
from routing.network.build import road_graph
from routing.network.hierarchy import build_hierarchy, contracted
from routing.network.paths import shortest_path
from routing.network.reader import read_network
from routing.network.road_network import RoadNetwork
from routing.network.saved.roads import SavedRoads
from routing.network.snapping import Snapper
from routing.network.warm import warm_up

PROFILE = "cargo-bike"
EXTRACT = "0" * 64
"""Its digest; nobody asks for another."""


class Steps:
    """What each step took."""

    def __init__(self) -> None:
        warm_up()
        self.told: dict[str, float] = {"begun: MiB": peak_mib()}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        processor, wall = time.process_time(), time.perf_counter()
        yield
        self.told[f"{name}: s"] = time.process_time() - processor
        self.told[f"{name}: wall s"] = time.perf_counter() - wall
        self.told[f"{name}: MiB"] = peak_mib()


def take_in(extract: Path, folder: Path) -> dict[str, float]:
    """Read an extract, make a profile's roads, and save all."""
    steps = Steps()
    with steps.step("read"):
        network = read_network(extract)
    with steps.step("graph"):
        graph = road_graph(network, PROFILE)
    with steps.step("hierarchy"):
        hierarchy = build_hierarchy(graph)
    with steps.step("from its order"):
        contracted(hierarchy.graph, hierarchy.rank)  # what each process would do if only the order were saved
    saved = SavedRoads(folder, EXTRACT)
    with steps.step("save"):
        saved.save_network(network)
        saved.save_hierarchy(hierarchy)
    sizes = {
        "arcs": graph.arc_count,
        "turns": len(graph.turns.start),
        "hierarchy arcs": len(hierarchy.topology.head),
        "file bytes": extract.stat().st_size,
        "saved bytes": sum(file.stat().st_size for file in folder.iterdir()),
    }
    return steps.told | sizes


def open_again(folder: Path) -> dict[str, float]:
    """Open saved roads, to the first path; then what of them is this process's own, and not shared."""
    steps = Steps()
    own = own_mib()
    with steps.step("open"):
        saved = SavedRoads(folder, EXTRACT)
        network = saved.open_network()
        hierarchy = None if network is None else saved.open_hierarchy(PROFILE, network)
    if network is None or hierarchy is None:
        raise SystemExit(f"no saved roads at {folder}")
    with steps.step("first path"):
        shortest_path(hierarchy, *Snapper(hierarchy.graph).nearest(two_ends(network)))
    return steps.told | {"own: MiB": own_mib() - own}


def two_ends(network: RoadNetwork) -> list[Position]:
    """Give the places of two nodes far from each other."""
    order = np.argsort(network.node_lon + network.node_lat)
    ends = order[[len(order) // 10, -len(order) // 10]].tolist()
    return [Position(float(network.node_lon[node]), float(network.node_lat[node])) for node in ends]


if __name__ == "__main__":
    what, *where = sys.argv[1:]
    paths = [Path(given) for given in where]
    print(json.dumps(take_in(*paths) if what == "import" else open_again(*paths)))
