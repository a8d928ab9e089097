"""The addresses of an extract, laid out for looking up: by postcode and number, by town, street and number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.known_names import KnownNames
from data.places import Address
from data.street_name import name_key, street_keys

__all__ = ["AddressIndex", "Pool", "Street"]


@dataclass(slots=True)
class Street:
    """One street of one town and its doors by number; `known_in` are keys of its town and its quarters."""

    name: str
    town: str
    doors: dict[int, list[Address]] = field(default_factory=dict)
    known_in: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.name}, {self.town}" if self.town else self.name

    @property
    def postcodes(self) -> set[str]:
        return {door.postcode for doors in self.doors.values() for door in doors if door.postcode}

    def nearest_numbers(self, number: int, count: int = 4) -> list[int]:
        return sorted(sorted(self.doors, key=lambda known: abs(known - number))[:count])


class Pool:
    """The streets of one town, or of the whole extract, by key."""

    def __init__(self) -> None:
        self._streets: dict[str, list[Street]] = {}
        self.names = KnownNames()

    def add(self, street: Street, keys: Iterable[str]) -> None:
        for key in keys:
            if key not in self._streets:
                self.names.add(key)
            self._streets.setdefault(key, []).append(street)

    def called(self, keys: Iterable[str]) -> list[Street]:
        """The streets that have one of the keys, each once."""
        return list({id(street): street for key in keys for street in self._streets.get(key, ())}.values())


class AddressIndex:
    """Everything is found by a key, in constant time; only misspellings are searched for."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self._by_code: dict[tuple[str, int], list[Address]] = defaultdict(list)
        self._codes: dict[str, list[Address]] = defaultdict(list)
        self._towns: dict[str, Pool] = defaultdict(Pool)
        self._everywhere = Pool()
        self.towns: dict[str, str] = {}
        """Names people may write behind a street, by key."""
        streets: dict[tuple[str, str], Street] = {}
        for address in addresses:
            self._take(address, streets)
        self.town_names = KnownNames(self.towns)

    def _take(self, address: Address, streets: dict[tuple[str, str], Street]) -> None:
        if address.postcode:
            self._by_code[address.postcode, address.number].append(address)
            self._codes[address.postcode].append(address)
        if not address.street:
            return
        keys, town = street_keys(address.street), name_key(address.town)
        street = streets.get((town, keys[0]))
        if street is None:
            street = streets[town, keys[0]] = Street(address.street, address.town)
            self._everywhere.add(street, keys)
        street.doors.setdefault(address.number, []).append(address)
        for name in (address.town, address.locality):
            key = name_key(name)
            if key and key not in street.known_in:
                street.known_in.add(key)
                self.towns.setdefault(key, name)
                self._towns[key].add(street, keys)

    def at_postcode(self, postcode: str, number: int) -> Sequence[Address]:
        return self._by_code.get((postcode, number), ())

    def of_postcode(self, postcode: str) -> Sequence[Address]:
        return self._codes.get(postcode, ())

    def pool(self, town: str) -> Pool:
        """Return the streets of a town by its key; of all towns for an empty key."""
        return self._towns[town] if town in self._towns else Pool() if town else self._everywhere
