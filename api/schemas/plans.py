"""Plans: what planning a square's day resulted in."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.rounds import RoundBrief
from api.schemas.thing import Day, Moment, SaidTwice, Sent, Thing
from data.models.plan import Plan, PlanLeg

__all__ = ["PlanBrief", "PlanShown", "PlanWished"]


class PlanWished(Sent):
    """A day that is to be planned, or planned again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"day": "2026-12-01"}]})

    day: Day


class Co2(Thing):
    """What the rounds of a day emit, in grams CO2e: P5, P50 and P95."""

    low_g: int
    central_g: int
    high_g: int
    factor_set: str


class Unassigned(Thing):
    """A leg in no round, and why."""

    leg_id: str
    order_id: str
    order_ref: str
    reason: SaidTwice

    @classmethod
    def of(cls, left: PlanLeg, *, contacts: bool) -> "Unassigned":
        return cls(
            leg_id=left.leg_id,
            order_id=left.leg.order_id,
            order_ref=left.leg.order.order_ref,
            reason=SaidTwice.why(left.reason_nl or "", left.reason_en or "", contacts=contacts),
        )


class PlanBrief(Thing):
    """A plan, without its rounds."""

    id: str
    day: date
    version: int = Field(description="Planning again makes the next one; what was before is an event.")
    planned_at: Moment
    distance_m: int = Field(description="Of all rounds, planned.")
    duration_s: int
    co2: Co2 | None = Field(description="Of the rounds alone; what that saves is in the day's report.")

    @classmethod
    def of(cls, plan: Plan) -> "PlanBrief":
        return cls(**_plain(plan))


class PlanShown(PlanBrief):
    """A plan, whole."""

    rounds: list[RoundBrief]
    unassigned: list[Unassigned]

    @classmethod
    def whole(cls, plan: Plan, *, contacts: bool) -> "PlanShown":
        """Show a plan that was loaded with its rounds and what is in none."""
        return cls(
            **_plain(plan),
            rounds=[RoundBrief.of(one, contacts=contacts) for one in plan.rounds],
            unassigned=[Unassigned.of(left, contacts=contacts) for left in plan.unassigned],
        )


def _plain(plan: Plan) -> dict[str, Any]:
    same = ("id", "day", "version", "planned_at", "distance_m", "duration_s")
    co2 = None
    if plan.co2_low_g is not None and plan.co2_central_g is not None and plan.co2_high_g is not None:
        co2 = Co2(
            low_g=plan.co2_low_g,
            central_g=plan.co2_central_g,
            high_g=plan.co2_high_g,
            factor_set=plan.factor_set or "",
        )
    return {name: getattr(plan, name) for name in same} | {"co2": co2}
