"""Says when days were reckoned with factors of an earlier year: fleets and electricity change from year to year."""

from collections.abc import Mapping
from datetime import date

from kernel.text import Text

__all__ = ["old_factors_note"]


def old_factors_note(versions: Mapping[date, str]) -> list[Text]:
    """Name the factor sets that are older than the days they were used for; nothing where none is.

    Parameters
    ----------
    versions: of factor sets, by the day; a version begins with the year of its release, as "2026.2+survey".
    """
    old = sorted({version for day, version in versions.items() if int(version.partition(".")[0]) < day.year})
    if not old:
        return []
    named = ", ".join(old)
    return [
        Text(
            f"De factoren {named} zijn van een eerder jaar dan waarvoor ze gebruikt zijn. Bestelbussen en stroom "
            "worden intussen schoner: reken opnieuw met een nieuwere set zodra die er is.",
            f"The factors {named} are of an earlier year than they were used for. Vans and electricity get cleaner "
            "meanwhile: reckon again with a newer set once there is one.",
        )
    ]
