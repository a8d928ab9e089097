"""A what-if as a page: the day as it was beside the day as it might have been, an increase told as an increase."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from maps.formats import Formats
from maps.pages import paper
from maps.rounds_sketch import Sketch
from maps.what_if_words import what_if_words

__all__ = ["what_if_page"]

SIDES = ("as_it_was", "what_if")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure on both sides; `under` has ranges below them, `effect` is "less", "more", "same" or "unsure"."""

    name: str
    before: str
    after: str
    difference: str
    effect: str
    is_judged: bool
    under: tuple[str, str, str] = ("", "", "")


def what_if_page(
    report: Mapping[str, Any], sketches: Sequence[Sketch | None] = (None, None), *, lang: str = "nl"
) -> str:
    """Lay out a what-if, as `rounds.what_if_report.what_if_report` makes it.

    Parameters
    ----------
    sketches: the rounds of its first day on both sides; None where there are none to draw, no maps if there are none.

    Returns
    -------
    One HTML page without scripts, for a phone, a desk and paper.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    texts, formats = what_if_words(lang), Formats(lang)
    days = [(date.fromisoformat(one["date"]), one) for one in report["days"]]
    return paper(
        "what_if.html",
        style_sheet="report.css",
        title=texts["what_if_title"].format(area=report["area"]),
        r=report,
        rows=_rows(report, texts, formats),
        notes=[*report["notes"], *report.get("costs", {}).get("notes", [])],
        chance=_chance(report, texts, formats),
        warning=_warning(report, texts, formats),
        count=_days_said(len(days), texts),
        asked=_days_said(report["days_asked"], texts),
        first_day=formats.day(days[0][0]) if days else "",
        sketches=list(zip(SIDES, sketches, strict=True)) if any(sketches) else [],
        days=[(formats.short_day(day), one) for day, one in days],
        left=[(side, _reasons(report, side)) for side in SIDES],
        t=texts,
        f=formats,
    )


def _days_said(count: int, texts: Mapping[str, str]) -> str:
    return texts["one_day"] if count == 1 else texts["some_days"].format(n=count)


def _rows(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> list[Row]:
    before, after = (report["total"][side] for side in SIDES)

    def counted(name: str, key: str, shown: Callable[[int], str], *, is_judged: bool = True) -> Row:
        return _counted(name, (before[key], after[key]), shown, texts, is_judged=is_judged)

    def km_each(metres: int) -> str:
        return formats.number(metres / 1000, 2)

    return [
        counted(texts["orders"].capitalize(), "orders", formats.number, is_judged=False),
        counted(texts["delivered"], "delivered", formats.number, is_judged=False),
        counted(texts["unassigned"], "unassigned", formats.number),
        counted(texts["rounds"].capitalize(), "rounds", formats.number, is_judged=False),
        counted(texts["kilometres"].capitalize(), "distance_m", formats.km),
        counted(texts["hours_on_duty"], "duty_s", formats.hours),
        counted(texts["km_per_order"], "m_per_order", km_each),
        *_money(report.get("costs"), texts, formats),
        _grams(texts["co2_total"], report["co2_g"], 1, texts, formats),
        *(
            [_grams(texts["co2_per_order"], report["co2_per_order_mg"], 1000, texts, formats)]
            if report["co2_per_order_mg"]
            else []
        ),
    ]


def _counted(
    name: str, both: tuple[int | None, int | None], shown: Callable[[int], str], texts: Mapping[str, str], *,
    is_judged: bool = True,
) -> Row:  # fmt: skip
    one, other = both
    if one is None or other is None:
        told = [texts["no_figure"] if value is None else shown(value) for value in both]
        return Row(name, told[0], told[1], "–", "same", is_judged=False)
    change = other - one
    is_seen = shown(one) != shown(other) and shown(abs(change)) != shown(0)
    effect = "same" if not is_seen else "more" if change > 0 else "less"
    word = texts["same_word"] if effect == "same" else f"{shown(abs(change))} {texts[f'{effect}_word']}"
    return Row(name, shown(one), shown(other), word, effect, is_judged)


def _money(costs: Mapping[str, Any] | None, texts: Mapping[str, str], formats: Formats) -> list[Row]:
    """Give what couriers and vehicles cost on both sides; none where the square said no costs."""
    if costs is None:
        return []

    def money(cents: int) -> str:
        return f"{costs['currency']} {formats.number(cents / 100, 2)}"

    before, after = (costs[side] or {} for side in SIDES)
    return [
        _counted(texts[f"cost_{name}"], (before.get(name), after.get(name)), money, texts)
        for name in ("together", "per_order")
    ]


def _grams(name: str, figures: Mapping[str, Any], unit: int, texts: Mapping[str, str], formats: Formats) -> Row:
    def shown(amount: int) -> str:
        grams = amount / unit
        return formats.grams(grams) if abs(grams) >= 10 or unit == 1 else f"{formats.number(abs(grams), 1)} g"

    def span(one: Mapping[str, int]) -> str:
        return texts["to"].format(low=shown(one["low"]), high=shown(one["high"]))

    less = figures["less"]
    low, high = less["low"], less["high"]
    if low < 0 < high:
        effect = "unsure"
        told = texts["unsure"]
        under = f"{shown(low)} {texts['more_word']} – {shown(high)} {texts['less_word']}"
    elif low == high == 0:
        effect, told, under = "same", texts["same_word"], ""
    else:
        effect = "less" if high > 0 else "more"
        near, far = sorted((abs(low), abs(high)))
        told = f"{shown(less['central'])} {texts[f'{effect}_word']}"
        under = texts["to"].format(low=shown(near), high=shown(far))
    one, other = (figures[side] for side in SIDES)
    under_all = span(one), span(other), under
    return Row(name, shown(one["central"]), shown(other["central"]), told, effect, is_judged=True, under=under_all)


def _chance(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> str:
    less = report["co2_g"]["less"]
    if less["low"] == less["high"] == 0:
        return ""
    total = formats.percent(less["probability"])
    each = report["co2_per_order_mg"]
    if each is None:
        return texts["chance_total"].format(total=total)
    return texts["chance"].format(total=total, each=formats.percent(each["less"]["probability"]))


def _warning(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> str:
    """Say so where less of what was ordered is delivered: kilometres that are not driven for it are no gain."""
    before, after = (report["total"][side] for side in SIDES)
    missing, missed_before = after["unassigned"], before["unassigned"]
    if missing * before["orders"] <= missed_before * after["orders"]:
        return ""
    return texts["less_delivered"].format(
        n=formats.number(missing),
        given=formats.number(after["orders"]),
        before=formats.number(missed_before),
        given_before=formats.number(before["orders"]),
    )


def _reasons(report: Mapping[str, Any], side: str) -> list[tuple[str, str]]:
    """Give each reason once, with the orders it keeps out; of many orders, how many."""
    orders: dict[str, list[str]] = {}
    for day in report["days"]:
        for left in day[side]["unassigned"]:
            orders.setdefault(left["reason"], []).append(left["id"])
    common = Counter({reason: len(ids) for reason, ids in orders.items()}).most_common()
    return [(reason, ", ".join(orders[reason][:3]) + (f" +{n - 3}" if n > 3 else "")) for reason, n in common]
