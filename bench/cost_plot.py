"""Draw kilometres over seconds of every engine: JSON on stdin → an SVG. Runs in the peers' environment."""

import json
import sys
from typing import Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

COLOURS = {"ours": "#0b6e4f", "VROOM": "#c8553d", "PyVRP": "#3d5a80", "OR-Tools": "#8a8a8a"}
FIRST_S = 0.1
"""Where the logarithmic axis begins; better plans found sooner are drawn there."""
SAME_FILE = {"svg.hashsalt": "cost over time", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}
METRES = 1_000


def draw(panels: dict[str, dict[str, list[tuple[float, float]]]], seconds: float, path: str) -> None:
    with mpl.rc_context(SAME_FILE):
        figure, axes = plt.subplots(
            1, len(panels), figsize=(3.6 * len(panels), 3.2), squeeze=False, layout="constrained"
        )
        for axis, (title, traces) in zip(axes[0], panels.items(), strict=True):
            panel(axis, title, traces, seconds)
        axes[0][0].set_ylabel("km")
        axes[0][-1].legend(frameon=False)
        figure.savefig(path, metadata={"Date": None})


def panel(axis: Any, title: str, traces: dict[str, list[tuple[float, float]]], seconds: float) -> None:
    for engine, trace in sorted(traces.items(), key=lambda one: list(COLOURS).index(one[0])):
        at = [max(FIRST_S, min(second, seconds)) for second, _ in trace]
        km = [cost / METRES for _, cost in trace]
        axis.step([*at, seconds], [*km, km[-1]], where="post", label=engine, color=COLOURS[engine], linewidth=1.4)
    axis.set_xscale("log")
    axis.set_xlim(FIRST_S, seconds)
    ends = [trace[-1][1] / METRES for trace in traces.values()]
    axis.set_ylim(0.95 * min(ends), 1.5 * max(ends))
    axis.set_xticks([tick for tick in (0.1, 1, 5, 30, 60) if tick <= seconds])
    axis.xaxis.set_major_formatter("{x:g}")
    axis.minorticks_off()
    axis.set_title(title, fontsize=9)
    axis.set_xlabel("seconds")
    axis.spines[["top", "right"]].set_visible(False)


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    draw(asked["panels"], asked["seconds"], sys.argv[1])
