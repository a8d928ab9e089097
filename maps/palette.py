"""Colours of rounds and baselines: apart from each other for every kind of colour vision, dark enough under white text.

Source: Okabe and Ito 2008, "Color Universal Design", and Tol 2021, SRON/EPS/TN/09-002, darkened until white
text on them has a contrast of 4.5 or more (WCAG 2.2, 1.4.3). Numbers tell rounds apart as well.
"""

__all__ = ["BASELINE_COLOURS", "ROUND_COLOURS", "round_colour"]

ROUND_COLOURS = (
    "#0067a5",
    "#c04a00",
    "#00735c",
    "#aa3377",
    "#7d6200",
    "#332288",
    "#b3243c",
    "#4f5f6f",
    "#00788c",
    "#6b3e1d",
)
BASELINE_COLOURS = ("#5b5b5b", "#8a4b9e", "#3d7a86", "#7a6a3a")


def round_colour(index: int) -> str:
    """Choose the colour of the round at this place in the day, counted from 0; after the last it begins again."""
    return ROUND_COLOURS[index % len(ROUND_COLOURS)]
