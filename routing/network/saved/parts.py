"""What is made of arrays and strings, taken apart into named arrays and plain values, and put together again.

Generic over the fields of dataclasses and NamedTuples: a new field of a kind that is known here is stored without
another line, and one of another kind raises TypeError, whatever it holds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from routing.network.saved.strings import joined_strings, separate_strings

__all__ = ["Parts", "joined", "parts_of"]

Whole = TypeVar("Whole")
Array = NDArray[Any]
Plain = str | int | float | bool | None

_PLAIN = (str, int, float, bool)
_TAG_SETS = tuple[dict[str, str], ...]
_STRINGS = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Arrays and plain values by their names: `turns.arc` is the field `arc` of the field `turns`."""

    arrays: dict[str, Array] = field(default_factory=dict[str, Array])
    plain: dict[str, Plain] = field(default_factory=dict[str, Plain])


def parts_of(whole: object, apart: Iterable[str] = ()) -> Parts:
    """Take something apart by the types its fields are declared to have.

    Parameters
    ----------
    apart: names of fields that are kept elsewhere.

    Raises
    ------
    TypeError
        A field is of a type that has no saved form.
    """
    parts = Parts()
    _take_apart(parts, "", type(whole), whole, frozenset(apart))
    return parts


def joined(kind: type[Whole], parts: Parts, apart: Mapping[str, object] | None = None) -> Whole:
    """Put together what `parts_of` took apart.

    Arrays in a dataclass can only be read. Those in a NamedTuple are handed to kernels, which would be compiled once
    more for arrays that can only be read: they stay as they are in the parts.

    Parameters
    ----------
    apart: the fields that were kept elsewhere, by name.

    Raises
    ------
    KeyError, IndexError, ValueError, TypeError
        These are not the parts of such a thing.
    """
    return cast(Whole, _put_together(parts, "", kind, apart or {}, frozen=False))


def _take_apart(parts: Parts, name: str, hint: Any, value: Any, apart: frozenset[str]) -> None:
    kind, optional = _without_none(hint)
    if optional and value is None:
        parts.plain[name] = None
    elif _is_record(kind):
        for inner, inner_hint in _fields(kind).items():
            path = f"{name}.{inner}" if name else inner
            if path not in apart:
                _take_apart(parts, path, inner_hint, getattr(value, inner), apart)
    elif get_origin(kind) is np.ndarray:
        if value.dtype.hasobject:
            raise TypeError(f"{name}: an array of objects has no saved form")
        parts.arrays[name] = value
    elif kind in _PLAIN:
        parts.plain[name] = kind(value)
    elif kind == _STRINGS:
        _put_strings(parts, name, value)
    elif kind == _TAG_SETS:
        _put_tag_sets(parts, name, value)
    else:
        raise TypeError(f"{name}: {hint} has no saved form")


def _put_together(parts: Parts, name: str, hint: Any, apart: Mapping[str, object], *, frozen: bool) -> object:
    kind, optional = _without_none(hint)
    if name in apart:
        return apart[name]
    if optional and name in parts.plain and parts.plain[name] is None:
        return None
    if _is_record(kind):
        return kind(
            **{
                inner: _put_together(
                    parts, f"{name}.{inner}" if name else inner, inner_hint, apart, frozen=is_dataclass(kind)
                )
                for inner, inner_hint in _fields(kind).items()
            }
        )
    readers: Mapping[Any, Callable[[Parts, str], object]] = {_STRINGS: _strings, _TAG_SETS: _tag_sets}
    if kind in readers:
        return readers[kind](parts, name)
    if kind in _PLAIN:
        return parts.plain[name]
    return _only_read(parts.arrays[name]) if frozen else parts.arrays[name]


def _only_read(array: Array) -> Array:
    view = array.view()
    view.flags.writeable = False
    return view


def _without_none(hint: Any) -> tuple[Any, bool]:
    """Split `X | None` into X and True."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    others = [one for one in get_args(hint) if one is not NoneType]
    return (others[0], True) if len(others) == 1 else (hint, False)


def _is_record(kind: Any) -> bool:
    return is_dataclass(kind) or hasattr(kind, "_fields")


def _fields(kind: Any) -> dict[str, Any]:
    """Give the fields of a dataclass or NamedTuple with their types."""
    hints = get_type_hints(kind)
    names: Iterable[str] = (one.name for one in fields(kind)) if is_dataclass(kind) else kind._fields
    return {name: hints[name] for name in names}


def _put_strings(parts: Parts, name: str, strings: Iterable[str]) -> None:
    parts.arrays[f"{name}/text"], parts.arrays[f"{name}/end"] = joined_strings(strings)


def _strings(parts: Parts, name: str) -> tuple[str, ...]:
    return separate_strings(parts.arrays[f"{name}/text"], parts.arrays[f"{name}/end"])


def _put_tag_sets(parts: Parts, name: str, sets: tuple[dict[str, str], ...]) -> None:
    """Keep each distinct string once, and of each set the numbers of its keys and values, in its order."""
    number: dict[str, int] = {}
    flat = [number.setdefault(word, len(number)) for tags in sets for item in tags.items() for word in item]
    _put_strings(parts, name, number)
    parts.arrays[f"{name}/words"] = np.array(flat, np.int32)
    parts.arrays[f"{name}/sizes"] = np.array([len(tags) for tags in sets], np.int32)


def _tag_sets(parts: Parts, name: str) -> tuple[dict[str, str], ...]:
    known = _strings(parts, name)
    numbers: list[int] = parts.arrays[f"{name}/words"].tolist()
    sizes: list[int] = parts.arrays[f"{name}/sizes"].tolist()
    words = iter([known[number] for number in numbers])
    return tuple({next(words): next(words) for _ in range(size)} for size in sizes)
