"""What a line of the log says, and what it cannot say whoever writes it."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError, StorageError
from kernel.log_context import WITHHELD, log_about
from kernel.log_lines import JsonLines, PlainLines
from kernel.log_settings import LogSettings

ADDRESS = "Mevr. Jansen, Kerkstraat 12, 1234 AB, 06-12345678, jansen@example.org"


@contextmanager
def written_by(name: str, formatter: logging.Formatter) -> Iterator[tuple[logging.Logger, StringIO]]:
    """Give a logger of this name and what it writes."""
    logger, out = logging.Logger(name), StringIO()  # noqa: LOG001 - of nobody else
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    logger.addHandler(handler)
    yield logger, out


def json_line(name: str, message: str, *args: object, texts: bool = False, **more: object) -> dict[str, object]:
    with written_by(name, JsonLines(fault_texts=texts)) as (logger, out):
        logger.error(message, *args, **more)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


def raised(fault: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise fault from cause  # noqa: TRY301 (a fault with a cause is what is wanted)
    except Exception as caught:  # noqa: BLE001 - whatever the test wants
        return caught


def test_an_event_is_one_line_with_its_moment_and_what_it_is_about() -> None:
    with log_about(request_id="r-1"), log_about(job_id="j-1"):
        line = json_line("workers.tasks", "job %s\nbegins", "j-1", extra={"kind": "import area", "duration_ms": 7})
    assert str(line.pop("at")).endswith("Z")
    assert line == {
        "level": "error", "event": "job j-1\nbegins", "logger": "workers.tasks",
        "request_id": "r-1", "job_id": "j-1", "kind": "import area", "duration_ms": 7,
    }  # fmt: skip


def test_what_lines_are_about_ends_with_its_block() -> None:
    with pytest.raises(KeyError), log_about(round_id="1"):
        raise KeyError
    assert "round_id" not in json_line("rounds", "x")


def test_a_field_that_nobody_knows_is_a_defect_and_of_a_line_it_is_left_out() -> None:
    with pytest.raises(ValueError, match="no field of a log is called address"), log_about(address=ADDRESS):
        pass
    assert "address" not in json_line("rounds", "x", extra={"address": ADDRESS})


@given(st.text(min_size=1))
def test_a_fields_value_is_an_id_a_word_or_a_figure_and_never_a_sentence(text: str) -> None:
    said = json_line("rounds", "x", extra={"kind": text})["kind"]
    assert said in {text, WITHHELD}
    assert said == WITHHELD or not set(said) & set("@,;\n\"'()")


@pytest.mark.parametrize("personal", [ADDRESS, "0612345678", "+31 6 12345678", "1990-01-01", "jansen@example.org", "é"])
def test_what_tells_of_a_person_is_withheld(personal: str) -> None:
    assert json_line("rounds", "x", extra={"kind": personal})["kind"] == WITHHELD


def test_of_others_only_the_fixed_first_line_is_told() -> None:
    line = json_line("celery.worker", "Task %s raised\n" + ADDRESS, ADDRESS)
    assert line["event"] == "Task %s raised"


def test_a_fault_is_told_by_its_kind_and_its_places_and_not_by_its_text() -> None:
    fault = raised(KeyError(ADDRESS), raised(BadInputError(ADDRESS)))
    line = json_line("api.problems", "it failed: %s", fault, exc_info=fault)
    assert line["event"] == "it failed: KeyError"
    kinds = [one["kind"] for one in line["faults"]]
    assert kinds == ["KeyError", "BadInputError"]
    assert line["faults"][0]["frames"][-1].startswith("tests/unit/test_log_lines.py:")
    assert "Jansen" not in json.dumps(line)


@pytest.mark.parametrize("texts", [False, True])
def test_texts_of_faults_are_told_where_that_is_asked_for(texts: bool) -> None:
    assert ("Jansen" in json.dumps(json_line("api", "x", texts=texts, exc_info=raised(KeyError(ADDRESS))))) is texts


def test_a_fault_of_files_and_databases_says_what_it_says() -> None:
    line = json_line("api", "x", exc_info=raised(StorageError("no space is left for it", where="dorp.db")))
    assert line["faults"][0]["text"] == "dorp.db: no space is left for it"


def test_a_person_reads_the_same_in_plain_words() -> None:
    with written_by("rounds.kept_roads", PlainLines()) as (logger, out), log_about(round_id="r-9"):
        logger.warning("saved roads of %s: damaged.", "a.osm.pbf", exc_info=raised(KeyError(ADDRESS)))
    first, *rest = out.getvalue().splitlines()
    assert first.endswith("Z WARNING saved roads of a.osm.pbf: damaged. [round_id=r-9]")
    assert rest[0] == "  KeyError"
    assert "Jansen" not in out.getvalue()


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({}, logging.WARNING),
        ({"DORPSRONDE_LOG_FORMAT": "json"}, logging.INFO),
        ({"DORPSRONDE_LOG_FORMAT": "JSON", "DORPSRONDE_LOG_LEVEL": "error"}, logging.ERROR),
        ({"DORPSRONDE_LOG_LEVEL": ""}, logging.WARNING),
    ],
)
def test_a_program_is_told_more_than_a_person(given: dict[str, str], level: int) -> None:
    assert LogSettings.from_environment(given).log_level == level


def test_a_setting_that_cannot_be_is_one_line() -> None:
    with pytest.raises(BadInputError, match="DORPSRONDE_LOG_FORMAT: 'xml' is none of plain, json"):
        LogSettings.from_environment({"DORPSRONDE_LOG_FORMAT": "xml"})
