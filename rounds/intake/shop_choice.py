"""Which of a square's shops a row means: its code, or its name in any spelling of case, accents and signs.

A shop is never guessed: another shop's customer would get the parcel. Near names are only suggested.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from data.names import name_key as same_name
from kernel.errors import BadInputError
from rounds.intake.cell import Reading, UnreadableCellError, quoted
from rounds.intake.vocabulary import name_key

__all__ = ["ChooseShop", "chosen_shop", "shop_chooser"]

SUGGESTED_FROM = 0.8


class ChooseShop(Protocol):
    """Gives the id of the shop that a cell means.

    Raises
    ------
    UnreadableCellError
        No shop, or more than one, is called so.
    """

    def __call__(self, cell: str, /) -> Reading[str]: ...


def shop_chooser(known: Mapping[str, str]) -> ChooseShop:
    """Choose among known shops.

    Parameters
    ----------
    known: id of a shop → its name; two shops may have one name and are then told apart by id.
    """
    exact, loose = _by_key(known, same_name), _by_key(known, name_key)

    def choose(cell: str) -> Reading[str]:
        if cell in known:
            return Reading(cell)
        called = exact.get(same_name(cell)) or loose.get(name_key(cell)) or []
        if len(called) == 1:
            return Reading(called[0])
        if called:
            which = ", ".join(f"{known[shop]} ({shop})" for shop in sorted(called))
            raise UnreadableCellError(
                f"{quoted(cell)} kan meer dan een winkel zijn; schrijf de code: {which}",
                f"{quoted(cell)} may be more than one shop; write the code: {which}",
            )
        near = process.extract(
            cell.casefold(),
            {shop: name.casefold() for shop, name in known.items()},
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=SUGGESTED_FROM,
            limit=3,
        )
        names = ", ".join(known[shop] for _, _, shop in near)
        raise UnreadableCellError(
            f"winkel {quoted(cell)} is niet bekend" + (f"; bedoelt u {names}?" if names else ""),
            f"shop {quoted(cell)} is not known" + (f"; is it {names}?" if names else ""),
        )

    return choose


def chosen_shop(known: Mapping[str, str], called: str) -> str:
    """Give the id of the shop that a person means who names one; `known` as of `shop_chooser`.

    Raises
    ------
    BadInputError
        No shop, or more than one, is called so.
    """
    try:
        return shop_chooser(known)(called).value
    except UnreadableCellError as fault:
        raise BadInputError(fault.text.en, where="shop") from fault


def _by_key(known: Mapping[str, str], key_of: Callable[[str], str]) -> dict[str, list[str]]:
    shops: dict[str, list[str]] = {}
    for shop, name in known.items():
        shops.setdefault(key_of(name), []).append(shop)
    return shops
