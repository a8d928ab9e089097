"""Remarks in opening hours: a rule that says when only in words ("by appointment") promises no hour."""

import re

__all__ = ["remarks_as_unknown"]

_RULE_WITH_REMARK = re.compile(r'([^";,|]*)("[^"]*")(:)?')
_SAYS_WHEN = re.compile(r"\d:\d\d|24/7|dawn|sunrise|sunset|dusk|open|closed|off|unknown", re.IGNORECASE)


def remarks_as_unknown(text: str) -> str:
    """Write `unknown` before each remark of a rule that has neither a time nor a state of its own.

    `Sa "by appointment"` becomes `Sa unknown "by appointment"`; opening-hours-py takes it for open all day.
    Of `Sa 08:00-13:00 "market"` nothing changes.

    Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification, "rule modifier": a comment alone is unknown.
    """
    return _RULE_WITH_REMARK.sub(_as_unknown, text)


def _as_unknown(found: re.Match[str]) -> str:
    days, remark, names_a_season = found.groups()
    if names_a_season or _SAYS_WHEN.search(days):
        return found[0]
    gap = " " if days and not days[-1].isspace() else ""
    return f"{days}{gap}unknown {remark}"
