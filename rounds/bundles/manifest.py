"""What a bundle holds, sealed: the digest of each file, a chain of its days, and one seal over all of it.

A day's link is made from the link of the day before and the digests of that day's files, so that no day can be taken
out, put in or changed without every later link being another. The seal is the digest of the manifest without it: who
wrote it down, or read it in a report, knows that nothing was made anew either.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any, cast

from rounds.bundles.archive import Archive, BundleError
from rounds.bundles.canonical import document_in, text_of

__all__ = [
    "COMPLETE", "MANIFEST", "PUBLIC", "Fault", "Manifest", "manifest_faults", "read_manifest", "sealed", "software",
]  # fmt: skip

MANIFEST = "manifest.json"
KIND = "dorpsronde/bundle/1"
COMPLETE, PUBLIC = "complete", "public"
NOTHING_BEFORE = "0" * 64
DAYS = "days"
KEYS = {"bundle", "kind", "square", "period", "software", "made_again_with", "files", "chain", "seal"}
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not agree: in which file, and what."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was read.

    Attributes
    ----------
    period: a day, or a month as 2026-12.
    made_again_with: the version of the factors that the report was made again with, if it was.
    files: SHA-256 and length by name. days: those of the chain.
    """

    kind: str
    square: str
    period: str
    software: str
    made_again_with: str | None
    files: Mapping[str, tuple[int, str]]
    days: Sequence[str]
    seal: str


def software() -> str:
    """Name what makes bundles, with its version."""
    return f"dorpsronde {version('dorpsronde')}"


def sealed(header: Mapping[str, Any], members: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """Put a manifest before files.

    Parameters
    ----------
    header: `kind`, `square`, `period`, `made_again_with`.

    Returns
    -------
    All files in their order, and the seal.
    """
    contents = dict(sorted(members.items()))
    files = [
        {"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in contents.items()
    ]
    document = {"bundle": KIND, **header, "software": software(), "files": files, "chain": _chain(files)}
    seal = _seal(document)
    return {MANIFEST: text_of(MANIFEST, document | {"seal": seal}), **contents}, seal


def read_manifest(archive: Archive) -> Manifest:
    """Read the manifest of a bundle.

    Raises
    ------
    BundleError, BadInputError
        There is none, it is of another version, or is not as one is written.
    """
    if MANIFEST not in archive.members:
        raise BundleError("has no manifest.json", where=archive.where, way_out="It is no bundle of Dorpsronde.")
    document = document_in(MANIFEST, archive.read(MANIFEST))
    said = cast("dict[str, Any]", document).get("bundle") if isinstance(document, dict) else None
    if said != KIND:
        raise BundleError(
            f"says that it is {str(said)[:60]!r}, not {KIND}",
            where=MANIFEST,
            way_out="Check it with the version that made it.",
        )
    try:
        return _manifest(cast("dict[str, Any]", document))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BundleError(f"is not as a manifest is written ({fault})", where=MANIFEST) from fault


def manifest_faults(archive: Archive, manifest: Manifest) -> Iterator[Fault]:
    """Name each file that is not as it was sealed: changed, missing, added, in another place; and each broken link."""
    document = document_in(MANIFEST, archive.read(MANIFEST))
    if _seal({name: part for name, part in document.items() if name != "seal"}) != manifest.seal:
        yield Fault(MANIFEST, "was changed after it was sealed")
    yield from _chain_faults(document)
    there = [name for name in archive.members if name != MANIFEST]
    for name in manifest.files:
        if name not in archive.members:
            yield Fault(name, "is missing")
    for name in there:
        if name not in manifest.files:
            yield Fault(name, "was added: the manifest does not name it")
            continue
        try:
            found = archive.digest(name)
        except BundleError as fault:
            yield Fault(name, fault.what)
            continue
        if found != manifest.files[name]:
            yield Fault(name, f"was changed: SHA-256 is {found[1][:12]}…, sealed was {manifest.files[name][1][:12]}…")
    sealed_order = [MANIFEST, *(name for name in manifest.files if name in archive.members)]
    known = [name for name in archive.members if name == MANIFEST or name in manifest.files]
    moved = next((name for name, wanted in zip(known, sealed_order, strict=True) if name != wanted), None)
    if moved is not None:
        yield Fault(moved, "stands in another place than it was sealed in")


def _chain(files: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    by_day: dict[str, list[str]] = {}
    for file in files:
        folder, _, rest = file["name"].partition("/")
        if folder == DAYS:
            by_day.setdefault(rest.partition("/")[0], []).append(f"{file['name']} {file['bytes']} {file['sha256']}")
    before, links = NOTHING_BEFORE, list[dict[str, str]]()
    for day in sorted(by_day):
        link = sha256("\n".join([before, day, *sorted(by_day[day])]).encode()).hexdigest()
        links.append({"day": day, "before": before, "link": link})
        before = link
    return links


def _chain_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    told, follows = document["chain"], _chain(document["files"])
    for said, right in zip(told, follows, strict=False):
        if said != right:
            yield Fault(MANIFEST, f"the chain breaks at {right['day']}: its link does not follow from the day before")
            return
    if len(told) != len(follows):
        yield Fault(MANIFEST, f"the chain has {len(told)} days, the files are of {len(follows)}")


def _seal(document: Mapping[str, Any]) -> str:
    return sha256(text_of(MANIFEST, document)).hexdigest()


def _manifest(document: Mapping[str, Any]) -> Manifest:
    if set(document) != KEYS:
        raise ValueError(f"its parts are {', '.join(sorted(document))[:200]}")
    if document["kind"] not in {COMPLETE, PUBLIC}:
        raise ValueError("its kind is neither complete nor public")
    files = {str(file["name"]): (int(file["bytes"]), str(file["sha256"])) for file in document["files"]}
    if len(files) != len(document["files"]) or list(files) != sorted(files):
        raise ValueError("its files are not in order, each once")
    if not all(_SHA.fullmatch(digest) for _, digest in files.values()):
        raise ValueError("a digest is none")
    again = document["made_again_with"]
    return Manifest(
        kind=document["kind"],
        square=str(document["square"]),
        period=str(document["period"]),
        software=str(document["software"]),
        made_again_with=None if again is None else str(again),
        files=files,
        days=[str(link["day"]) for link in document["chain"]],
        seal=str(document["seal"]),
    )
