"""Files that were made to harm whoever checks them: one line that says what is wrong, and no memory filled."""

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kernel.errors import BadInputError, DorpsrondeError
from rounds.bundles.archive import BundleError, opened_archive, zipped
from rounds.bundles.canonical import text_of
from rounds.bundles.making import bundle_of
from rounds.bundles.manifest import sealed
from rounds.bundles.resolving import solved_again
from rounds.bundles.verifying import verified
from tests.kept_square import DATE, days_of

MIB = 1 << 20
HEADER = {"kind": "complete", "square": "proefdorp", "period": str(DATE), "made_again_with": None}


@cache
def whole() -> bytes:
    return bundle_of(days_of(DATE), public=False).content


@cache
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole())) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(*members: tuple[str, bytes], **more: Any) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = more.get("method", zipfile.ZIP_DEFLATED)
            archive.writestr(info, content)
    return written.getvalue()


def bomb() -> bytes:
    """More of nought than anybody reads, in some kilobytes."""
    return packed(("manifest.json", bytes(32 * MIB + 1)))


def says_a_gibibyte() -> bytes:
    made = bytearray(packed(("days/2026-11-24/matrices/matrix-1.json", b"x" * 77)))
    at = made.rfind(struct.pack("<L", 77))
    made[at : at + 4] = struct.pack("<L", 1 << 30)
    return bytes(made)


def lying_bomb() -> bytes:
    """The same, which says that it is small."""
    made = bytearray(bomb())
    size = struct.pack("<L", 32 * MIB + 1)
    at = made.rfind(size)
    made[at : at + 4] = struct.pack("<L", 100)
    return bytes(made)


def many() -> bytes:
    return packed(*((f"a{number}", b"") for number in range(4_001)))


def of_another_version() -> bytes:
    manifest = json.loads(files()["manifest.json"]) | {"bundle": "dorpsronde/bundle/2"}
    return zipped(files() | {"manifest.json": text_of("manifest.json", manifest)})


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed(("manifest.json", b"{}"), ("manifest.json", b"{}"))


def with_large_directory() -> bytes:
    """The end says that there is another list of contents, which may be as long as it likes."""
    end = whole()[-22:]
    locator = b"PK\x06\x07" + bytes(16)
    length, begin = struct.unpack("<LL", end[12:20])
    return whole()[:-22] + locator + end[:12] + struct.pack("<LL", length + 20, begin) + end[20:]


CANNOT_BE_READ: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is no bundle, or only a part of one"),
    "a text": (lambda: b"hello, this is no ZIP at all", "is no bundle, or only a part of one"),
    "a page": (lambda: b"<html>" * 1_000, "is no bundle, or only a part of one"),
    "a part": (lambda: whole()[:-100], "is no bundle, or only a part of one"),
    "a head": (lambda: whole()[: len(whole()) // 2], "is no bundle, or only a part of one"),
    "more behind": (lambda: whole() + b"\n", "is no bundle, or only a part of one"),
    "more before": (lambda: b"#!/bin/sh\n" + whole(), "is no bundle, or only a part of one"),
    "two lists": (with_large_directory, "is no bundle, or only a part of one"),
    "a bomb": (bomb, "manifest.json: is larger than 32 MiB"),
    "a gibibyte": (says_a_gibibyte, "matrix-1.json: is larger than 128 MiB"),
    "a lying bomb": (lying_bomb, "is damaged"),
    "many": (many, "holds more than 4000 files"),
    "a way up": (lambda: packed(("../../etc/passwd", b"x")), "'../../etc/passwd' is no name of a file in a bundle"),
    "inside up": (lambda: packed(("days/../x", b"x")), "'days/../x' is no name of a file in a bundle"),
    "a root": (lambda: packed(("/etc/passwd", b"x")), "'/etc/passwd' is no name of a file in a bundle"),
    "another root": (lambda: packed(("c:\\x", b"x")), "is no name of a file in a bundle"),
    "a long name": (lambda: packed(("a" * 5_000, b"x")), "is no name of a file in a bundle"),
    "twice": (twice, "manifest.json: is there twice"),
    "another packing": (lambda: packed(("manifest.json", b"{}"), method=zipfile.ZIP_BZIP2), "is packed in a way"),
    "an empty one": (packed, "has no manifest.json"),
    "another": (lambda: packed(("a.txt", b"x")), "has no manifest.json. It is no bundle of Dorpsronde"),
    "no JSON": (lambda: packed(("manifest.json", b"{")), "manifest.json: is no JSON"),
    "no text": (lambda: packed(("manifest.json", b"\xff")), "manifest.json: is not UTF-8 text (byte 0)"),
    "a list": (lambda: packed(("manifest.json", b"[]\n")), "manifest.json: says that it is 'None'"),
    "deep": (lambda: packed(("manifest.json", b"[" * 100_000)), "manifest.json: is nested too deeply"),
    "not a number": (lambda: packed(("manifest.json", b'{"a": NaN}\n')), "manifest.json: "),
    "endless": (lambda: packed(("manifest.json", b'{\n "a": 1e999\n}\n')), "manifest.json: cannot be written as JSON"),
    "long": (lambda: packed(("manifest.json", b'{"a": ' + b"9" * 5_000 + b"}\n")), "holds a number that is too long"),
    "a key twice": (lambda: packed(("manifest.json", b'{"a": 1, "a": 2}\n')), "manifest.json: "),
    "another version": (of_another_version, "says that it is 'dorpsronde/bundle/2', not dorpsronde/bundle/1"),
    "only a name": (
        lambda: packed(("manifest.json", b'{\n "bundle": "dorpsronde/bundle/1"\n}\n')),
        "manifest.json: is not as a manifest is written",
    ),
}


@pytest.mark.parametrize("name", CANNOT_BE_READ)
def test_what_is_no_bundle_is_told_in_one_line_and_fills_no_memory(tmp_path: Path, name: str) -> None:
    make, line = CANNOT_BE_READ[name]
    file = tmp_path / "b.zip"
    file.write_bytes(make())
    tracemalloc.start()
    try:
        with pytest.raises((BundleError, BadInputError)) as caught:
            verified(file)
        assert tracemalloc.get_traced_memory()[1] < 40 * MIB
    finally:
        tracemalloc.stop()
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_was_called_wrongly(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        verified(tmp_path / "nothing.zip")
    with pytest.raises(BadInputError, match="cannot be read"):
        verified(tmp_path)


def test_a_file_larger_than_any_bundle_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    with file.open("wb") as large:
        large.truncate(257 * MIB)
    with pytest.raises(BundleError, match="is larger than 256 MiB"), opened_archive(file):
        pass


DAY, ROUNDS = f"days/{DATE}/day.json", f"days/{DATE}/rounds.json"


def put(*way: str | int, value: Any) -> Callable[[Any], Any]:
    def change(document: Any) -> Any:
        at = document
        for step in way[:-1]:
            at = at[step]
        at[way[-1]] = value
        return document

    return change


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (DAY, lambda _: []),
        (DAY, lambda _: None),
        (DAY, lambda _: {"kept": "dorpsronde/kept-day/2"}),
        (DAY, put("activity", value=7)),
        (DAY, put("activity", "orders", value=10**40)),
        (DAY, put("activity", "rounds", 0, "distance_m", value=-1)),
        (DAY, put("activity", "rounds", 0, "distance_m", value=1e308)),
        (DAY, put("activity", "rounds", 0, "vehicle", value="spaceship")),
        (DAY, put("made_with", "seed", value="one")),
        (DAY, put("made_with", "factor_set", value="../../2026.2")),
        (DAY, put("elements", 0, "consignments", value=None)),
        (DAY, put("elements", 0, "consignments", 0, "mass_g", value=10**400)),
        (DAY, put("nl", "date", value="yesterday")),
        (DAY, put("kept", value="dorpsronde/kept-day/9")),
        (ROUNDS, lambda _: {}),
        (ROUNDS, put("ways", value=[])),
        (ROUNDS, put("ways", 0, "rounds", 0, "stops", value="none")),
        (ROUNDS, put("ways", 0, "rounds", 0, "matrix", value="matrix-9")),
        ("factors/2026.2.json", lambda _: {"version": "2026.2", "factors": []}),
        ("factors/2026.2.json", put("factors", 0, "low", value="cheap")),
        ("report.nl.json", lambda _: "all is well"),
    ],
)
def test_what_is_well_sealed_and_means_nothing_is_named_by_its_file(
    tmp_path: Path, name: str, change: Callable[[Any], Any]
) -> None:
    members = {each: content for each, content in files().items() if each != "manifest.json"}
    members[name] = text_of(name, change(json.loads(members[name])))
    file = tmp_path / "b.zip"
    file.write_bytes(zipped(sealed(HEADER, members)[0]))
    found = [str(fault) for fault in verified(file).faults]
    assert found
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize("period", ["2026", "2026-13", "../..", "2026-11-31", "0000-00-00", "2026-11-24T00:00"])
def test_a_period_that_is_none_is_told(tmp_path: Path, period: str) -> None:
    members = {each: content for each, content in files().items() if each != "manifest.json"}
    file = tmp_path / "b.zip"
    file.write_bytes(zipped(sealed(HEADER | {"period": period}, members)[0]))
    assert any("is no day and no month" in str(fault) for fault in verified(file).faults)


def test_problems_that_are_none_are_not_solved(tmp_path: Path) -> None:
    members = {each: content for each, content in files().items() if each != "manifest.json"}
    members[f"days/{DATE}/problems.json"] = text_of("problems.json", {"pooled": {"problem": 7, "orders": []}})
    file = tmp_path / "b.zip"
    file.write_bytes(zipped(sealed(HEADER, members)[0]))
    with pytest.raises(DorpsrondeError, match=r"problems\.json: is not as a bundle writes it"):
        list(solved_again(file, 1))
