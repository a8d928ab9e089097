"""Reports of what is stored: answers kept with orders, a file over them, starting measurements beside."""

import json
from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sqlalchemy import event, update

from data.database import Database
from data.drafts.customer_reply import ReplyDraft
from data.models.customer_reply import CustomerReply
from data.repositories.base import Repository
from data.repositories.customer_replies import ReplyTold
from impact.factor_table import load_factors
from impact.question import Answer
from impact.starting_measurement import Flow, FlowKind
from impact.substitution import Reply
from kernel.errors import BadInputError
from kernel.scope import Own, Role, Scope
from maps.month_page import month_page
from maps.report_page import report_page
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.making import kept_days
from rounds.bundles.period import Period
from rounds.day_report import assess_day
from rounds.kept_report import kept_activity_in, kept_report, report_in
from rounds.month_report import day_report_of, month_report
from rounds.recomputed import Again, recomputed_day
from rounds.starting_measurements import WishedMeasurement, keep_measurement
from tests.planned_day import DAY as PLANNED_DAY
from tests.planned_day import OTHERS, PLAN, PLANNED
from tests.stored_square import NOON, TEST, StoredSquare, new_database, order, plan_of, store_square
from tests.stores import Store

DAY = PLANNED_DAY.day
SCHEMA = json.loads((Path(__file__).parents[2] / "rounds" / "report.schema.json").read_text("utf-8"))
VAN = Flow(FlowKind.SHOP_TRIPS, "diesel_van", 20, 400_000, 0)
WALKED = Flow(FlowKind.CUSTOMER_TRIPS, "on_foot", 100, 90_000, 0)


class Here:
    """A square with one planned order, "order-1", of the shop that reports are made of."""

    def __init__(self, store: Store) -> None:
        self.database: Database = new_database(store)
        self.database._clock = lambda: NOON
        self.square: StoredSquare = store_square(self.database)
        self.document: dict[str, Any] = json.loads(
            json.dumps(kept_report(assess_day(PLANNED_DAY, PLANNED.effort, PLAN, OTHERS, load_factors("2026.2"))))
        )

    def ordered(self, shop: int = 0, *, planned: bool = True, answer: ReplyDraft | None = None) -> str:
        with self.database.begin(TEST) as work:
            draft = order(self.square.shops[shop], "order-1", planned_for=DAY)
            order_id = work.orders.add(self.square.id, [draft])[0].order_id
            leg = work.orders.get(order_id).legs[0].id
            if answer is not None:
                work.customer_replies.add(self.square.id, {order_id: answer})
            if planned:
                draft = replace(plan_of(self.square, [[leg]]), report=self.document)
                work.plans.save(self.square.id, DAY, draft)
        return order_id

    def replied(self, order_id: str, answer: Answer | None, role: Role = Role.DISPATCHER) -> None:
        own = Own(orders=frozenset({order_id})) if role is Role.CUSTOMER else None
        scope = Scope(role, frozenset({self.square.id}), own)
        with self.database.begin(scope) as work:
            work.customer_replies.add(self.square.id, {order_id: ReplyDraft("2026-1", answer)})

    def day(self, lang: str = "nl", again: Again | None = None) -> dict[str, Any]:
        report = day_report_of(self.database, "proefdorp", DAY, lang, again)
        jsonschema.validate(report, SCHEMA)
        return report

    def month(self, lang: str = "nl", **more: Any) -> dict[str, Any]:
        return month_report(self.database, "proefdorp", DAY.replace(day=1), lang, **more)

    def bundled(self, *, is_month: bool = True, **more: Any) -> KeptDays:
        period = Period(DAY.replace(day=1) if is_month else DAY, is_month)
        with self.database.read(TEST) as work:
            return kept_days(work, "proefdorp", period, **more)

    def measured(self, *flows: Flow, name: str = "Voorjaar", **changed: Any) -> tuple[int, bool]:
        given = {
            "name": name, "first_day": date(2026, 3, 2), "last_day": date(2026, 3, 14), "measured_by": "De dorpsraad",
            "method": "Geteld aan de deur", "source": "Verslag van maart", "orders": 100, "flows": flows,
        }  # fmt: skip
        with self.database.begin(TEST) as work:
            kept, is_new = keep_measurement(work, self.square.id, WishedMeasurement(**{**given, **changed}))
            return kept.version, is_new


@pytest.fixture
def here(store: Store) -> Iterator[Here]:
    made = Here(store)
    yield made
    made.database.close()


def test_a_day_of_which_nothing_is_known_is_as_it_was_kept_to_the_letter(here: Here) -> None:
    here.ordered()
    assert here.day() == report_in(here.document, "nl")
    assert {"asking", "starting_measurements"} & set(here.month()) == set()


def test_a_stored_answer_makes_the_figures_that_the_same_answer_of_a_file_makes(here: Here) -> None:
    here.ordered(answer=ReplyDraft("2026-1", Answer.SHOP_BRINGS))
    file = {DAY: [Reply("order-1", "2026-1", Answer.SHOP_BRINGS)]}
    expected = recomputed_day(report_in(here.document, "nl"), kept_activity_in(here.document), Again(replies=file))
    found = here.day()
    asked = found.pop("asking")
    assert found == expected
    assert found["headline"]["basis"] == "answers"
    assert (asked["asked"], asked["answered"], asked["by"]) == (1, 1, {"system": 1})
    month = here.month()
    assert (month["headline"]["basis"], month["asking"]) == ("answers", asked)


def test_a_month_reads_of_replies_what_counts_and_no_whole_rows(here: Here) -> None:
    order_id = here.ordered(answer=ReplyDraft("2026-1", Answer.SHOP_BRINGS))
    here.replied(order_id, Answer.NO_CAR)
    with here.database.read(TEST) as work:
        whole = work.customer_replies.of_orders(here.square.id, [order_id])[order_id]
        told = work.customer_replies.told_of(here.square.id, [order_id])[order_id]
        names = [field.name for field in fields(ReplyTold)]
        assert [[getattr(one, name) for name in names] for one in whole] == [[*astuple(one)] for one in told]
    loaded: list[CustomerReply] = []

    def note(reply: CustomerReply, _: object) -> None:
        loaded.append(reply)

    event.listen(CustomerReply, "load", note)
    try:
        assert here.month()["asking"]["asked"] == 1
    finally:
        event.remove(CustomerReply, "load", note)
    assert loaded == []


def test_the_file_goes_over_what_is_stored_and_nothing_is_counted_twice(here: Here) -> None:
    here.ordered(answer=ReplyDraft("2026-1", Answer.NO_CAR))
    file = {DAY: [Reply("order-1", "2026-1", Answer.SHOP_BRINGS)]}
    for found in (here.day(again=Again(replies=file)), here.month(replies=file)):
        assert (found["headline"]["asked"], found["headline"]["answered"]) == (1, 1)
        assert found["headline"]["mix_g"]["low"] > 0
        assert (found["asking"]["by"], found["asking"]["file_differs"]) == ({"file": 1}, 1)
        assert found["asking"]["wordings"][0]["asked"] == 1


def test_a_file_of_more_than_the_period_says_of_no_other_day_that_its_orders_were_not_brought(here: Here) -> None:
    here.ordered()
    reply = [Reply("order-1", "2026-1", Answer.SHOP_BRINGS)]
    file = dict.fromkeys([DAY, DAY + timedelta(days=1), DAY + timedelta(days=30)], reply)
    day, month = here.day(again=Again(replies=file)), here.month(replies=file)
    assert not any("niet meetellen" in note for note in day["notes"])
    assert "Antwoorden die niet meetellen, omdat hun bestelling niet bezorgd werd: 1." in month["notes"]
    assert here.bundled(is_month=False, replies=file).report("nl") == day
    assert here.bundled(replies=file).report("nl") == month


def test_two_shops_with_one_number_are_told_apart(here: Here) -> None:
    """The other shop's order was never in the plan that was reported: its answer is nobody's here."""
    here.ordered()
    other = here.ordered(1, planned=False, answer=ReplyDraft("2026-1", Answer.NOT_BOUGHT))
    assert other
    assert "asking" not in here.day()


def test_what_comes_after_a_saving_could_be_seen_is_told_and_changes_no_gram(here: Here) -> None:
    order_id = here.ordered()
    here.replied(order_id, Answer.OWN_CAR_TRIP)
    report = here.day()
    assert report.pop("asking")["after_shown"] == 1
    assert report == report_in(here.document, "nl")


def test_a_correction_is_counted_and_the_customers_own_word_stands(here: Here) -> None:
    order_id = here.ordered(planned=False)
    for answer, role in (
        (Answer.NO_CAR, Role.CUSTOMER), (Answer.OWN_CAR_TRIP, Role.DISPATCHER),
    ):  # fmt: skip
        here.replied(order_id, answer, role)
    with here.database.begin(TEST) as work:
        leg = work.orders.get(order_id).legs[0].id
        work.plans.save(here.square.id, DAY, replace(plan_of(here.square, [[leg]]), report=here.document))
    report = here.day()
    assert (report["asking"]["corrected"], report["asking"]["by"]) == (1, {"customer": 1})
    assert report["headline"]["mix_g"]["high"] == 0
    page = " ".join(report_page(report).split())
    assert "Bestellingen waarvan het antwoord later verbeterd is: 1" in page
    assert "Doorgegeven door: klant zelf 1" in page


def test_silence_and_what_was_forgotten_stay_in_the_count_and_add_up(here: Here) -> None:
    order_id = here.ordered(answer=ReplyDraft("2026-1", Answer.NO_CAR))
    with here.database.begin(TEST) as work:
        assert work.customer_replies.forget(here.square.id, order_id) == 1
    report = here.day("en")
    asked = report["asking"]
    assert (asked["asked"], asked["answered"], asked["silent"], asked["forgotten"]) == (1, 0, 0, 1)
    assert report["headline"]["basis"] == "default"
    assert "Answers taken out on request: 1" in report_page(report, lang="en")


def test_on_postgresql_a_shop_adds_replies_and_changes_none_past_our_queries(here: Here) -> None:
    if here.database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has the repositories alone")
    here.ordered(answer=ReplyDraft("2026-1", Answer.NO_CAR))
    shop = Scope(Role.SHOP, frozenset({here.square.id}), Own(shops=frozenset(here.square.shops)))
    changed = update(CustomerReply).values(answer=Answer.OWN_CAR_TRIP).returning(CustomerReply.id)
    with here.database.begin(shop) as work:
        probe = Repository(work._session, work._asker)
        assert len(probe._all(probe._select(CustomerReply))) == 1
        assert work._session.execute(changed).all() == []


def test_a_measurement_is_kept_by_version_and_the_same_again_is_the_same(here: Here) -> None:
    assert here.measured(VAN) == (1, True)
    assert here.measured(VAN) == (1, False)
    assert here.measured(WALKED, name="voorjaar ") == (2, True)
    with here.database.read(TEST) as work:
        assert [one.version for one in work.starting_measurements.page(here.square.id, after=None, limit=9)] == [1, 2]
        assert [one.version for one in work.starting_measurements.standing(here.square.id)] == [2]


def test_a_month_compares_with_it_for_as_many_orders_and_never_in_its_headline(here: Here) -> None:
    here.ordered()
    before = here.month()
    here.measured(VAN)
    found = here.month()
    (measured,) = found.pop("starting_measurements")
    assert found == before
    assert (measured["orders"], measured["scaled_to_orders"]) == (100, 1)
    assert measured["scaled_m"] == {"shop_trips": 4_000, "customer_cars": 0}
    assert measured["scaled_g"]["central"] == pytest.approx(4 * 317, rel=0.1)  # 400 km of 100 orders, 317 g/km
    page = " ".join(month_page(here.month("en"), lang="en").split())
    assert "Against the starting measurement “Voorjaar” (version 1)" in page
    assert "by De dorpsraad. How: Geteld aan de deur. Source: Verslag van maart." in page
    assert page.index("Against the starting measurement") > page.index("What it is compared with")


def test_an_increase_is_shown_as_one_in_both_languages(here: Here) -> None:
    here.ordered()
    here.measured(WALKED)
    report = here.day()
    assert report["starting_measurements"][0]["saved_g"]["high"] < 0
    assert "▲</span> meer CO₂e" in report_page(report)
    assert "▲</span> more CO₂e" in report_page(here.day("en"), lang="en")


def test_one_that_began_later_is_not_compared_with(here: Here) -> None:
    here.ordered()
    here.measured(VAN, first_day=NOON.date(), last_day=NOON.date())
    assert "starting_measurements" not in here.month()
    here.measured(VAN, first_day=date(2026, 11, 30), last_day=NOON.date())
    assert "starting_measurements" in here.month()
    assert "starting_measurements" not in here.day()


def test_a_version_of_a_later_time_takes_no_earlier_one_away(here: Here) -> None:
    here.ordered()
    here.measured(VAN)
    before = here.month()
    here.measured(WALKED, first_day=NOON.date(), last_day=NOON.date())
    assert here.month() == before
    assert before["starting_measurements"][0]["version"] == 1


def test_one_that_began_after_the_first_round_is_told(here: Here) -> None:
    here.ordered()
    here.measured(VAN)
    assert "after the first planned day" not in " ".join(here.month("en")["notes"])
    here.measured(VAN, name="Najaar", first_day=date(2026, 11, 30), last_day=NOON.date())
    said = f"“Najaar” began on 2026-11-30, after the first planned day of this square ({DAY})"
    assert [said in note for note in here.month("en")["notes"]].count(True) == 1
    assert here.bundled().report("en")["notes"] == here.month("en")["notes"]
    assert "starting_measurements" in here.day()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"orders": 0}, "a measurement of 0 orders cannot be divided by them"),
        ({"orders": -3}, "a measurement of -3 orders"),
        ({"flows": []}, "nothing was counted"),
        ({"first_day": date(2026, 3, 20)}, "it ends on 2026-03-14, before it begins on 2026-03-20"),
        ({"last_day": date(2999, 1, 1)}, "2999-01-01 is not over yet"),
        ({"first_day": date(1926, 3, 2)}, "1926-03-02 is long ago"),
        ({"first_day": date(2023, 3, 2)}, "is more than two years"),
        ({"measured_by": " "}, "is empty"),
        ({"method": "x" * 1_001}, "has 1001 characters, at most 1000 fit"),
        ({"source": "\x00"}, "NUL"),
    ],
)
def test_what_no_measurement_can_be_is_refused_and_nothing_is_kept(
    here: Here, changed: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        here.measured(VAN, **changed)
    assert says in str(caught.value)
    with here.database.read(TEST) as work:
        assert work.starting_measurements.standing(here.square.id) == []
