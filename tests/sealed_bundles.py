"""Bundles taken apart, and sealed anew after somebody changed them."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from kernel.errors import DorpsrondeError
from rounds.bundles.archive import opened_archive, zipped
from rounds.bundles.canonical import text_of
from rounds.bundles.manifest import Fault, manifest_faults, read_manifest, sealed

__all__ = ["faults", "files_of", "resealed", "unsealed"]


@cache
def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def faults(content: bytes, folder: Path, check: Callable[[Path], Iterable[Fault]]) -> list[str]:
    """Every fault of a bundle, as people read it; one that cannot be read at all is one."""
    file = folder / "b.zip"
    file.write_bytes(content)
    try:
        return list(map(str, check(file)))
    except DorpsrondeError as fault:
        return [str(fault)]


def unsealed(content: bytes, folder: Path) -> list[str]:
    """What of a bundle is not as it was sealed."""

    def check(file: Path) -> list[Fault]:
        with opened_archive(file) as archive:
            return list(manifest_faults(archive, read_manifest(archive)))

    return faults(content, folder, check)


def resealed(change: Callable[[Any], None], name: str, files: dict[str, bytes]) -> bytes:
    """A document changed by somebody who then sealed the bundle anew, every digest and link in order."""
    members = {each: content for each, content in files.items() if each != "manifest.json"}
    document = json.loads(members[name])
    change(document)
    members[name] = text_of(name, document)
    manifest = json.loads(files["manifest.json"])
    return zipped(
        sealed({part: manifest[part] for part in ("kind", "square", "period", "made_again_with")}, members)[0]
    )
