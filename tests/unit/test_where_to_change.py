"""docs/where_to_change.md says of each thing once where it is."""

from pathlib import Path

MAP = Path(__file__).parents[2] / "docs" / "where_to_change.md"


def test_each_thing_has_one_row() -> None:
    """A merge leaves an old row beside the new one without a conflict."""
    things = [line.split("|")[1].strip() for line in MAP.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert len(things) > 100
    assert [one for one in things if things.count(one) > 1] == []
