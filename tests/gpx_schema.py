"""What the schema of GPX 1.1 demands, written out by hand; no reader of it is needed, and none of our code.

Source: topografix.com/GPX/1/1/gpx.xsd. What we never write (authors' addresses, bounds, extensions) is left out, and so
is refused.
"""

import re
from decimal import Decimal
from typing import NamedTuple
from xml.etree import ElementTree as ET

NAMESPACE = "{http://www.topografix.com/GPX/1/1}"
MANY = 10**9


class Form(NamedTuple):
    """The children of an element in their order, each with its form and how often it may come; attributes."""

    children: tuple[tuple[str, str, int], ...] = ()
    attributes: tuple[str, ...] = ()
    text: str | None = None


DESCRIBED = (("name", "string", 1), ("cmt", "string", 1), ("desc", "string", 1), ("src", "string", 1))
NUMBERED = (("link", "link", MANY), ("number", "count", 1), ("type", "string", 1))
FORMS = {
    "string": Form(text=r"[^\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*"),
    "uri": Form(text=r"[a-z]+:[^\s<>]*"),
    "year": Form(text=r"-?\d{4,}"),
    "time": Form(text=r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "decimal": Form(text=r"[+-]?(\d+\.?\d*|\.\d+)"),
    "count": Form(text=r"\d+"),
    "link": Form((("text", "string", 1), ("type", "string", 1)), ("href",)),
    "gpx": Form((("metadata", "metadata", 1), ("wpt", "point", MANY), ("rte", "route", MANY), ("trk", "track", MANY)),
                ("version", "creator")),
    "metadata": Form((("name", "string", 1), ("desc", "string", 1), ("copyright", "copyright", 1),
                      ("link", "link", MANY), ("time", "time", 1), ("keywords", "string", 1))),
    "copyright": Form((("year", "year", 1), ("license", "uri", 1)), ("author",)),
    "point": Form((("ele", "decimal", 1), ("time", "time", 1), *DESCRIBED, ("link", "link", MANY),
                   ("sym", "string", 1), ("type", "string", 1)), ("lat", "lon")),
    "route": Form((*DESCRIBED, *NUMBERED, ("rtept", "point", MANY))),
    "track": Form((*DESCRIBED, *NUMBERED, ("trkseg", "segment", MANY))),
    "segment": Form((("trkpt", "point", MANY),)),
}  # fmt: skip


def faults(document: bytes | str) -> list[str]:
    """Say what in a document is not as the schema asks; it must be XML."""
    root = ET.fromstring(document.encode() if isinstance(document, str) else document)  # noqa: S314 - our own
    if root.tag != f"{NAMESPACE}gpx":
        return [f"the root is {root.tag}"]
    found = list(_faults(root, "gpx", "gpx"))
    return found if root.get("version") == "1.1" else [*found, "gpx: its version is not 1.1"]


def _faults(element: ET.Element, form_name: str, where: str):
    form = FORMS[form_name]
    if sorted(element.attrib) != sorted(form.attributes):
        yield f"{where}: attributes {sorted(element.attrib)}"
    if form_name == "point":
        yield from _faults_of_place(element, where)
    text = element.text or ""
    if form.text is None:
        if any(words.strip() for words in (text, *(child.tail or "" for child in element))):
            yield f"{where}: text between its children"
    elif not re.fullmatch(form.text, text):
        yield f"{where}: {text!r} is no {form_name}"
    yield from _faults_of_children(element, form, where)


def _faults_of_children(element: ET.Element, form: Form, where: str):
    forms = {name: (its_form, most) for name, its_form, most in form.children}
    names = [child.tag.removeprefix(NAMESPACE) for child in element]
    yield from (f"{where}: {name} is not known" for name in names if name not in forms)
    yield from (f"{where}: {name} comes too often" for name, (_, most) in forms.items() if names.count(name) > most)
    places = [list(forms).index(name) for name in names if name in forms]
    if places != sorted(places):
        yield f"{where}: {names} are in disorder"
    for child, name in zip(element, names, strict=True):
        if name in forms:
            yield from _faults(child, forms[name][0], f"{where}/{name}")


def _faults_of_place(element: ET.Element, where: str):
    """Latitude from -90 to 90, longitude from -180 to below 180, both as decimals."""
    lat, lon = element.get("lat", ""), element.get("lon", "")
    if not all(re.fullmatch(str(FORMS["decimal"].text), degrees) for degrees in (lat, lon)):
        yield f"{where}: {lat!r}, {lon!r} are no decimals"
    elif not (-90 <= Decimal(lat) <= 90 and -180 <= Decimal(lon) < 180):
        yield f"{where}: {lat}, {lon} is not on the globe"
