"""What is said of CO2 stands in one catalogue: no other module and no template has such a sentence of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.claims import CLAIMS, LEAST_COVERAGE, Beside, difference_claim, is_covered
from impact.figures import saving_text
from impact.ranges import Saving

ROOT = Path(__file__).parents[2]
ROOMS = ("api", "cli", "data", "gateways", "impact", "kernel", "maps", "people", "rounds", "routing", "workers")
SAYS = re.compile(
    r"co2|co₂|bespa|uitstoot|\bemissions?\b|\bemits?\b|klimaat|climate|\bsaved?\b|\bsavings?\b", re.IGNORECASE
)
BOASTS = re.compile(
    r"\bgroen(e|er|ste)?\b|\bgreen(er|est)?\b|duurza|sustainab|(climate|co2|carbon)[ -]neutral|klimaatneutra|"
    r"co2-neutra|milieuvriend|eco-?friendly|\bschoon(ste|er)?\b",
    re.IGNORECASE,
)
CATALOGUE = "impact/claims.py"
EXEMPT = {
    "cli/main.py": "help of commands",
    "cli/plan.py": "a plan is saved",
    "cli/report_make.py": "help of a command: the name of a page",
    "data/backup.py": "files are saved",
    "data/border.py": "files are saved",
    "data/closure_files.py": "files are saved",
    "data/geojson.py": "files are saved",
    "data/neighbourhood_file.py": "files are saved",
    "data/models/plan.py": "names of columns in a rule",
    "impact/draws.py": "a fault of a factor table",
    "maps/saving.py": "writes the 2 of CO2e below the line",
    "rounds/intake/encoding.py": "files are saved",
    "rounds/intake/file_kind.py": "files are saved",
    "rounds/intake/lines.py": "files are saved",
    "api/schemas/asked.py": "what a field of the API means",
    "cli/recurring.py": "help of a command: the name of a page",
    "maps/what_if_words.py": "a what-if is no claim: it is told to the square alone, of days that never were",
    "rounds/method_statement.py": "the method statement says how claims may be read and whose they are",
    "routing/network/saved/parts.py": "roads are saved",
    "rounds/day_planning.py": "plans are saved",
    "rounds/kept_roads.py": "roads are saved",
    "workers/handlers.py": "plans are saved",
}
"""Modules whose sentences speak to who runs or programs the product, of other things."""
NO_BOAST = {
    "Groene deur achter.",
    "Compensatie en contracten voor groene stroom: niets is ervan afgetrokken.",
}
"""An example of what a customer writes; and power contracts by the name that they are sold under."""


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Give the texts of a module with a space in them, docstrings aside: what has none is a key."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in documented:
            continue
        if " " in node.value.strip() or node.value.casefold() in {"co2e", "co₂e"}:
            yield node.lineno, node.value


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def test_no_other_module_says_anything_of_co2_or_a_saving():
    found = [
        f"{name}:{line}: {text!r:.90}"
        for path in modules()
        if (name := str(path.relative_to(ROOT))) != CATALOGUE and name not in EXEMPT
        for line, text in sentences(path)
        if SAYS.search(text)
    ]
    assert found == []


def test_every_exemption_is_needed():
    for name in EXEMPT:
        assert any(SAYS.search(text) for _, text in sentences(ROOT / name)), name


def test_no_template_says_it_by_itself():
    for path in [*(ROOT / "maps/templates").glob("*.html"), *(ROOT / "api/pages/templates").glob("*.html")]:
        shown = re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", " ", path.read_text("utf-8"))
        assert not SAYS.search(shown), path.name


def test_nothing_boasts():
    for path in modules():
        for line, text in sentences(path):
            assert text in NO_BOAST or not BOASTS.search(text), f"{path.relative_to(ROOT)}:{line}: {text!r:.90}"
    for text in (text for one in CLAIMS.values() for text in (one.text.nl, one.text.en)):
        assert not BOASTS.search(text)


def test_the_search_finds_a_claim_that_somebody_adds(tmp_path):
    module = tmp_path / "words.py"
    module.write_text('"""It saves CO2."""\nTEXT = f"Dit bespaart {3} kg"\nKEY = "saved_g"\n', encoding="utf-8")
    assert [text for _, text in sentences(module) if SAYS.search(text)] == ["Dit bespaart "]


def test_each_claim_says_when_what_beside_and_who_read_it():
    for name, one in CLAIMS.items():
        assert one.when, name
        assert one.reviewed.by, name
        assert one.text.nl, name
        assert one.text.en, name
        if name.startswith("saving.") and name != "saving.too_little_known":
            assert {Beside.BASELINE, Beside.FACTORS} <= set(one.beside), name
        nl, en = (sorted(re.findall(r"\{\w+\}", text)) for text in (one.text.nl, one.text.en))
        assert nl == en, name


@given(
    st.lists(st.integers(-9_999, 9_999), min_size=3, max_size=3).map(sorted),
    st.floats(0, 1),
    st.sampled_from(["nl", "en"]),
)
def test_what_is_told_of_a_saving_is_the_claim_that_it_may_be_told_by(ends, probability, lang):
    saving = Saving(*ends, probability)
    told = saving_text(saving, "shop_tours", "2026.2", lang)
    less, more = {"nl": ("minder CO2e", "meer CO2e"), "en": ("less CO2e", "more CO2e")}[lang]
    chosen = difference_claim(saving, alike=False)

    if chosen == "saving.likely":
        assert (less in told) == (saving.high > 0)
        assert (more in told) == (saving.high <= 0)
    assert (chosen == "saving.uncertain") == (saving.low < 0 < saving.high)
    assert "2026.2" in told


@pytest.mark.parametrize(("known", "served", "is_enough"), [(0, 0, True), (8, 10, True), (7, 10, False), (0, 1, False)])
def test_too_few_known_orders_are_compared_with_nothing(known, served, is_enough):
    assert is_covered(known, served) is is_enough
    assert 0 < LEAST_COVERAGE <= 1
