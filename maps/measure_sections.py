"""The parts of a report's page about how its rounds are known, what they emit where they drive, and what they cost."""

from collections.abc import Callable, Mapping
from typing import Any

from maps.formats import Formats
from maps.words import words

__all__ = ["measure_sections"]


def measure_sections(report: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give what the template `measures.html` is filled with; a report that lacks a part has no such section."""
    texts, formats = words(lang), Formats(lang)
    return {
        "ridden": _ridden(report.get("ridden"), texts, formats),
        "local": _local(report, texts, formats),
        "origin": _origin(report.get("origin"), texts, formats),
        "money": _money(report.get("costs"), texts, formats),
    }


def _ridden(ridden: Mapping[str, Any] | None, texts: Mapping[str, str], formats: Formats) -> dict[str, Any] | None:
    """Say how many rounds are known how, and their kilometres apart."""
    if ridden is None:
        return None
    sentences = [texts["ridden_rounds"].format(**ridden)]
    told = ("stops_untold", "beeline_ways", "readings_waiting")
    sentences += [texts[name].format(**ridden) for name in told if ridden.get(name)]
    return {
        "sentences": sentences,
        "metres": [
            (texts["ridden_plan"], formats.km(ridden["plan_m"])),
            *((texts[f"ridden_{how}"], formats.km(metres)) for how, metres in ridden["metres"].items()),
        ],
    }


def _local(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> list[tuple[str, list[Any]]]:
    """Give a table a pollutant: each way of delivering with its middle and range, and whether that is less."""
    saved = report.get("local_saved_mg", {})
    return [
        (
            texts[f"local_{pollutant}"],
            [
                (
                    side,
                    formats.milligrams(mg["central"]),
                    _milligram_range(mg, texts, formats),
                    _chance_of_less(saved[pollutant].get(side), formats),
                )
                for side, mg in sides.items()
            ],
        )
        for pollutant, sides in report.get("local_mg", {}).items()
    ]


def _milligram_range(mg: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> str:
    low, high = formats.milligrams(mg["low"]), formats.milligrams(mg["high"])
    return low if low == high else texts["to"].format(low=low, high=high)


def _chance_of_less(saved: Mapping[str, Any] | None, formats: Formats) -> str:
    """Say how likely these rounds emit less; where both sides are surely alike there is no chance to tell."""
    if saved is None:
        return ""
    is_alike = saved["low"] == saved["high"] == 0
    return "–" if is_alike else formats.percent(saved["probability"])


def _origin(origin: Mapping[str, Any] | None, texts: Mapping[str, str], formats: Formats) -> list[tuple[str, str]]:
    """Say how far goods came, and of how many orders that is known."""
    if origin is None:
        return []

    def km(metres: float | None) -> str:
        return "–" if metres is None else f"{formats.number(metres / 1000, 1)} km"

    shares = [(name, origin[name]) for name in ("covered_share", "beeline_share") if origin[name] is not None]
    return [
        (texts["producer_to_shop"], km(origin["producer_to_shop_m"])),
        (texts["shop_to_customer"], km(origin["shop_to_customer_m"])),
        *((texts[name], f"{formats.number(100 * share)} %") for name, share in shares),
    ]


def _money(costs: Mapping[str, Any] | None, texts: Mapping[str, str], formats: Formats) -> dict[str, Any] | None:
    """Say what it cost, what an order costs, and from how many orders a day it pays its way."""
    if costs is None:
        return None

    def money(cents: int | None) -> str:
        return "–" if cents is None else f"{costs['currency']} {formats.number(cents / 100, 2)}"

    lines = [(texts[f"cost_{name}"], money(cents)) for name, cents in costs["cost_cents"].items()]
    lines += [(texts[f"money_{name}"], money(costs[f"{name}_cents"])) for name in ("income", "subsidy", "result")]
    each = [(texts[f"each_{name}"], money(cents)) for name, cents in costs["per_order_cents"].items()]
    notes = [texts["costs_note"].format(**costs)]
    notes += [texts["costs_without"].format(**costs)] if costs["days_without"] else []
    return {
        "notes": [*notes, texts["income_known"].format(**costs)],
        "lines": lines,
        "each": each,
        "turn": _turn(costs["break_even"], texts, formats, money),
    }


def _turn(
    found: Mapping[str, Any], texts: Mapping[str, str], formats: Formats, money: Callable[[int | None], str]
) -> list[str]:
    """Say the turning point, what it rests on, and whether it lies beyond all days that were seen."""
    orders = {
        name: texts["no_limit"] if number is None else formats.number(number)
        for name, number in (found["orders"] or {}).items()
    }
    said = [texts[f"turn_{found['turn']}"].format(**orders)]
    if found["marginal_cents"] is not None:
        cents = {name: money(each) for name, each in found["marginal_cents"].items()}
        said.append(texts["marginal"].format(days=found["days"], **cents))
    if found["turn"] == "from" and found["orders"]["central"] > found["most_orders"]:
        said.append(texts["turn_unseen"].format(most=formats.number(found["most_orders"])))
    return said
