"""The days that a bundle is made of, and the report that follows from them: from the database, or from a bundle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.models.starting_measurement import StartingMeasurement
from impact.factors import FactorSet
from kernel.errors import BadInputError
from rounds.asked_answers import Replies, replies_between
from rounds.asked_days import AskedDays, StoredReply, asked_days
from rounds.bundles.period import Period
from rounds.driven_log import LogRow
from rounds.kept_activity import KeptActivity
from rounds.kept_report import NO_SETS, kept_activity_in, orders_in
from rounds.measured_before import begun_late_notes
from rounds.month_report import day_of, month_of, with_beside
from rounds.people_of_days import PeopleOfDay
from rounds.recomputed import NOBODY_ASKED, Again
from rounds.ridden_day import with_ridden
from rounds.stored_rides import NOTHING_RIDDEN, Rode

__all__ = ["KeptDays"]


@dataclass(frozen=True, slots=True)
class KeptDays:
    """The kept days of a square's period, and what their report was made again with.

    Attributes
    ----------
    kept: documents of `rounds.kept_report`, by day. solved: of `rounds.kept_rounds`, of the days that have one.
    factors: in the place of those of each day's time. log: as of `rounds.recomputed.Again`.
    replies: of customers, from a file. stored: what is stored of the asking. tells_asking: whether the report counts
        them: not that of an earlier bundle, which did not say who handed an answer in.
    rode: days as they were ridden, those whose report takes it. measured: starting measurements, the newest of each.
    first_planned: the first day that the square ever planned; None where nobody knows, as in an earlier bundle.
    sets: factor sets by version that are not those that come with the product.
    people: who is behind each day, for a public bundle.
    """

    square: str
    period: Period
    kept: Mapping[date, Mapping[str, Any]]
    solved: Mapping[date, Mapping[str, Any]] = field(default_factory=dict[date, Mapping[str, Any]])
    factors: FactorSet | None = None
    replies: Replies = field(default_factory=lambda: NOBODY_ASKED)
    log: Sequence[LogRow] = ()
    rode: Rode = NOTHING_RIDDEN
    measured: Sequence[StartingMeasurement] = ()
    first_planned: date | None = None
    sets: Mapping[str, FactorSet] = field(default_factory=lambda: NO_SETS)
    people: Mapping[date, PeopleOfDay] = field(default_factory=dict[date, PeopleOfDay])
    stored: Mapping[date, Sequence[StoredReply]] = field(default_factory=dict[date, Sequence[StoredReply]])
    tells_asking: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", dict(sorted(self.kept.items())))
        object.__setattr__(self, "replies", replies_between(self.replies, self.period.first, self.period.last))
        if self.log and self.period.is_month:
            raise BadInputError("what was driven is of one day", way_out="Give --date.")

    @property
    def asked(self) -> AskedDays:
        """Give what customers replied, each order once, and the counts of the asking."""
        return asked_days(self.stored, self.replies, {day: orders_in(kept) for day, kept in self.kept.items()})

    def report(self, lang: str) -> dict[str, Any]:
        """Make the report as it was published.

        Raises
        ------
        BadInputError, StorageError
            As `rounds.month_report.month_report` and `day_report_of`.
        """
        if self.period.is_month:
            return self._with_beside(
                month_of(
                    list(self.kept.values()),
                    self.period.first,
                    lang,
                    factors=self.factors,
                    replies=self.asked.replies,
                    measured=self.measured,
                    rode=self.rode,
                    sets=self.sets,
                ),
                lang,
            )
        return self._day(lang, self._again if self._is_made_again else None)

    def made_again(self, lang: str) -> dict[str, Any]:
        """Make the report with every figure made again, even where it is one day and the kept one would do."""
        if self.period.is_month:
            return self.report(lang)
        return self._day(lang, self._again)

    def activities(self) -> dict[date, tuple[KeptActivity, FactorSet]]:
        """Give what was driven each day, as it was ridden, with answers and log, and the factors of its figures."""
        found: dict[date, tuple[KeptActivity, FactorSet]] = {}
        replies = self.asked.replies
        for day, kept in self.kept.items():
            activity = kept_activity_in(kept, self.sets)
            ridden = self.rode.of(kept, day)
            if ridden is not None:
                activity = with_ridden(activity, ridden)
            asked = activity.with_replies(replies.get(day, ())).with_log(self.log)
            found[day] = asked, self.factors or activity.factors
        return found

    @property
    def _is_made_again(self) -> bool:
        return bool(self.factors or self.asked.replies or self.log or self.measured)

    @property
    def _again(self) -> Again:
        return Again(self.factors, self.asked.replies, self.log, measured=self.measured)

    def _day(self, lang: str, again: Again | None) -> dict[str, Any]:
        return self._with_beside(day_of(self.kept[self.period.first], lang, again, self.sets, self.rode), lang)

    def _with_beside(self, report: dict[str, Any], lang: str) -> dict[str, Any]:
        counts = self.asked.asked if self.tells_asking else None
        return with_beside(report, counts, begun_late_notes(self.measured, self.first_planned), lang)
