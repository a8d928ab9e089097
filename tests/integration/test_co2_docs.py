"""docs/co2.md tells the truth about the factor table and the tests it names."""

import json
import re
from importlib.resources import files
from pathlib import Path

from impact.baselines import Baseline
from impact.factor_table import LATEST, load_factors
from impact.factors import Factor

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "co2.md").read_text(encoding="utf-8")
HEAD = "| factor | low | central | high | unit | for | from | status | range | source | licence | note |"


def row(factor: Factor) -> str:
    numbers = f"{factor.low:g} | {factor.central:g} | {factor.high:g} | {factor.unit}"
    status = f"{factor.status} | {factor.range_status or 'fixed'}"
    described = f"{factor.region} {factor.year} | {factor.valid_from}"
    said = f"{factor.source} | {factor.licence} | {factor.note}"
    return f"| `{factor.name}` | {numbers} | {described} | {status} | {said} |"


def test_the_page_shows_the_table_that_is_shipped() -> None:
    """On failure, put what is asserted here between the marks."""
    wanted = "\n".join([HEAD, re.sub(r"[^|]+", "---", HEAD), *map(row, load_factors(LATEST).factors)])
    shown = re.search(r"<!-- factors:begin[^\n]*-->\n(.*?)\n<!-- factors:end -->", PAGE, re.DOTALL)
    assert shown
    assert shown[1] == wanted


def test_every_test_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    written = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("test_*.py"))
    assert named
    assert {name for name in named if f"def {name}(" not in written} == set()


def test_baselines_have_the_keys_of_the_report() -> None:
    schema = json.loads(files("rounds").joinpath("report.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]["saved_g"]["required"]) == set(Baseline)
