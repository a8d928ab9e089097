"""A job's fault names no folder of the machine."""

from pathlib import Path

import pytest

from workers.told_faults import without_folders

URL = "see https://example.org/a/b; 5 km/h, 1/2/3, Dorpsstraat 7/9"
HOME = Path("/srv/dorps ronde/data")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("/srv/dorps ronde/data/uploads/ab12.csv: line 3 is UTF-8", "ab12.csv: line 3 is UTF-8"),
        ("/srv/dorps ronde/data: no space", "data: no space"),
        ("'/tmp/x-1/areas/y.osm.pbf' cannot be read", "'y.osm.pbf' cannot be read"),
        ("uploads/ab.csv: is no table", "uploads/ab.csv: is no table"),
        (URL, URL),
        ("row 7: 3/4 is not found", "row 7: 3/4 is not found"),
    ],
)  # fmt: skip
def test_a_file_is_named_by_its_last_part(fault: str, told: str) -> None:
    assert without_folders(fault, HOME) == told


def test_a_home_folder_of_here_hides_nothing_else() -> None:
    assert without_folders("a. b. c", Path()) == "a. b. c"
