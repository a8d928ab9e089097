"""An extract as the peers want it, and with platforms as roads, as OSRM has them."""

from collections.abc import Mapping
from pathlib import Path

import osmium

__all__ = ["as_pbf", "is_platform", "with_platforms_as_footways"]


def as_pbf(extract: Path, to: Path) -> Path:
    """Write everything again as `.osm.pbf`: peers read no packed XML."""
    _written(extract, to, platforms=False)
    return to


def with_platforms_as_footways(extract: Path, to: Path) -> Path:
    """Give each platform that is no road yet `highway=footway`."""
    _written(extract, to, platforms=True)
    return to


def is_platform(tags: Mapping[str, str]) -> bool:
    """Whether OSRM's bicycle profile lets one push here, though no `highway` that we know says that it is a road."""
    named = "platform" in (tags.get("railway"), tags.get("public_transport"), tags.get("highway"))
    return named and tags.get("highway", "platform") == "platform"


def _written(extract: Path, to: Path, *, platforms: bool) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with osmium.SimpleWriter(str(to), overwrite=True) as writer:
        for entity in osmium.FileProcessor(str(extract)):
            tags = {tag.k: tag.v for tag in entity.tags} if platforms and entity.is_way() else {}
            writer.add(entity.replace(tags={**tags, "highway": "footway"}) if is_platform(tags) else entity)
