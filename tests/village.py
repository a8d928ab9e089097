"""A made-up village as an OSM file: a grid of streets, doors along them, shops at corners."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

LON, LAT = 5.50, 52.10
STEP_M = 100.0
LAT_DEGREE_M = 111_195.0
LON_DEGREE_M = LAT_DEGREE_M * 0.6143  # cos(52.1°)


@dataclass
class Village:
    """Nodes and ways under way; east and north are metres from the south-west corner."""

    elements: list[str] = field(default_factory=list)
    last_id: int = 0

    def node(self, east: float, north: float, **tags: str) -> int:
        self.last_id += 1
        lon, lat = LON + east / LON_DEGREE_M, LAT + north / LAT_DEGREE_M
        self.elements.append(
            f'<node id="{self.last_id}" version="1" lon="{lon:.7f}" lat="{lat:.7f}">{tag_lines(tags)}</node>'
        )
        return self.last_id

    def way(self, nodes: Iterable[int], **tags: str) -> None:
        self.last_id += 1
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        self.elements.append(f'<way id="{self.last_id}" version="1">{refs}{tag_lines(tags)}</way>')

    def streets(self, size: int = 6, *, low: bool = False) -> None:
        """Lay a grid of streets; with `low`, all eastward ones but the last have a height restrictor halfway."""
        corners = {(x, y): self.node(x * STEP_M, y * STEP_M) for x in range(size) for y in range(size)}
        for i in range(size):
            along = [corners[x, i] for x in range(size)]
            if low and i < size - 1:
                along.insert(size // 2, self.node((size - 1) / 2 * STEP_M, i * STEP_M, barrier="height_restrictor"))
            self.way(along, highway="residential", name=f"Dwarsstraat {i + 1}")
            self.way((corners[i, y] for y in range(size)), highway="residential", name=f"Langestraat {i + 1}")

    def doors(self, size: int = 6) -> None:
        for street in range(size):
            for number in range(1, 11):
                self.node(
                    number * (size - 1) * STEP_M / 11,
                    street * STEP_M + 12,
                    **{
                        "addr:street": f"Dwarsstraat {street + 1}",
                        "addr:housenumber": str(number),
                        "addr:postcode": f"12{street:02} AB",
                        "addr:city": "Proefdorp",
                    },
                )

    def shops(self) -> None:
        for number, (kind, name) in enumerate(
            [
                ("bakery", "Bakker Bart"),
                ("butcher", "Slager Smit"),
                ("supermarket", "Buurtsuper"),
                ("books", "Het Boek"),
            ]
        ):
            self.node(90 + 110 * number, 205, shop=kind, name=name, opening_hours="Mo-Sa 08:00-18:00")

    def write(self, path: Path) -> Path:
        # A reader of OSM files may rely on all nodes standing before all ways.
        ordered = sorted(self.elements, key=lambda element: element.startswith("<way"))
        path.write_text('<?xml version="1.0"?>\n<osm version="0.6">\n' + "\n".join(ordered) + "\n</osm>\n", "utf-8")
        return path


def tag_lines(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


def whole_village(*, low: bool = False) -> Village:
    village = Village()
    village.streets(low=low)
    village.doors()
    village.shops()
    return village


def low_village() -> Village:
    """The village with one street left that a van can take from west to east."""
    return whole_village(low=True)
