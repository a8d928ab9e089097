"""What our profiles do otherwise than a peer, for docs/profiles.md: `python -m tests.scenarios.deviations`."""

from collections.abc import Iterator
from pathlib import Path

from routing.network.profile import PROFILE_NAMES
from tests.scenarios.table import Scenario, scenarios

PAGE = Path(__file__).parents[2] / "docs" / "profiles.md"
BEGIN, END = "<!-- deviations: made of tests/scenarios -->\n", "<!-- end of deviations -->\n"


def deviations() -> str:
    """Draw a line for each reason: whose, how many scenarios, and the first of them."""
    found: dict[tuple[str, str], list[tuple[str, Scenario]]] = {}
    for name in PROFILE_NAMES:
        for scenario in scenarios(name):
            if scenario.verdict == "deviate":
                found.setdefault((scenario.peer, scenario.reason), []).append((name, scenario))
    return "\n".join(["| peer | we | for example | here | scenarios |", "|---|---|---|---|---|", *_lines(found), ""])


def _lines(found: dict[tuple[str, str], list[tuple[str, Scenario]]]) -> Iterator[str]:
    for (peer, reason), rows in sorted(found.items()):
        name, scenario = rows[0]
        here = scenario.there if scenario.back == scenario.there else f"{scenario.there}; back: {scenario.back}"
        yield f"| {peer} | {reason} | {name}: `{scenario.tags}` | {here} | {len(rows)} |"


def page_with(table: str) -> str:
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with(deviations()), "utf-8")
