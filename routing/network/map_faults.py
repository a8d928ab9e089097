"""What is wrong with the roads of an extract: counted while they are read, and said in one line."""

from dataclasses import dataclass, fields

from kernel.text import Text

__all__ = ["MapFaults"]


@dataclass(frozen=True, slots=True)
class MapFaults:
    """How many faults of each kind; what each does to the roads is in the words of `told`.

    Attributes
    ----------
    ways_again, nodes_again: ids that stood in the file before.
    ways_nowhere: ways of one node, be it several times.
    nodes_repeated: nodes that follow themselves on a way that goes on.
    nodes_missing: nodes of ways that are not in the file.
    nodes_off_globe: nodes of ways beyond 90° north or south, or 180° east or west.
    steps_too_far: from one node of a way to the next.
    roads_without_length: between nodes in one place.
    """

    ways_again: int = 0
    nodes_again: int = 0
    ways_nowhere: int = 0
    nodes_repeated: int = 0
    nodes_missing: int = 0
    nodes_off_globe: int = 0
    steps_too_far: int = 0
    roads_without_length: int = 0

    def told(self) -> Text | None:
        """Say what was left out or mended, and how often; None where nothing was."""
        found = [(getattr(self, field.name), *_SAID[field.name]) for field in fields(self)]
        parts = [(count, one if count == 1 else many) for count, one, many in found if count]
        if not parts:
            return None
        return Text(
            "; ".join(f"{count} {said.nl}" for count, said in parts),
            "; ".join(f"{count} {said.en}" for count, said in parts),
        )


_SAID: dict[str, tuple[Text, Text]] = {
    "ways_again": (
        Text("weg staat er vaker in: de eerste telt", "way comes again: the first counts"),
        Text("wegen staan er vaker in: de eerste telt", "ways come again: the first counts"),
    ),
    "nodes_again": (
        Text("punt staat er vaker in: het eerste telt", "node comes again: the first counts"),
        Text("punten staan er vaker in: het eerste telt", "nodes come again: the first counts"),
    ),
    "ways_nowhere": (
        Text("weg zonder lengte weggelaten", "road without length left out"),
        Text("wegen zonder lengte weggelaten", "roads without length left out"),
    ),
    "nodes_repeated": (
        Text("punt volgt op zichzelf: het telt eenmaal", "node follows itself: it counts once"),
        Text("punten volgen op zichzelf: ze tellen eenmaal", "nodes follow themselves: they count once"),
    ),
    "nodes_missing": (
        Text("punt van een weg ontbreekt: daar is een gat", "node of a road is missing: there is a gap"),
        Text("punten van wegen ontbreken: daar zijn gaten", "nodes of roads are missing: there are gaps"),
    ),
    "nodes_off_globe": (
        Text(
            "punt ligt buiten de aardbol en is weggelaten (lon en lat verwisseld?)",
            "node lies off the globe and is left out (lon and lat swapped?)",
        ),
        Text(
            "punten liggen buiten de aardbol en zijn weggelaten (lon en lat verwisseld?)",
            "nodes lie off the globe and are left out (lon and lat swapped?)",
        ),
    ),
    "steps_too_far": (
        Text(
            "stuk weg van meer dan 1000 km weggelaten (lon en lat verwisseld?)",
            "stretch of more than 1,000 km left out (lon and lat swapped?)",
        ),
        Text(
            "stukken weg van meer dan 1000 km weggelaten (lon en lat verwisseld?)",
            "stretches of more than 1,000 km left out (lon and lat swapped?)",
        ),
    ),
    "roads_without_length": (
        Text("stuk weg tussen punten op één plek telt als 1 mm", "road between nodes in one place counts as 1 mm"),
        Text("stukken weg tussen punten op één plek tellen als 1 mm", "roads between nodes in one place count as 1 mm"),
    ),
}
"""One of it, and several."""
