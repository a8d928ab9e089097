"""Why the solver left an order out, in words a shopkeeper understands."""

from kernel.text import Text
from rounds.clock import clock
from routing.solver.explanations import Dimension, Language, explain
from routing.solver.problem import Problem
from routing.solver.solution import Unassigned

__all__ = ["sentence"]

DIMENSIONS = (
    Dimension({"nl": "zwaarder", "en": "heavier"}, "kg", 1_000),
    Dimension({"nl": "groter", "en": "larger"}, "l", 1_000),
    Dimension({"nl": "meer te koelen", "en": "more to be kept cool"}, "l", 1_000),
)
"""The dimensions of `rounds.planning.capacity_of`, in its order."""


def sentence(problem: Problem, left: Unassigned) -> Text:
    """Say in both languages what keeps a task out of every round."""

    def said(language: Language) -> str:
        return explain(problem, left.kind, left.id, left.reason, language=language, dimensions=DIMENSIONS, clock=clock)

    return Text(nl=said("nl"), en=said("en"))
