"""Extracts with faults that leave roads all the same: what becomes of them, and the line that a person reads."""

from pathlib import Path

import osmium
import pytest

from kernel.errors import BadInputError
from routing.network.reader import read_network

A, B, C = (5.5, 52.1), (5.501, 52.1), (5.502, 52.101)


def node(number: int, lon: float, lat: float) -> str:
    return f'<node id="{number}" lon="{lon}" lat="{lat}"/>'


def way(number: int, *nodes: int) -> str:
    refs = "".join(f'<nd ref="{ref}"/>' for ref in nodes)
    return f'<way id="{number}">{refs}<tag k="highway" v="residential"/></way>'


SOUND = [node(1, *A), node(2, *B), node(3, *C), way(1, 1, 2, 3)]
AFAR = [node(7, B[1], B[0]), node(8, C[1], C[0])]
"""In the Indian Ocean: longitude and latitude of two places nearby, swapped."""

# what is added to a street of two pieces, how many edges there are then, and what is said
FAULTS = {
    "a node twice in a row": ([way(2, 3, 3, 1)], 2, "1 node follows itself: it counts once"),
    "a way of one node twice": ([way(2, 3, 3)], 1, "1 road without length left out"),
    "ways of one node": ([way(2, 3), way(3, 1), way(4)], 1, "3 roads without length left out"),
    "the same way twice": ([way(1, 1, 2, 3)], 1, "1 way comes again: the first counts"),
    "another way of the same number": ([way(1, 1, 3), way(1, 2, 1)], 1, "2 ways come again: the first counts"),
    "the same node twice": ([node(2, *B)], 1, "1 node comes again: the first counts"),
    "another node of the same number": ([node(2, *C), node(3, *A)], 1, "2 nodes come again: the first counts"),
    "nodes in one place": ([node(4, *C), way(2, 3, 4)], 2, "1 road between nodes in one place counts as 1 mm"),
    "a missing node": ([way(2, 3, 9, 2, 1)], 3, "1 node of a road is missing: there is a gap"),
    "missing nodes only": ([way(2, 9, 10)], 1, "2 nodes of roads are missing: there are gaps"),
    "a node off the globe": (
        [node(4, 52.1, 95.5), way(2, 3, 4, 1)],
        1,
        "1 node lies off the globe and is left out (lon and lat swapped?)",
    ),
    "a node swapped": (
        [AFAR[0], way(2, 3, 7, 1)],
        1,
        "2 stretches of more than 1,000 km left out (lon and lat swapped?)",
    ),
    "a street's end swapped": (
        [*AFAR, way(2, 3, 7, 8)],
        2,
        "1 stretch of more than 1,000 km left out (lon and lat swapped?)",
    ),
    "several": (
        [way(2, 3, 3, 1), way(3, 9, 1), way(3, 1)],
        2,
        (
            "1 way comes again: the first counts; 1 node follows itself: it counts once; "
            "1 node of a road is missing: there is a gap"
        ),
    ),
}


def written(folder: Path, *parts: str, name: str = "town.osm") -> Path:
    """Write nodes, then ways: a PBF is read otherwise than XML."""
    path = folder / "town.osm"
    path.write_text(f'<osm version="0.6">{"".join(sorted(parts, key=lambda part: part[:4]))}</osm>')
    if name == path.name:
        return path
    (folder / name).unlink(missing_ok=True)
    with osmium.SimpleWriter(str(folder / name)) as writer:
        for entity in osmium.FileProcessor(str(path)):
            writer.add(entity)
    return folder / name


@pytest.mark.parametrize("name", ["town.osm", "town.osm.pbf"])
@pytest.mark.parametrize("kind", FAULTS)
def test_what_is_left_out_or_mended_is_said(kind: str, name: str, tmp_path: Path) -> None:
    if kind == "a node off the globe" and name.endswith("pbf"):
        pytest.skip("libosmium writes no such place")
    parts, edges, said = FAULTS[kind]
    network = read_network(written(tmp_path, *SOUND, *parts, name=name))
    told = network.faults.told()
    assert told is not None
    assert told.en == said
    assert told.nl.count(";") == said.count(";")
    assert network.edge_count == edges
    # whatever is wrong elsewhere, the street is as it was
    assert network.edge_way[0] == 1
    assert network.point_lon[: network.first_point[1]][0] == A[0]


def test_of_a_sound_file_nothing_is_said(tmp_path: Path) -> None:
    assert read_network(written(tmp_path, *SOUND)).faults.told() is None


def test_a_street_over_the_180th_meridian_is_no_longer_than_it_is(tmp_path: Path) -> None:
    parts = [node(1, 179.999, -16.8), node(2, -179.999, -16.8), way(1, 1, 2)]
    network = read_network(written(tmp_path, *parts))
    assert network.faults.told() is None
    assert network.edge_mm.tolist() == pytest.approx([213_200], rel=1e-3)


def test_an_extract_swapped_as_a_whole_is_refused_where_it_says_where_it_lies(tmp_path: Path) -> None:
    bounds = f'<bounds minlon="{A[0]}" minlat="{A[1]}" maxlon="{C[0]}" maxlat="{C[1]}"/>'
    swapped = [node(number, lat, lon) for number, (lon, lat) in enumerate((A, B, C), 1)]
    path = tmp_path / "town.osm"
    path.write_text(f'<osm version="0.6">{bounds}{"".join(swapped)}{way(1, 1, 2, 3)}</osm>')
    with pytest.raises(BadInputError) as refusal:
        read_network(path)
    assert str(refusal.value) == (
        f"{path}: its coordinates are swapped: it says that it reaches from lon 5.5, lat 52.1 to 5.502, 52.101, and "
        "its roads lie around lon 52.100, lat 5.501. Export it again, longitude as lon and latitude as lat."
    )
    path.write_text(f'<osm version="0.6">{bounds}{"".join(SOUND)}</osm>')
    assert read_network(path).edge_count == 1


FAULTY = [*SOUND, way(2, 3, 3), way(3, 1), way(1, 3, 1)]
SAID = "1 way comes again: the first counts; 2 roads without length left out."


def test_route_and_matrix_say_it_beside_their_answer(call, tmp_path: Path) -> None:
    town, points = written(tmp_path, *FAULTY), tmp_path / "punten.csv"
    points.write_text(f"id,lon,lat\na,{A[0]},{A[1]}\nb,{C[0]},{C[1]}\n")
    measured = call("matrix", town, points, "--profile", "bike", "-o", tmp_path / "uit.json")
    assert measured.code == 0
    assert f"Faults in the map: {SAID}\n" in measured.err
    ridden = call("route", town, f"{A[0]},{A[1]}", f"{C[0]},{C[1]}", "--lang", "nl")
    assert ridden.code == 0
    said = "Fouten in de kaart: 1 weg staat er vaker in: de eerste telt; 2 wegen zonder lengte weggelaten.\n"
    assert said in ridden.err
    assert "Fouten" not in ridden.out


def test_an_area_is_taken_in_and_says_it(call, file_folder: Path) -> None:
    said = call("area", "import", "Dorp", written(file_folder, *FAULTY[:-1]))
    assert said.code == 0, said.err
    assert "Faults in the map: 2 roads without length left out.\n" in said.err
    assert said.out.startswith("Area Dorp: ")


def test_an_area_in_which_a_way_comes_again_is_refused(call, file_folder: Path) -> None:
    """An address may be an area, and those are put together from ways in order."""
    said = call("area", "import", "Dorp", written(file_folder, *SOUND, way(2, 3, 1), way(1, 3, 1)))
    assert said.code == 2
    fault = "its objects come twice, or not in the order of their numbers (Way IDs out of order: 1)"
    assert f"{fault}. Sort it, each object once" in said.last_line
