"""A public bundle: the published sums follow from it, and no household, shop or courier does."""

import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from impact.factor_table import load_factors
from impact.substitution import Answer, Reply
from kernel.errors import BadInputError, NotAllowedError
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.making import Bundle, bundle_of
from rounds.bundles.statement import statement_of
from rounds.bundles.verifying import verified
from rounds.people_of_days import PeopleOfDay, RidersOfDay
from tests.kept_square import DATE, MONTH, bundle_file, days_of, kept
from tests.planned_day import BIKE, DAY
from tests.sealed_bundles import faults, files_of, resealed

NEXT = DATE + timedelta(days=1)


def with_many(days: KeptDays, doors: int, couriers: int = 3, first: int = 0) -> KeptDays:
    """The same days, each of so many households and couriers; the order that was brought is of the first of them."""
    households = {
        "order-1" if door == first else f"order {door}": f"door {door}" for door in range(first, first + doors)
    }
    one = PeopleOfDay(households, RidersOfDay(frozenset(f"courier {number}" for number in range(couriers)), 1))
    return replace(days, people=dict.fromkeys(days.kept, one))


def together(*days: KeptDays) -> KeptDays:
    parts = [{day: of_day for one in days for day, of_day in getattr(one, part).items()} for part in ("kept", "people")]
    return KeptDays("proefdorp", MONTH, parts[0], people=parts[1])


@cache
def a_month() -> Bundle:
    return bundle_of(with_many(days_of(DATE, NEXT, period=MONTH), 5), public=True)


def test_the_published_sums_follow_from_a_public_bundle(tmp_path: Path) -> None:
    days = with_many(days_of(DATE, NEXT, period=MONTH), 5)
    file, bundle = bundle_file(tmp_path, days, public=True)
    verdict = verified(file, bundle.seal)
    assert verdict.faults == []
    figures, report = json.loads(files_of(bundle.content)["figures.json"]), days.report("en")
    for name in ("co2_g", "saved_g", "decomposition", "making_g", "headline"):
        assert figures[name] == json.loads(json.dumps(report[name])), name
    assert figures["metres"] | {"parcel_network": None} == report["metres"]
    assert figures["inventory"]["total_g"] == report["inventory"]["total_g"]


def test_no_public_bundle_is_of_a_day() -> None:
    with pytest.raises(BadInputError, match="a public bundle is of a month"):
        bundle_of(with_many(days_of(DATE), 5), public=True)


def test_a_sum_that_was_changed_and_sealed_anew_is_named(tmp_path: Path) -> None:
    def change(figures: Any) -> None:
        figures["co2_g"]["shop_tours"]["high"] += 1

    changed = resealed(change, "figures.json", files_of(a_month().content))
    (line,) = faults(changed, tmp_path, lambda file: verified(file).faults)
    assert line.startswith("figures.json: co2_g.shop_tours.high is printed ")


def test_a_statement_of_method_that_was_forged_and_sealed_anew_is_named(tmp_path: Path) -> None:
    changed = resealed(lambda period: period.update(days=9), "period.json", files_of(a_month().content))
    found = faults(changed, tmp_path, lambda file: verified(file).faults)
    assert found == [f"method.{lang}.html: is not the statement that follows from the report" for lang in ("nl", "en")]


@pytest.mark.parametrize("days", [0, 32, 10**12, True, "2"])
def test_a_month_of_no_or_too_many_days_is_none(tmp_path: Path, days: object) -> None:
    changed = resealed(lambda period: period.update(days=days), "period.json", files_of(a_month().content))
    (line,) = faults(changed, tmp_path, lambda file: verified(file).faults)
    assert line == "figures.json: is not as a bundle writes it (ValueError: a month has 1 to 31 days)"


def with_orders(activity: Any) -> None:
    activity["groups"][0]["orders"] = 10_000_000


def with_orders_in_hubs(activity: Any) -> None:
    activity["groups"][0]["elements"]["hub_orders"] = 10_000_000


def with_groups_of_one_set(activity: Any) -> None:
    activity["groups"] *= 1_000


def with_too_many_in_all(activity: Any) -> None:
    (group,) = activity["groups"]
    activity["groups"] = [group | {"factor_set": str(number), "orders": 10_000} for number in range(31)]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (with_orders, "orders is 10000000 in all; a month has at most 155000"),
        (with_orders_in_hubs, "elements.hub_orders is 10000000 in all; a month has at most 155000"),
        (with_groups_of_one_set, "has 1000 groups of 1 factor sets, not one of each and at most 31"),
        (with_too_many_in_all, "orders is 310000 in all; a month has at most 155000"),
    ],
)
def test_sums_of_more_than_a_month_can_have_fill_no_memory(
    tmp_path: Path, change: Callable[[Any], None], line: str
) -> None:
    changed = resealed(change, "activity.json", files_of(a_month().content))
    tracemalloc.start()
    try:
        found = faults(changed, tmp_path, lambda file: verified(file).faults)
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()
    assert found == [f"activity.json: {line}"]


def test_the_statement_of_the_sums_is_that_of_the_report() -> None:
    days = with_many(days_of(DATE, NEXT, period=MONTH), 5)
    files = files_of(bundle_of(days, public=True).content)
    for lang in ("nl", "en"):
        assert files[f"method.{lang}.html"] == statement_of(days.report(lang), lang)


def words() -> list[str]:
    """Every word of the day that is somebody's."""
    found: list[Any] = [BIKE.id, "round-1", DAY.depot_name, "5.02", "52.0", "shop-1", "order-1", "order-2"]
    for order in DAY.orders:
        found += [order.customer, order.address]
    for shop in DAY.shops:
        found += [shop.name, shop.address]
    return found


def test_no_word_of_anybody_is_in_it() -> None:
    days = with_many(days_of(DATE, NEXT, period=MONTH), 5)
    text = b"\n".join(files_of(bundle_of(days, public=True).content).values()).decode()
    assert [word for word in words() if word in text] == []
    complete = b"\n".join(files_of(bundle_of(days_of(DATE), public=False).content).values()).decode()
    assert [word for word in words() if word in complete], "the words are those that a complete one has"


def test_a_public_bundle_names_no_day_of_its_month() -> None:
    content = bundle_of(with_many(days_of(DATE, NEXT, period=MONTH), 5), public=True).content
    text = b"\n".join(files_of(content).values()).decode()
    assert str(DATE) not in text
    assert str(NEXT) not in text


@pytest.mark.parametrize(("doors", "couriers"), [(4, 3), (5, 2), (1, 1)])
def test_few_households_or_couriers_are_nobodys_to_publish(doors: int, couriers: int) -> None:
    with pytest.raises(NotAllowedError, match="2026-11 has fewer than 5 households or 3 couriers"):
        bundle_of(with_many(days_of(DATE, period=MONTH), doors, couriers), public=True)


def test_a_small_day_does_not_follow_from_its_month_less_the_other_days() -> None:
    """Five and two households: the two would be the month's less the published day's."""
    both = together(with_many(days_of(DATE), 5), with_many(days_of(NEXT), 2))
    with pytest.raises(NotAllowedError, match=f"{NEXT} has few households or couriers, and would follow"):
        bundle_of(both, public=True)


def test_small_days_that_are_enough_together_are_in_their_month() -> None:
    both = together(with_many(days_of(DATE), 3), with_many(days_of(NEXT), 3, first=3))
    assert bundle_of(both, public=True).content


def test_a_factor_set_of_one_day_does_not_tell_of_its_few_households() -> None:
    """Three and three are enough together, and would each stand alone: their sums are apart."""
    both = together(with_many(days_of(DATE), 3), with_many(days_of(NEXT), 3, first=3))
    both = replace(both, kept=both.kept | {NEXT: kept(NEXT, "2026.3")[0]})
    with pytest.raises(
        NotAllowedError, match=r"2026-11 with factors 2026\.[23] has fewer than 5 households"
    ) as refused:
        bundle_of(both, public=True)
    assert "Give --factors" in str(refused.value)
    groups = json.loads(
        files_of(bundle_of(replace(both, factors=load_factors("2026.3")), public=True).content)["activity.json"]
    )
    assert len(groups["groups"]) == 1


@pytest.mark.parametrize("answer", [*Answer, None])
@pytest.mark.parametrize(("households", "is_told"), [(4, False), (5, True)])
def test_answers_of_few_households_are_in_no_figure_and_the_statement_says_so(
    tmp_path: Path, answer: Answer | None, households: int, *, is_told: bool
) -> None:
    days = {DATE + timedelta(days=number): [Reply("order-1", "2026-1", answer)] for number in range(-1, 4)}
    month = together(*(with_many(days_of(day), 5, first=number % households) for number, day in enumerate(days)))
    plain, answered = bundle_of(month, public=True), bundle_of(replace(month, replies=days), public=True)
    files, without = files_of(answered.content), files_of(plain.content)
    said = json.loads(files["activity.json"])["groups"][0]["substitution"]
    assert said["asked"] == (5 if is_told else 0)
    if not is_told:
        assert (files["activity.json"], files["figures.json"]) == (without["activity.json"], without["figures.json"])
    assert ("answers are left out here" in files["method.en.html"].decode()) is not is_told
    file = tmp_path / "b.zip"
    file.write_bytes(answered.content)
    assert verified(file).faults == []


def test_a_reply_to_an_order_that_nobody_carried_takes_no_other_answer_out() -> None:
    days = [DATE + timedelta(days=number) for number in range(-1, 4)]
    month = together(*(with_many(days_of(day), 5, first=number) for number, day in enumerate(days)))
    replies = {day: [Reply("order-1", "2026-1", Answer.NO_CAR)] for day in days}
    replies[DATE].append(Reply("order-99", "2026-1", Answer.WEB_SHOP))
    files = files_of(bundle_of(replace(month, replies=replies), public=True).content)
    assert json.loads(files["activity.json"])["groups"][0]["substitution"]["asked"] == 5
    assert "answers are left out here" not in files["method.en.html"].decode()


def test_what_was_driven_of_one_day_is_for_the_auditor() -> None:
    with pytest.raises(BadInputError, match="what was driven is of one day"):
        KeptDays("proefdorp", MONTH, {}, log=[None])  # type: ignore[list-item] - any row will do
