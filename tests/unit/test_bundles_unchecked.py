"""What of a bundle could not be checked is said so, and a forged statement of method is named wherever it can be."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.report_bundle import verify_command
from rounds.bundles.archive import zipped
from rounds.bundles.making import bundle_of
from rounds.bundles.manifest import sealed
from rounds.bundles.verifying import verified
from tests.kept_square import DATE, MONTH, days_of
from tests.sealed_bundles import files_of
from tests.unit.test_public_bundles import a_month

STATEMENT = "method.en.html"
FORGED = b"<p>Audited by everybody; all data primary.</p>"


def complete() -> bytes:
    return bundle_of(days_of(DATE, period=MONTH), public=False).content


def public() -> bytes:
    return a_month().content


@pytest.fixture
def resealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Some files of a bundle put in the place of its own, all sealed anew, as if by this or by another version."""

    def seal(content: bytes, software: str = "", **changed: bytes) -> Path:
        members = files_of(content) | {STATEMENT: changed["statement"]} if changed else dict(files_of(content))
        said = json.loads(members["manifest.json"])
        members = {name: each for name, each in members.items() if name != "manifest.json"}
        header = {part: said[part] for part in ("kind", "square", "period", "made_again_with")}
        with monkeypatch.context() as patched:
            if software:
                patched.setattr("rounds.bundles.manifest.software", lambda: software)
            files = sealed(header, members)[0]
        (tmp_path / "b.zip").write_bytes(zipped(files))
        return tmp_path / "b.zip"

    return seal


@pytest.mark.parametrize("kind", [complete, public])
def test_a_forged_statement_of_method_is_named(resealed: Callable[..., Path], kind: Callable[[], bytes]) -> None:
    verdict = verified(resealed(kind(), statement=FORGED))
    assert list(map(str, verdict.faults)) == [f"{STATEMENT}: is not the statement that follows from the report"]


@pytest.mark.parametrize("kind", [complete, public])
def test_a_forged_statement_as_if_of_another_version_is_not_checked_and_not_said_to_agree(
    resealed: Callable[..., Path], kind: Callable[[], bytes]
) -> None:
    file = resealed(kind(), software="dorpsronde 9.9", statement=FORGED)
    verdict = verified(file)
    assert verdict.faults == []
    assert [what for name, what in verdict.unchecked if name == "method"] == [
        f"{STATEMENT} says what this version does not"
    ]
    ran = CliRunner().invoke(verify_command, [str(file)])
    assert ran.exit_code == 0
    said = ran.output
    assert f"method   not checked: {STATEMENT} says what this version does not" in said
    assert "All of it agrees." not in said
    assert said.endswith("What was checked agrees.\n")


def test_a_statement_of_another_version_in_the_same_words_is_checked(resealed: Callable[..., Path]) -> None:
    verdict = verified(resealed(public(), software="dorpsronde 9.9"))
    assert (verdict.faults, verdict.unchecked) == ([], [])
    assert dict(verdict.agreed)["method"] == "2 of 2 statements made again"


def test_rounds_that_name_no_matrix_and_days_without_rounds_are_told(tmp_path: Path) -> None:
    days = days_of(DATE, period=MONTH)
    file = tmp_path / "b.zip"
    file.write_bytes(bundle_of(days, public=False).content)
    rounds: list[Any] = [one for way in days.solved[DATE]["ways"] for one in way["rounds"]]
    assert {one["matrix"] for one in rounds} == {None}
    assert verified(file).unchecked == [("rounds", f"{len(rounds)} name no matrix and were not held against one")]
    file.write_bytes(bundle_of(type(days)(days.square, MONTH, days.kept), public=False).content)
    assert verified(file).unchecked == [("rounds", "1 days have none")]
