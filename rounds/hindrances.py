"""What hinders a round by the clock, in words: the first stretch that does not hold, and why."""

from kernel.text import Text
from rounds.at_the_door import COOL_ON_BOARD_S
from rounds.clock import clock
from rounds.day_closures import blamed
from rounds.delivery_day import DeliveryDay
from rounds.plan import Round
from rounds.retiming import BACK, Retimed
from rounds.roads_of_day import RoadsOfDay

__all__ = ["hindrance"]


def hindrance(broken: Retimed, planned: Round, day: DeliveryDay, ways: RoadsOfDay) -> Text:
    """Name the first stretch of a round that does not hold by the clock, or say that its battery does not last."""
    if broken.holds:
        held, spent = planned.vehicle.battery_wh, broken.round.energy_wh
        return Text(
            f"de ronde vraagt {spent} Wh, de accu geeft {held} Wh",
            f"the round takes {spent} Wh, the battery gives {held} Wh",
        )
    number = broken.first_broken
    stops = broken.round.stops
    depot = day.depot_of(planned.vehicle).name
    begin = depot if number == 1 or not stops else stops[(number or len(stops) + 1) - 2].place
    end = depot if number == BACK else stops[number - 1].place
    why = _why(broken, planned, number, ways)
    return Text(f"het stuk van {begin} naar {end}: {why.nl}", f"the stretch from {begin} to {end}: {why.en}")


def _why(broken: Retimed, planned: Round, number: int, ways: RoadsOfDay) -> Text:
    stops = broken.round.stops
    if number in broken.unreached:
        leaving_s = broken.round.return_s if number == BACK else stops[number - 1].arrival_s
        named = blamed(ways.standing(planned.vehicle.profile, leaving_s, leaving_s))
        at = clock(leaving_s)
        return Text(f"geen weg om {at} ({named.nl})", f"no way at {at} ({named.en})")
    if number in broken.late_s:
        minutes = max(1, round(broken.late_s[number] / 60))
        if number == BACK:
            at = clock(broken.round.return_s)
            return Text(
                f"terug om {at}, {minutes} min na het einde van de dienst",
                f"back at {at}, {minutes} min after the end of the duty",
            )
        at = clock(stops[number - 1].arrival_s)
        return Text(
            f"aankomst om {at}, {minutes} min na de afgesproken tijd",
            f"arrives at {at}, {minutes} min after the time that was agreed",
        )
    most = COOL_ON_BOARD_S // 60
    return Text(
        f"gekoelde waar is langer dan {most} min onderweg", f"cooled goods are on board for more than {most} min"
    )
