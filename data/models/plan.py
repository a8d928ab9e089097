"""A plan: what planning a square's day resulted in; and each leg's place in it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text, whole, within_square
from data.models.leg import Leg
from data.models.limits import MAX_DISTANCE_M
from data.models.round import Round
from kernel.rights import Thing

__all__ = ["Plan", "PlanLeg"]


class PlanLeg(Base):
    """A leg's place in a plan: in one round, or in none for a reason a person understands.

    A leg is in one round at most, of whatever plan.

    Attributes
    ----------
    reason_nl, reason_en: why it is in no round.
    """

    __tablename__ = "plan_legs"
    __table_args__ = (
        PrimaryKeyConstraint("plan_id", "leg_id"),
        within_square("plan_id", "plans"),
        within_square("leg_id", "legs"),
        ForeignKeyConstraint(["plan_id", "round_id"], ["rounds.plan_id", "rounds.id"]),
        UniqueConstraint("round_id", "leg_id"),
        Index(
            "uq_plan_legs_leg_id", "leg_id", unique=True,
            sqlite_where=sql("round_id IS NOT NULL"), postgresql_where=sql("round_id IS NOT NULL"),
        ),
        CheckConstraint(
            "(round_id IS NULL) = (reason_nl IS NOT NULL) AND (round_id IS NULL) = (reason_en IS NOT NULL)",
            name="round_or_reason",
        ),
    )  # fmt: skip
    tenancy = Tenancy.SQUARE
    thing = Thing.LEGS

    square_id: Mapped[str] = reference()
    plan_id: Mapped[str] = reference()
    leg_id: Mapped[str] = reference()
    round_id: Mapped[str | None] = reference()
    reason_nl: Mapped[str | None] = text(500, empty=False)
    reason_en: Mapped[str | None] = text(500, empty=False)

    leg: Mapped[Leg] = relationship(primaryjoin="foreign(PlanLeg.leg_id) == Leg.id", lazy="raise", viewonly=True)


class Plan(Base):
    """The plan of one square and day: there is one, and planning again makes its next version.

    Attributes
    ----------
    version: 1, 2, …; what an earlier version held is kept as an event.
    distance_m, duration_s: of all its rounds, as planned; duty, waiting included.
    co2_low_g, co2_central_g, co2_high_g, factor_set: what the rounds emit (P5, P50, P95), all or none.
    effort: how it was searched: seed, iterations, seconds.
    report: the day's report, by committed schema; loaded only where asked for.
    solved: the rounds of both sides with what the solver was asked, packed; for who checks the report.
    """

    __tablename__ = "plans"
    __table_args__ = square_table(
        ForeignKeyConstraint(["road_network_id"], ["road_networks.id"]),
        UniqueConstraint("square_id", "day"),
        CheckConstraint(
            "(co2_central_g IS NULL) = (co2_low_g IS NULL) AND (co2_central_g IS NULL) = (co2_high_g IS NULL)"
            " AND (co2_central_g IS NULL) = (factor_set IS NULL)",
            name="co2_whole",
        ),
        CheckConstraint("co2_low_g <= co2_central_g AND co2_central_g <= co2_high_g", name="co2_order"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.PLANS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    day: Mapped[date] = mapped_column()
    version: Mapped[int] = whole(1)
    road_network_id: Mapped[str] = reference(index=True)
    distance_m: Mapped[int] = whole(0, 1000 * MAX_DISTANCE_M)
    duration_s: Mapped[int] = whole(0, 2**53)
    co2_low_g: Mapped[int | None] = whole(-(2**53), 2**53)
    co2_central_g: Mapped[int | None] = whole(-(2**53), 2**53)
    co2_high_g: Mapped[int | None] = whole(-(2**53), 2**53)
    factor_set: Mapped[str | None] = text(80, empty=False)
    effort: Mapped[dict[str, Any]] = document()
    report: Mapped[dict[str, Any] | None] = document(deferred=True, deferred_raiseload=True)
    solved: Mapped[dict[str, Any] | None] = document(deferred=True, deferred_raiseload=True)
    planned_at: Mapped[datetime] = moment()

    rounds: Mapped[list[Round]] = relationship(
        primaryjoin="Plan.id == foreign(Round.plan_id)", order_by=Round.number, lazy="raise", viewonly=True
    )
    unassigned: Mapped[list[PlanLeg]] = relationship(
        primaryjoin="and_(Plan.id == foreign(PlanLeg.plan_id), PlanLeg.round_id.is_(None))",
        order_by=PlanLeg.leg_id,
        lazy="raise",
        viewonly=True,
    )
