"""What is reckoned from the plan alone is called planned, not driven, wherever it is told."""

import re

import pytest

from impact.claims import claim
from maps.compared_words import ROW_WORDS
from maps.places_words import places_words

DRIVEN = re.compile(r"\bgereden\b|\bdriven\b|\breden\b|\brode\b", re.IGNORECASE)
OTHERWISE = re.compile("onder nul wordt er meer gereden|below nought more is driven|niet gereden|not driven")


@pytest.mark.parametrize(("lang", "planned"), [("nl", "gepland"), ("en", "planned")])
def test_published_and_compared_kilometres_and_hours_are_called_planned(lang: str, planned: str) -> None:
    words = places_words(lang)
    texts = {
        **{name: words[name] for name in ("places_lead", "places_km", "places_hours", "places_why", "places_how")},
        **{name: ROW_WORDS[name].within(lang) for name in ("km", "hours", "km_per_order", "hours_per_order")},
        "held": claim("compared.held", lang),
    }
    for name, text in texts.items():
        assert planned in text.lower(), name
        if name != "places_why":  # that is about who rode, and of whom nothing is told
            assert not DRIVEN.search(OTHERWISE.sub("", text)), name
