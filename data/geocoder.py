"""From a written address to a place, over the addresses of one extract.

A Dutch postcode with a number decides where the map has it; else street, number and town do. What was
written is never bent in silence: every difference is a doubt with a note, and where two answers are
possible, or what was written contradicts itself, there is no answer but a question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from data.address_index import AddressIndex, Pool, Street
from data.door import door_in_street, door_of, middle_of_street
from data.dutch_address import WrittenAddress, parse_address
from data.found import Doubt, Found, How, NotFound, NotFoundKind, with_doubt
from data.house_number import HouseNumber
from data.known_names import KnownNames
from data.places import Address, Places
from data.postcode import dutch_postcode, is_within
from data.street_name import name_key, street_keys, telling_words
from data.wording import listed
from data.written_line import YEAR
from kernel.errors import BadInputError

__all__ = ["Geocoder"]


class Geocoder:
    """Finds the doors of an extract by what people write."""

    def __init__(self, places: Places) -> None:
        self._index = AddressIndex(places.addresses)

    def find(self, query: str | WrittenAddress) -> Found | NotFound:
        """Find a written address; whatever is written, the answer is a place or a reason."""
        try:
            written = parse_address(query) if isinstance(query, str) else query
        except BadInputError as fault:
            return NotFound(fault.what, NotFoundKind.UNREADABLE)
        written = replace(written, postcode=dutch_postcode(written.postcode) or written.postcode)
        answers = [self._find(reading) for reading in self._readings(written)]
        best = max(answers, key=_confidence)
        return best if isinstance(best, Found) else self._told_of_two_numbers(written) or best

    def as_known(self, written: WrittenAddress) -> WrittenAddress:
        """Give the reading under which an address is found: its street as a route sheet should say it."""
        readings = self._readings(written)
        if len(readings) == 1:
            return written
        return max(readings, key=lambda reading: _confidence(self._find(reading)))

    def _readings(self, written: WrittenAddress) -> list[WrittenAddress]:
        """Give the address as written; then with a number moved into the street's name, or out of it, where that
        makes it a street that is known: "Sector 5 12" and "Kerkstraat 12" with number 12.
        """
        others = (written.with_number_in_street(), written.with_number_once())
        return [written, *(other for other in others if other and self._knows(other.street))]

    def _knows(self, street: str) -> bool:
        return bool(self._index.pool("").called(street_keys(street)))

    def _told_of_two_numbers(self, written: WrittenAddress) -> NotFound | None:
        """Tell of "Kerkstraat 5" with number 12, where no street is called so."""
        behind = written.behind_street
        if behind is None or behind[1].number == written.number or written.house is None:
            return None
        if self._knows(written.street) or not self._knows(behind[0]) or YEAR.fullmatch(str(behind[1].number)):
            return None
        return NotFound(
            f'street "{written.street}" and house number {written.house} contradict each other; which is right?',
            NotFoundKind.CONTRADICTION,
        )

    def _find(self, written: WrittenAddress) -> Found | NotFound:
        decides = _is_dutch(written.postcode) or not written.street
        doors = self._index.at_postcode(written.postcode, written.house.number) if written.house and decides else ()
        if written.house and doors:
            return self._at_postcode(written, written.house, doors)
        if written.street:
            return self._in_street(written)
        return self._by_postcode_alone(written)

    def _at_postcode(self, written: WrittenAddress, house: HouseNumber, doors: Sequence[Address]) -> Found | NotFound:
        """The postcode has the number: only its own street and town may contradict it."""
        doubts: list[Doubt] = []
        if written.street:
            here = [door for door in doors if _is_street(door.street, written.street)]
            if not here and not self._knows(written.street):  # or it is no typo, however near the other name is
                here, doubts = self._resembling_doors(doors, written)
            if not here:
                return _contradicted(written, f"is {listed(_told(doors))}", _told(doors))
            doors = here
        elif len({name_key(door.street) + name_key(door.town) for door in doors}) > 1:
            return NotFound(
                f"{written.postcode} {house} is {listed(_told(doors))}; add the street",
                NotFoundKind.AMBIGUOUS,
                tuple(_told(doors)),
            )
        town = name_key(written.town)
        if town and town not in _towns(doors):
            if not written.street and not any(known in town or town in known for known in _towns(doors)):
                return _contradicted(written, f"is in {doors[0].town}, not in {written.town}", _told(doors))
            if there := self._doors_there(written, house, doors):
                told = _told([*doors, *there])
                return _contradicted(written, f"is {doors[0]}, and there is {there[0]} as well", told)
            doubts.append(Doubt(How.TOWN_DIFFERS, f"{written.postcode} is in {doors[0].town}, not {written.town}"))
        return door_of(doors, house, doubts)

    def _doors_there(self, written: WrittenAddress, house: HouseNumber, here: Sequence[Address]) -> list[Address]:
        """The doors of that street and number in the town that was written, whatever their postcode.

        None where it is the town of the doors that the postcode gave, misspelt.
        """
        town, _ = self._town(written)
        if isinstance(town, NotFound) or town in _towns(here) or not written.street:
            return []
        streets, _ = self._streets(written, self._index.pool(town), [])
        known = () if isinstance(streets, NotFound) else streets
        doors = (door for street in known for door in street.doors.get(house.number, ()))
        return [door for door in doors if town in _towns([door])]

    def _resembling_doors(self, doors: Sequence[Address], written: WrittenAddress) -> tuple[list[Address], list[Doubt]]:
        """The doors whose street may be what was misspelt."""
        keys = {key: door for door in doors for key in street_keys(door.street)}
        near = KnownNames(keys).resembling(street_keys(written.street), typos=2)
        here = [keys[key] for key in near if telling_words(keys[key].street) == telling_words(written.street)]
        streets = {name_key(door.street) for door in here}
        if len(streets) != 1:
            return [], []
        doubt = Doubt(How.STREET_RESEMBLES, f'"{written.street}" read as {here[0].street}')
        return [door for door in doors if name_key(door.street) in streets], [doubt]

    def _by_postcode_alone(self, written: WrittenAddress) -> NotFound | Found:
        """No street and no such number in the postcode: its street may still have it between two others."""
        known = self._index.of_postcode(written.postcode)
        if not known:
            return NotFound(
                f"postcode {written.postcode} is not on this map; write the street and town as well",
                NotFoundKind.UNKNOWN_POSTCODE,
            )
        if written.house is None:
            return NotFound(
                f"{written.postcode} needs a house number; known there: {listed(_told(known))}",
                NotFoundKind.NO_NUMBER,
                tuple(_told(known)[:5]),
            )
        street = Street(written.postcode, known[0].town)
        for door in known:
            street.doors.setdefault(door.number, []).append(door)
        if len({name_key(door.street) for door in known}) == 1:
            return door_in_street(street, written.house, [])
        return NotFound(
            f"{written.postcode} has no number {written.house} on this map; known there: {listed(_told(known))}",
            NotFoundKind.UNKNOWN_NUMBER,
            tuple(_told(known)[:5]),
        )

    def _in_street(self, written: WrittenAddress) -> Found | NotFound:
        town, doubts = self._town(written)
        if isinstance(town, NotFound):
            return town
        streets, doubts = self._streets(written, self._index.pool(town), doubts)
        if isinstance(streets, NotFound):
            return streets
        if len(streets) > 1:
            same = [one for one in streets if any(is_within(code, written.postcode) for code in one.postcodes)]
            streets = same or streets
        if len(streets) > 1:
            names = tuple(str(street) for street in streets)
            return NotFound(
                f"there is more than one {streets[0].name}: {listed(names)}; say which town",
                NotFoundKind.AMBIGUOUS,
                names,
            )
        if written.house is None:
            return middle_of_street(streets[0], doubts)
        answer = door_in_street(streets[0], written.house, doubts, postcode=written.postcode)
        return _checked_postcode(answer, written)

    def _town(self, written: WrittenAddress) -> tuple[str | NotFound, list[Doubt]]:
        """Return the key of the town that was written; empty where none was."""
        key = name_key(written.town)
        if not key or key in self._index.towns:
            return key, []
        near = self._index.town_names.resembling((key,))
        if len(near) == 1:
            name = self._index.towns[near[0]]
            return near[0], [Doubt(How.TOWN_RESEMBLES, f'"{written.town}" read as {name}')]
        names = tuple(self._index.towns[close] for close in near) or tuple(self._index.towns.values())[:5]
        return NotFound(
            f"this map has no address in {written.town}; it has {listed(names)}", NotFoundKind.UNKNOWN_TOWN, names
        ), []

    def _streets(
        self, written: WrittenAddress, pool: Pool, doubts: list[Doubt]
    ) -> tuple[Sequence[Street] | NotFound, list[Doubt]]:
        """The streets that may be meant: spelt so, or nearly."""
        if exact := pool.called(street_keys(written.street)):
            return exact, doubts
        streets = pool.called(pool.names.resembling(street_keys(written.street)))
        if len({name_key(street.name) for street in streets}) == 1 and (
            telling_words(streets[0].name) == telling_words(written.street)
        ):
            doubt = Doubt(How.STREET_RESEMBLES, f'"{written.street}" read as {streets[0].name}')
            return streets, [*doubts, doubt]
        return self._unknown_street(written, streets, pool), doubts

    def _unknown_street(self, written: WrittenAddress, near: list[Street], pool: Pool) -> NotFound:
        where = f" in {written.town}" if written.town else ""
        if near:
            names = tuple(dict.fromkeys(str(street) for street in near))
            return NotFound(
                f"this map has no {written.street}{where}; did you mean {' or '.join(names)}?",
                NotFoundKind.AMBIGUOUS if len(names) > 1 else NotFoundKind.UNKNOWN_STREET,
                names,
            )
        if elsewhere := self._index.pool("").called(street_keys(written.street)):
            names = tuple(str(street) for street in elsewhere)
            return NotFound(
                f"{written.town} has no {written.street} on this map; there is {listed(names)}",
                NotFoundKind.UNKNOWN_STREET,
                names,
            )
        names = tuple(str(street) for street in pool.called(pool.names.alike(name_key(written.street))))
        hint = f"; did you mean {' or '.join(names)}?" if names else ""
        return NotFound(f"this map has no {written.street}{where}{hint}", NotFoundKind.UNKNOWN_STREET, names)


def _confidence(answer: Found | NotFound) -> float:
    return answer.confidence if isinstance(answer, Found) else 0


def _checked_postcode(answer: Found | NotFound, written: WrittenAddress) -> Found | NotFound:
    """A postcode that is not the door's is a doubt; without a town nothing else says where the street is."""
    if isinstance(answer, NotFound) or not answer.address or not written.postcode:
        return answer
    known = answer.address.postcode
    if not known or is_within(known, written.postcode):
        return answer
    if not written.town:
        return _contradicted(written, f"is not the postcode of {answer.address}", [str(answer.address)])
    doubt = Doubt(How.POSTCODE_DIFFERS, f"its postcode on this map is {known}, not {written.postcode}")
    return with_doubt(answer, doubt)


def _contradicted(written: WrittenAddress, fact: str, suggestions: Sequence[str]) -> NotFound:
    said = " ".join(str(part) for part in (written.postcode, written.house) if part)
    wrote = f"; {written.street} was written" if written.street else ""
    return NotFound(f"{said} {fact}{wrote}; which is right?", NotFoundKind.CONTRADICTION, tuple(suggestions))


def _is_street(one: str, other: str) -> bool:
    return not set(street_keys(one)).isdisjoint(street_keys(other))


def _is_dutch(postcode: str) -> bool:
    return len(postcode) == 6 and postcode[4:].isalpha()


def _towns(doors: Iterable[Address]) -> set[str]:
    return {name_key(name) for door in doors for name in (door.town, door.locality) if name}


def _told(doors: Iterable[Address]) -> list[str]:
    return list(dict.fromkeys(str(door) for door in doors))
