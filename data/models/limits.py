"""The largest numbers a row may hold, so that no sum of a day leaves the solver's integers."""

__all__ = [
    "DAY_S",
    "MAX_BATTERY_WH",
    "MAX_CLOCK_S",
    "MAX_CREW",
    "MAX_DAY_ENERGY",
    "MAX_DAY_M",
    "MAX_DISTANCE_M",
    "MAX_DURATION_S",
    "MAX_ODOMETER_M",
    "MAX_VOLUME_ML",
    "MAX_WEIGHT_G",
]

MAX_WEIGHT_G = 44_000_000
"""The heaviest road train of Council Directive 96/53/EC, annex I, 2.2."""
MAX_VOLUME_ML = 150_000_000
"""More than the hold of the longest road train of that directive: 18.75 m x 2.55 m x 4 m less the cab. Our rounding."""
DAY_S = 86_400
MAX_CLOCK_S = 2 * DAY_S
"""A span of a day may end after midnight, as opening hours do in OSM ("26:00")."""
MAX_CREW = 9
"""A vehicle of more than eight passengers and a driver is a bus: Directive 2007/46/EC, annex II, category M1."""
MAX_BATTERY_WH = 1_000_000
"""More than the batteries of the largest electric lorries, some 600 kWh. Our rounding."""
MAX_DISTANCE_M = 40_075_017
"""Once around the equator (WGS 84)."""
MAX_DURATION_S = 31 * DAY_S
"""No round lasts longer than the month a report is about. Our own choice."""
MAX_DAY_M = 1_500_000
"""Metres of one vehicle on one day: more than a driver can drive within the hours of Regulation (EC) 561/2006."""
MAX_ODOMETER_M = 2_000_000_000
"""Two million kilometres, more than any van lasts. Our own choice."""
MAX_DAY_ENERGY = 1_000_000
"""Wh or ml of one vehicle on one day: as `MAX_BATTERY_WH`; a thousand litres of fuel."""
