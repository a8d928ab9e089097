"""Draw the share of pairs over the ratio of two lengths: JSON on stdin → an SVG. Runs in the peers' environment."""

import json
import sys

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

COLOURS = ("#0b6e4f", "#c8553d", "#3d5a80")
SHOWN = (0.75, 1.25)
SAME_FILE = {"svg.hashsalt": "shortest paths", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}


def draw(panels: dict[str, dict[str, list[float]]], path: str) -> None:
    with mpl.rc_context(SAME_FILE):
        figure, axes = plt.subplots(
            1, len(panels), figsize=(3.6 * len(panels), 3.2), squeeze=False, sharey=True, layout="constrained"
        )
        for axis, (title, ratios) in zip(axes[0], panels.items(), strict=True):
            axis.axvspan(0.98, 1.02, color="#e8ede9", linewidth=0)
            for colour, (name, values) in zip(COLOURS, ratios.items(), strict=False):
                at = [min(max(value, SHOWN[0]), SHOWN[1]) for value in values]
                share = [(number + 1) / len(values) for number in range(len(values))]
                axis.step(thinned([SHOWN[0], *at, SHOWN[1]]), thinned([0.0, *share, 1.0]), label=name, color=colour)
            axis.set_xlim(*SHOWN)
            axis.set_ylim(0, 1)
            axis.set_title(title, fontsize=9)
            axis.set_xlabel("our metres ÷ theirs")
            axis.spines[["top", "right"]].set_visible(False)
        axes[0][0].set_ylabel("share of pairs")
        axes[0][-1].legend(frameon=False, fontsize=7, loc="upper left")
        figure.savefig(path, metadata={"Date": None})


def thinned(values: list[float], most: int = 400) -> list[float]:
    """Keep so many points of a line, the ends among them: thousands would only make the file large."""
    step = max(1, len(values) // most)
    return [*values[::step], values[-1]]


if __name__ == "__main__":
    draw(json.load(sys.stdin)["panels"], sys.argv[1])
