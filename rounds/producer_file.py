"""From whom shops have what they sell, from a file: shop, producer, where it is, and its share of the shop's orders."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from kernel.errors import BadInputError
from kernel.position import Position
from rounds.told_rows import read_rows

__all__ = ["COLUMNS", "LONGEST_NAME", "MOST_OF_A_SHOP", "GivenProducer", "read_producers", "refuse_at_odds"]

COLUMNS = ["shop", "producer", "lon", "lat", "share_percent"]
LIMIT_MIB = 4
MOST_OF_A_SHOP = 50
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class GivenProducer:
    """One producer of a shop; `share_permille` is how much of the shop's orders comes from there."""

    name: str
    position: Position
    share_permille: int


def read_producers(file: Path) -> Mapping[str, Sequence[GivenProducer]]:
    """Read the producers by shop; together they may have less than the whole: of the rest nobody knows.

    Raises
    ------
    BadInputError
        It cannot be read, or has faulty lines; the first ten are told, each with its line.
    """
    found: dict[str, list[GivenProducer]] = {}

    def take(row: Sequence[str], _line: int) -> None:
        shop, producer = _row(row)
        of_shop = found.setdefault(shop, [])
        refuse_at_odds(shop, [*of_shop, producer])
        of_shop.append(producer)

    read_rows(file, COLUMNS, LIMIT_MIB, take)
    if not found:
        raise BadInputError("no producer in it", where=str(file), way_out=f"Write a line under {','.join(COLUMNS)}.")
    return found


def refuse_at_odds(shop: str, producers: Sequence[GivenProducer]) -> None:
    """Refuse producers of one shop that cannot be together.

    Raises
    ------
    BadInputError
        One is there twice, there are too many, or their shares are more than the whole.
    """
    twice = next((name for name, count in Counter(one.name for one in producers).items() if count > 1), None)
    if twice is not None:
        raise BadInputError(f"{twice} is there twice for {shop}")
    if len(producers) > MOST_OF_A_SHOP:
        raise BadInputError(f"{shop} has more than {MOST_OF_A_SHOP} producers")
    whole = sum(one.share_permille for one in producers)
    if whole > 1_000:
        raise BadInputError(f"the shares of {shop} add up to {whole / 10:g} %, more than all of it")


def _row(row: Sequence[str]) -> tuple[str, GivenProducer]:
    if len(row) != len(COLUMNS):
        raise BadInputError(f"{len(row)} values for {len(COLUMNS)} columns")
    shop, name, lon, lat, share = (cell.strip() for cell in row)
    if not shop or not name:
        raise BadInputError("it names no shop, or no producer")
    if (longest := max(len(shop), len(name))) > LONGEST_NAME:
        raise BadInputError(f"a name of {longest} characters; at most {LONGEST_NAME} fit")
    permille = round(10 * _number(share, "share_percent"))
    if not 0 < permille <= 1_000:
        raise BadInputError(f"share_percent: {share} is not above 0 and up to 100")
    return shop, GivenProducer(name, Position(_number(lon, "lon"), _number(lat, "lat")), permille)


def _number(text: str, name: str) -> float:
    try:
        value = float(text) if text.isascii() and "_" not in text else float("nan")
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise BadInputError(f"{name}: {text!r} is no number", way_out="Write digits and a point.")
    return value
