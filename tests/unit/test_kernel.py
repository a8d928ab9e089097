"""Errors read as one line, positions are on the globe, texts come in two languages."""

from math import inf, nan

import pytest

from kernel.errors import BadInputError
from kernel.position import Position
from kernel.quoting import quoted
from kernel.text import Text


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (BadInputError("it is empty"), "it is empty"),
        (BadInputError("it is empty.", where="a.csv", way_out="Add rows."), "a.csv: it is empty. Add rows."),
        (BadInputError("two\nlines", way_out="Join\nthem."), "two lines. Join them."),
    ],
)
def test_an_error_reads_as_one_line(error: BadInputError, line: str) -> None:
    assert str(error) == line


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (nan, 52.0),  # not a number
        (5.0, inf),  # not finite
        (5.0, 90.1),  # beyond the pole
        (-180.1, 0.0),  # beyond the date line
        (155_000.0, 463_000.0),  # Amersfoort in the Dutch grid RD
    ],
)
def test_what_is_not_on_the_globe_is_no_position(lon: float, lat: float) -> None:
    with pytest.raises(BadInputError, match=r"is no position|not on the globe"):
        Position(lon, lat)


def test_a_text_speaks_both_languages_and_no_third() -> None:
    text = Text(nl="ja", en="yes")
    assert (text.within("nl"), text.within("en")) == ("ja", "yes")
    with pytest.raises(BadInputError, match="fr"):
        text.within("fr")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Kermis", "'Kermis'"),
        ("Jan's kermis", '"Jan\'s kermis"'),
        ("""Jan's "grote" kermis""", """“Jan's "grote" kermis”"""),
        ("""Jan's "grote" “echte” kermis""", """‘Jan's "grote" “echte” kermis’"""),
        ("C:\\markt", "'C:\\markt'"),  # no sign is doubled
        ("rood\x1b[31m\nnieuw", "'rood\\x1b[31m\\nnieuw'"),  # and no terminal obeys it
    ],
)
def test_a_name_stands_in_a_sentence_as_it_was_written(name: str, shown: str) -> None:
    assert quoted(name) == shown
