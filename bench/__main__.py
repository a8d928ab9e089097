"""`make bench`: measure everything that docs/benchmarks.md quotes and print it as one table."""

import argparse
from importlib import import_module

from rich.console import Console
from rich.table import Table

from bench.limits import Limits
from bench.rivals import OURS, PEERS

PARTS = (
    "network",
    "growth",
    "roads_beside",
    "agreement",
    "whole_demo",
    "village",
    "pages",
    "squares",
    "orders_api",
    "emissions",
    "disclosure",
    "evidence",
    "solver",
    "proofs",
    "urgent",
    "differential",
    "contest",
    "best_known",
)
LIMITED = frozenset(
    {
        "growth",
        "roads_beside",
        "agreement",
        "squares",
        "orders_api",
        "evidence",
        "differential",
        "contest",
        "best_known",
    }
)
"""Parts that can be asked for less, or to write what they found into the docs."""


def main() -> None:
    """Run the parts named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without any")
    add_limits(parser.add_argument_group(f"of {' and '.join(sorted(LIMITED))}"))
    asked = parser.parse_args()
    chosen = asked.parts or PARTS
    limits = Limits(
        only=tuple(asked.only),
        seconds=asked.seconds,
        seeds=asked.seeds,
        threads=asked.threads,
        budget_min=asked.budget,
        engines=tuple(asked.engines),
        resume=asked.resume,
        publish=asked.publish,
    )
    table = Table("what", "measured", "goal", title="These machines are noisy: compare within one run only.")
    console = Console()
    for part in PARTS:
        if part in chosen:
            console.print(f"measuring {part} ...")
            measure = import_module(f"bench.{part}").measure
            for figure in measure(limits) if part in LIMITED else measure():
                table.add_row(figure.what, figure.measured, figure.goal)
    console.print(table)


def add_limits(group: "argparse._ArgumentGroup") -> None:
    """Offer what `Limits` holds."""
    group.add_argument("--only", nargs="+", default=(), metavar="PATTERN", help="instances by name, as helsinki-*")
    group.add_argument("--engines", nargs="+", default=(), choices=(OURS, *PEERS), help="all without any")
    group.add_argument("--seconds", type=float, help="of every search")
    group.add_argument(
        "--seeds",
        type=int,
        help="days an instance; 5, 1 for best_known, 300 problems for differential, 30 squares, 3,000 orders",
    )
    group.add_argument("--threads", type=int, default=2, help="of every engine (2)")
    group.add_argument("--budget", type=float, metavar="MINUTES", help="of each of these parts")
    group.add_argument("--resume", action="store_true", help="go on with what an earlier run of the same engine found")
    group.add_argument("--publish", action="store_true", help="write docs/benchmarks.md and its picture anew")


if __name__ == "__main__":
    main()
