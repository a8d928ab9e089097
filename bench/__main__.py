"""`make bench`: measure everything that docs/benchmarks.md quotes and print it as one table."""

import argparse
from importlib import import_module

from rich.console import Console
from rich.table import Table

PARTS = ("network", "whole_demo", "village", "pages", "solver")


def main() -> None:
    """Run the parts named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without any")
    chosen = parser.parse_args().parts or PARTS
    table = Table("what", "measured", "goal", title="These machines are noisy: compare within one run only.")
    console = Console()
    for part in PARTS:
        if part in chosen:
            console.print(f"measuring {part} ...")
            for figure in import_module(f"bench.{part}").measure():
                table.add_row(figure.what, figure.measured, figure.goal)
    console.print(table)


if __name__ == "__main__":
    main()
