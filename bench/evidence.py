"""Published results computed again: the towns are planned, and each figure is put beside the range fixed beforehand."""

import csv
import time
from collections.abc import Iterator, Sequence
from math import sqrt
from statistics import fmean

from bench.density_plot import Spread, density_picture
from bench.evidence_figures import SOLVED, Published, Solved, figure_of, published, read_solved
from bench.evidence_page import PAGE, shown, tables
from bench.evidence_towns import SQUARE_M, TOWNS, planned
from bench.figure import Figure
from bench.limits import Limits
from bench.publishing import write_between
from bench.rivals import ROOT

__all__ = ["measure"]

PICTURE = ROOT / "docs" / "img" / "metres-a-stop.svg"


def measure(limits: Limits) -> Iterator[Figure]:
    """Compute every result; `--publish` plans the towns anew and writes their metres and the table of the page."""
    begun_s = time.process_time()
    results = published()
    if limits.publish:
        plan_towns(results)
        write_between(PAGE, "evidence", tables(results, read_solved()))
        PICTURE.write_text(density_picture(spreads(results, read_solved())), "utf-8")
        yield Figure("towns planned and written", f"{time.process_time() - begun_s:.0f} s of the processor")
    solved = read_solved()
    for one in results:
        ours = figure_of(one, solved)
        where = "lands" if one.lands(ours) else "does not land"
        yield Figure(one.of, f"{shown(ours)} {one.unit}, {where}", f"{one.low:g} to {one.high:g}")


def plan_towns(results: list[Published]) -> None:
    with SOLVED.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["result", "instance", "what", "metres"])
        for one in results:
            if one.id in TOWNS:
                for instance in range(one.inputs["instances"]):
                    found = planned(one.id, one.inputs, instance)
                    rows.writerows([one.id, instance, what, metres] for what, metres in found.items())


def spreads(results: Sequence[Published], solved: Solved) -> list[Spread]:
    """Give the tours over points of a square as metres a stop, were the square a kilometre wide."""
    found: list[Spread] = []
    for one in results:
        if one.id.startswith("tour_"):
            points = one.inputs["points"]
            metres = [1000 * town["tour_m"] / SQUARE_M / points for town in solved[one.id]]
            published_m = 1000 * float(one.published) / sqrt(points)
            found.append(Spread(points, published_m, min(metres), fmean(metres), max(metres)))
    return found
