"""The tables of the lifecycles as `docs/lifecycles.md` writes them, made from the code."""

from collections.abc import Iterable, Sequence

from data.drafts.event import EventKind
from data.models.states import IncidentKind, RoundState
from rounds.lifecycles.incidents import WORDS
from rounds.lifecycles.leg_table import LEG_TABLE, SHOWN, Known
from rounds.lifecycles.round_table import ROUND_TABLE, RoundSign
from rounds.lifecycles.said import MAY_SAY

__all__ = ["every_table"]

FACTS = [kind for kind in EventKind if kind.value.startswith("leg.") and kind in MAY_SAY]


def every_table() -> dict[str, str]:
    return {
        "leg": leg_table(),
        "shown": table(["known", "state of the leg"], [[one.value, state.value] for one, state in SHOWN.items()]),
        "round": round_table(),
        "incidents": table(["kind", "what is the matter"], [[one.value, WORDS[one].en] for one in IncidentKind]),
        "who": who_table(),
        "picture": picture(),
    }


def leg_table() -> str:
    cells = {(row.before, row.kind): row for row in LEG_TABLE}

    def cell(before: Known, kind: EventKind) -> str:
        row = cells[before, kind]
        return "incident" if row.after is None else row.after.value + (" (18+)" if row.guarded else "")

    return table(
        ["known", *(kind.value for kind in FACTS)],
        [[before.value, *(cell(before, kind) for kind in FACTS)] for before in Known],
    )


def round_table() -> str:
    cells = {(row.before, row.sign): row for row in ROUND_TABLE}

    def cell(before: RoundState, sign: RoundSign) -> str:
        row = cells[before, sign]
        return row.after.value + (", incident" if row.amiss else "")

    return table(
        ["before", *(sign.value for sign in RoundSign)],
        [[before.value, *(cell(before, sign) for sign in RoundSign)] for before in RoundState],
    )


def who_table() -> str:
    return table(
        ["event", "who may say it, of what they see"],
        [
            [kind.value, ", ".join(sorted(role.value for role in roles if role.value != "system"))]
            for kind, roles in MAY_SAY.items()
        ],
    )


def picture() -> str:
    """Draw the leg's table: facts that change something."""
    lines = ["stateDiagram-v2", "    [*] --> nothing"]
    for row in LEG_TABLE:
        if row.after not in {None, row.before}:
            after = row.after.value if row.after else ""
            lines.append(f"    {name(row.before.value)} --> {name(after)}: {row.kind.value.removeprefix('leg.')}")
    return "\n".join(["```mermaid", *lines, "```"])


def name(words: str) -> str:
    return words.replace(" ", "_")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
