"""Every factor has a name that a reader knows, in both languages."""

from impact.factor_table import available, load_factors
from maps.factor_words import NAMES, factor_name


def test_every_factor_that_comes_with_the_product_has_a_name_of_its_own() -> None:
    known = {factor.id for version in available() for factor in load_factors(version).factors}
    assert known == set(NAMES)
    for lang in ("nl", "en"):
        names = [factor_name(one, lang) for one in known]
        assert len(set(names)) == len(names)
        assert not [name for name in names if "_" in name]


def test_a_factor_of_ones_own_is_called_by_its_id() -> None:
    assert factor_name("tram.driving", "nl") == "tram.driving"
