"""Where a row of a spreadsheet is: as it says itself, or found on the square's map; within its areas, or not ours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.drafts.order import PositionDraft
from data.dutch_address import WrittenAddress
from data.found import Found, How, NotFound, NotFoundKind
from data.geocoder import Geocoder
from data.models.square import Square
from data.models.states import PositionSource
from data.wording import listed
from kernel.position import Position
from kernel.text import Text
from rounds.squares import within

__all__ = ["SURE_ENOUGH", "NoPlace", "PlaceFinder", "PlaceGiven"]

SURE_ENOUGH = 0.7
"""The chance that the door is within 50 m of what the geocoder found. Below lie guessed numbers and whole streets;
above, doors that are known under a name or postcode spelt otherwise (docs/adr/0006-geocoder.md). Our own choice."""

NOT_FOUND_NL = {
    NotFoundKind.UNREADABLE: "het adres is niet te lezen",
    NotFoundKind.NO_NUMBER: "er ontbreekt een huisnummer",
    NotFoundKind.UNKNOWN_POSTCODE: "de postcode staat niet op deze kaart",
    NotFoundKind.UNKNOWN_TOWN: "de plaats heeft geen adressen op deze kaart",
    NotFoundKind.UNKNOWN_STREET: "de straat staat niet op deze kaart",
    NotFoundKind.UNKNOWN_NUMBER: "het huisnummer staat niet op deze kaart",
    NotFoundKind.AMBIGUOUS: "het adres kan meer dan een plek zijn",
    NotFoundKind.CONTRADICTION: "de delen van het adres spreken elkaar tegen",
}
DOUBT_NL = {
    How.EXACT: "",
    How.TOWN_DIFFERS: "andere plaats",
    How.POSTCODE_DIFFERS: "andere postcode",
    How.ADDITION_DIFFERS: "andere toevoeging",
    How.TOWN_RESEMBLES: "plaats anders gespeld",
    How.STREET_RESEMBLES: "straat anders gespeld",
    How.NUMBER_INTERPOLATED: "huisnummer staat niet op de kaart",
    How.STREET_ONLY: "alleen de straat staat op de kaart",
}


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """A place, how we know it, its address as the map reads it, and what was read otherwise than written."""

    draft: PositionDraft
    address: WrittenAddress
    mends: Sequence[Text] = ()

    @property
    def position(self) -> Position:
        return self.draft.position


@dataclass(frozen=True, slots=True)
class NoPlace:
    """Why there is no place; `mendable` where another way of writing the address may give one."""

    reason: Text
    mendable: bool = True


class PlaceFinder:
    """Finds places on the map of a square; the map is asked for when the first address is looked up."""

    def __init__(self, square: Square, map_of_square: Callable[[], Geocoder]) -> None:
        self._square = square
        self._map_of_square = map_of_square

    def find(self, address: WrittenAddress, given: Position | None) -> PlaceGiven | NoPlace:
        """Find a place within the square's areas, or say why there is none."""
        place = PlaceGiven(PositionDraft(given, PositionSource.GIVEN), address) if given else self._looked_up(address)
        if isinstance(place, NoPlace) or within(place.position, self._square.areas):
            return place
        names = [area.name for area in self._square.areas]
        where = f"{place.position.lon:.5f}, {place.position.lat:.5f}"
        outside = Text(
            f"het adres ({where}) ligt buiten {listed(names, last=' en ')}",
            f"the address ({where}) lies outside {listed(names)}",
        )
        return NoPlace(outside, mendable=False)

    @cached_property
    def _geocoder(self) -> Geocoder:
        return self._map_of_square()

    def _looked_up(self, address: WrittenAddress) -> PlaceGiven | NoPlace:
        answer = self._geocoder.find(address)
        if isinstance(answer, NotFound):
            return NoPlace(_not_found(answer))
        if answer.confidence < SURE_ENOUGH:
            unsure = Text(
                f"niet zeker genoeg waar dit is: {DOUBT_NL[answer.how]}; verbeter het of geef lon en lat",
                f"not sure enough where this is: {answer.note}; mend it or give lon and lat",
            )
            return NoPlace(unsure)
        draft = PositionDraft(answer.position, PositionSource.GEOCODED, answer.note[:500])
        known = self._geocoder.as_known(address)
        return PlaceGiven(draft, known, [*_told_twice(address, known), *_doubts(answer)])


def _not_found(answer: NotFound) -> Text:
    hint = f"; bedoelt u {listed(answer.suggestions, last=' of ')}?" if answer.suggestions else ""
    return Text(NOT_FOUND_NL[answer.kind] + hint, answer.reason)


def _told_twice(written: WrittenAddress, known: WrittenAddress) -> list[Text]:
    if known == written or known != written.with_number_once():
        return []
    number = known.house
    return [
        Text(f"huisnummer {number} stond ook achter de straat", f"house number {number} stood behind the street too")
    ]


def _doubts(answer: Found) -> list[Text]:
    if answer.how is How.EXACT:
        return []
    door = f"{answer.address} " if answer.address else ""
    return [Text(f"gevonden als {door}({DOUBT_NL[answer.how]})", f"found as {door}({answer.note})")]
