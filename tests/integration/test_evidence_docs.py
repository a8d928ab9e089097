"""docs/evidence.md and docs/pitfalls.md tell what our code computes, and name guards that are there and run."""

import ast
import re
from pathlib import Path

import pytest

from bench.evidence_figures import figure_of, published, read_solved
from bench.evidence_page import PAGE, tables

REPOSITORY = Path(__file__).parents[2]
GUARD = re.compile(r"`tests/([\w/]+\.py)::(test_\w+)`")
PITFALLS = 14


def read(name: str) -> str:
    return (REPOSITORY / "docs" / name).read_text(encoding="utf-8")


def test_the_tables_of_the_page_are_what_is_computed() -> None:
    """On failure: `python -m bench evidence --publish`."""
    shown = re.search(r"<!-- evidence:[^\n]*-->\n(.*?)\n<!-- end of evidence -->", PAGE.read_text("utf-8"), re.DOTALL)
    assert shown
    assert shown[1] == tables(published(), read_solved())


def test_at_least_six_published_works_whose_inputs_were_read_land() -> None:
    solved = read_solved()
    counted = [one for one in published() if one.kind == "inputs" and one.read != "nothing of the text"]
    assert len({one.url for one in counted if one.lands(figure_of(one, solved))}) >= 6
    assert not any("KoMoDo" in one.source for one in published()), "what is circular is no evidence"


def test_every_range_has_its_reason_and_holds_what_the_source_prints() -> None:
    for one in published():
        assert one.why, one.id
        assert one.low < one.high, one.id
        if not isinstance(one.published, str):
            assert one.low <= one.published <= one.high, one.id


@pytest.mark.parametrize("page", ["evidence.md", "pitfalls.md"])
def test_every_guard_that_a_page_names_is_collected_and_runs_by_default(page: str) -> None:
    named = set(GUARD.findall(read(page)))
    assert named
    assert {f"{file}::{test}" for file, test in named if test not in collected(file)} == set()


def test_every_pitfall_has_what_guards_it_and_says_what_is_not() -> None:
    parts = re.split(r"^## \d+\. ", read("pitfalls.md"), flags=re.MULTILINE)[1:]
    assert len(parts) == PITFALLS
    for part in parts:
        heading = part.splitlines()[0]
        assert GUARD.search(part), heading
        assert "**Not guarded:**" in part, heading


def collected(file: str) -> set[str]:
    """Names of a file's tests that a plain call of pytest runs: none of a class, none marked long or skipped."""
    path = REPOSITORY / "tests" / file
    if not path.is_file() or not path.name.startswith("test_"):
        return set()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return {
        each.name
        for each in body
        if isinstance(each, ast.FunctionDef)
        and not any(re.search(r"mark\.(long|skip)\b", ast.unparse(mark)) for mark in each.decorator_list)
    }
