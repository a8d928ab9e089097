"""How often customers were asked is in a bundle: reply by reply for an auditor, in counts for everybody, sealed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.repositories.customer_replies import ReplyTold
from impact.substitution import Answer, Reply
from rounds.asked_days import StoredReply
from rounds.bundles.archive import zipped
from rounds.bundles.asking import public_asking, public_faults
from rounds.bundles.canonical import text_of
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.making import bundle_of
from rounds.bundles.verifying import Verdict, verified
from rounds.people_of_days import PeopleOfDay, RidersOfDay
from tests.kept_square import DATE, MONTH, bundle_file, days_of, kept
from tests.sealed_bundles import faults, files_of, resealed

ANSWERS = f"days/{DATE}/answers.json"


def told(answer: Answer | None, *, late: bool = False, **more: bool) -> StoredReply:
    """What is stored of the one order of the day."""
    counted = None if late else ReplyTold("2026-1", answer, "customer", after_shown=False)
    return StoredReply("order-1", counted, is_corrected=False, is_late=late, **more)


def asked_month(*replies: StoredReply, **more: Any) -> KeptDays:
    """Days one after the other, of the same one order, with a reply each."""
    days = [DATE + timedelta(at) for at in range(-1, len(replies) - 1)]
    return days_of(*days, period=MONTH, stored={day: [one] for day, one in zip(days, replies, strict=True)}, **more)


def written(folder: Path, days: KeptDays, *, public: bool = False) -> tuple[dict[str, bytes], Verdict]:
    file, _ = bundle_file(folder, days, public=public)
    return files_of(file.read_bytes()), verified(file)


def test_the_counts_of_the_asking_follow_from_an_auditors_bundle(tmp_path: Path) -> None:
    forgotten, late = told(None, is_forgotten=True), told(None, late=True)
    replies = [told(Answer.OWN_CAR_TRIP), told(Answer.UNKNOWN), told(None), forgotten, late]
    days = asked_month(*replies, replies={DATE: [Reply("order-1", "2026-1", Answer.NO_CAR)]})
    files, verdict = written(tmp_path, days)
    assert verdict.faults == []
    assert dict(verdict.agreed)["asking"] == "2 of 4 asked answered"
    for lang in ("nl", "en"):
        asking = json.loads(files[f"report.{lang}.json"])["asking"]
        counts = {"asked": 4, "answered": 2, "did_not_know": 0, "silent": 1, "forgotten": 1}
        assert asking == counts | {
            "orders": 5,
            "after_shown": 1,
            "corrected": 0,
            "file_differs": 1,
            "by": {"customer": 3, "file": 1},
            "wordings": [counts | {"wording": "2026-1"}],
        }
    assert b"system" not in files[ANSWERS], "in which role, and not who"


def in_the_role_of_a_shop(document: Any) -> None:
    document["stored"][0]["counted"]["role"] = "shop"


def answered_after_all(document: Any) -> None:
    document["stored"][0]["counted"]["answer"] = "no_car"


def one_more_silent(document: Any) -> None:
    document["asking"]["silent"] += 1


@pytest.mark.parametrize(
    ("name", "change", "line"),
    [
        (ANSWERS, in_the_role_of_a_shop, "report.en.json: asking.by"),
        (ANSWERS, answered_after_all, "report.en.json: asking.answered is printed 0, 1 follows"),
        ("report.nl.json", one_more_silent, "report.nl.json: asking.silent is printed 2, 1 follows"),
        (ANSWERS, lambda document: document.pop("stored"), f"{ANSWERS}: is not as a bundle writes it"),
    ],
)
def test_a_count_or_reply_that_was_changed_and_sealed_anew_is_named(
    tmp_path: Path, name: str, change: Callable[[Any], None], line: str
) -> None:
    files, _ = written(tmp_path, days_of(DATE, stored={DATE: [told(None)]}))
    found = faults(resealed(change, name, files), tmp_path, lambda path: verified(path).faults)
    assert any(each.startswith(line) for each in found), found


def test_an_earlier_bundle_with_answers_alone_is_checked_without_its_asking(tmp_path: Path) -> None:
    files, _ = written(tmp_path, days_of(DATE, replies={DATE: [Reply("order-1", "2026-1", Answer.NO_CAR)]}))
    files |= {ANSWERS: text_of(ANSWERS, json.loads(files[ANSWERS])["file"])}
    for lang in ("nl", "en"):
        files = files_of(resealed(lambda report: report.pop("asking"), f"report.{lang}.json", files))
    (tmp_path / "before.zip").write_bytes(zipped(files))
    verdict = verified(tmp_path / "before.zip")
    assert verdict.faults == []
    assert ("asking", "who handed the answers in is not said, so they were not counted") in verdict.unchecked


def test_answers_to_days_of_the_month_that_were_never_planned_come_along(tmp_path: Path) -> None:
    unplanned = {DATE + timedelta(days=1): [Reply("order-1", "2026-1", Answer.NO_CAR)]}
    files, verdict = written(tmp_path, days_of(DATE, period=MONTH, replies=unplanned))
    assert verdict.faults == []
    assert "their order was not brought: 1" in " ".join(json.loads(files["report.en.json"])["notes"])


def test_answers_to_days_that_are_not_in_the_bundle_are_not_either(tmp_path: Path) -> None:
    elsewhere = {DATE + timedelta(days=9): [Reply("order-1", "2026-1", Answer.NO_CAR)]}
    _, verdict = written(tmp_path, days_of(DATE, replies=elsewhere))
    assert verdict.faults == []


# -- for everybody -------------------------------------------------------------------------------


def with_people(days: KeptDays, households: Sequence[str]) -> KeptDays:
    """Give each day five households, of which the order's is the one named."""
    riders = RidersOfDay(frozenset({"a", "b", "c"}), 1)
    people = {
        day: PeopleOfDay({"order-1": own, **{f"order {at}": f"door {at}" for at in range(5)}}, riders)
        for day, own in zip(days.kept, households, strict=True)
    }
    return replace(days, people=people)


def a_public_month(*answers: Answer | None) -> KeptDays:
    replies = [told(answer) for answer in answers]
    return with_people(asked_month(*replies), [f"own {number}" for number in range(len(replies))])


def test_everybody_reads_how_many_were_asked_and_answered_and_no_more(tmp_path: Path) -> None:
    days = a_public_month(*[Answer.NO_CAR] * 5, *[None] * 3, *[Answer.UNKNOWN] * 2)
    files, verdict = written(tmp_path, days, public=True)
    assert (verdict.faults, dict(verdict.agreed)["asking"]) == ([], "5 of 10 asked answered")
    assert json.loads(files["period.json"])["asking"] == {
        "asked": 10,
        "answered": 5,
        "wordings": [{"wording": "2026-1", "asked": 10, "answered": 5}],
    }

    def one_more(document: Any) -> None:
        document["asking"]["asked"] += 1

    found = faults(resealed(one_more, "period.json", files), tmp_path, lambda path: verified(path).faults)
    assert "period.json: asking.asked is 11, 10 follows from the sums" in found
    assert "period.json: asking.asked is 11, the wordings add up to 10" in found


def test_where_answers_are_left_out_so_are_their_counts(tmp_path: Path) -> None:
    files, verdict = written(tmp_path, a_public_month(*[Answer.NO_CAR] * 4, *[None] * 6), public=True)
    assert verdict.faults == []
    assert json.loads(files["period.json"])["asking"] is None
    assert json.loads(files["activity.json"])["groups"][0]["substitution"]["asked"] == 0


def test_a_wording_that_few_households_saw_is_not_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("impact.substitution.wording", lambda _: None)
    days = a_public_month(*[Answer.NO_CAR] * 6)
    last = max(days.stored)
    other = replace(told(None), counted=ReplyTold("2026-2", Answer.NO_CAR, "shop", after_shown=False))
    found = public_asking(replace(days, stored={**days.stored, last: [other]}))
    assert found == {"asked": 6, "answered": 6, "wordings": None}


@pytest.mark.parametrize(("between", "is_told"), [(1, False), (4, False), (5, True)])
def test_days_between_a_new_set_and_a_new_wording_do_not_follow_from_the_sums(
    monkeypatch: pytest.MonkeyPatch, between: int, *, is_told: bool
) -> None:
    """Five households before both, some with the new wording alone, five with both: old set less old wording."""
    monkeypatch.setattr("impact.substitution.wording", lambda _: None)
    days = a_public_month(*[Answer.NO_CAR] * (10 + between))
    other = replace(told(None), counted=ReplyTold("2026-2", Answer.NO_CAR, "shop", after_shown=False))
    renewed = {day: kept(day, "2026.3")[0] for day in list(days.kept)[-5:]}
    asked_anew = {day: [other] for day in list(days.kept)[5:]}
    found = public_asking(replace(days, kept={**days.kept, **renewed}, stored={**days.stored, **asked_anew}))
    assert found is not None
    assert (found["wordings"] is not None) is is_told


def test_counts_that_were_taken_out_though_somebody_was_asked_are_missed() -> None:
    group = {"substitution": {"asked": 7, "unanswered": 2}}
    (fault,) = public_faults("period.json", None, [group])
    assert str(fault) == "period.json: has no counts of the asking; 7 asked follow from the sums"


def test_a_public_bundle_of_before_has_no_counts_and_agrees(tmp_path: Path) -> None:
    files = files_of(bundle_of(a_public_month(*[Answer.NO_CAR] * 5), public=True).content)
    (tmp_path / "before.zip").write_bytes(resealed(lambda period: period.pop("asking"), "period.json", files))
    assert verified(tmp_path / "before.zip").faults == []
