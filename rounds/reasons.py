"""Why the solver left an order out, in words a shopkeeper understands."""

from kernel.text import Text
from rounds.clock import clock
from rounds.skills import has_crew_of_two
from routing.solver.change_words import say_change
from routing.solver.changes import Change
from routing.solver.explanations import Dimension, Language, explain
from routing.solver.problem import Problem
from routing.solver.solution import Reason, Unassigned

__all__ = ["sentence", "way_in"]

DIMENSIONS = (
    Dimension({"nl": "zwaarder", "en": "heavier"}, "kg", 1_000),
    Dimension({"nl": "groter", "en": "larger"}, "l", 1_000),
    Dimension({"nl": "meer te koelen", "en": "more to be kept cool"}, "l", 1_000),
)
"""The dimensions of `rounds.planning.capacity_of`, in its order."""
NO_CREW = Text("geen voertuig met twee personen", "no vehicle with two people")
CREW_ELSEWHERE = Text(
    "geen voertuig met twee personen waarvan de wegen bij winkel en klant komen",
    "no vehicle with two people whose roads reach both shop and customer",
)


def sentence(problem: Problem, left: Unassigned) -> Text:
    """Say in both languages what keeps a task out of every round.

    Skills alone keep out nothing but what needs two people: a leg that no profile brings is refused before
    (`rounds.legs`).
    """
    if left.reason is Reason.SKILLS:
        return CREW_ELSEWHERE if has_crew_of_two(problem) else NO_CREW

    def said(language: Language) -> str:
        return explain(problem, left.kind, left.id, left.reason, language=language, dimensions=DIMENSIONS, clock=clock)

    return Text(nl=said("nl"), en=said("en"))


def way_in(change: Change) -> Text:
    """Say in both languages what would let an order in."""

    def said(language: Language) -> str:
        return say_change(change, language=language, dimensions=DIMENSIONS, clock=clock)

    return Text(nl=said("nl"), en=said("en"))
