"""Commands of the README and the how-tos as they stand: what a reader copies can be called, and leads on."""

import re
import shlex
from pathlib import Path

from tests.commands import parsed

REPOSITORY = Path(__file__).parents[2]
README = REPOSITORY / "README.md"
HOW_TO = REPOSITORY / "docs" / "how-to"
PROGRAM = ".venv/bin/"


def blocks(page: Path) -> list[list[list[str]]]:
    """Read the commands of ours in each block, words apart."""
    texts = re.findall(r"^```\w*\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    lines = [[line for line in text.splitlines() if line.startswith(f"{PROGRAM}dorpsronde ")] for text in texts]
    return [[shlex.split(line.removeprefix(PROGRAM), comments=True) for line in block] for block in lines if block]


def test_each_command_of_the_readme_is_one_of_ours_with_its_options() -> None:
    found = [command for block in blocks(README) for command in block]
    assert found
    for command in found:
        parsed(command)


def test_what_the_readme_plans_was_stored_before() -> None:
    planned = [block for block in blocks(README) if any(command[1] == "plan" for command in block)]
    assert planned
    for block in planned:
        taken_in = [command for command in block if command[1:3] == ["orders", "import"]]
        assert any("--dry-run" not in command for command in taken_in), block


def test_no_page_names_a_package_of_one_postgresql() -> None:
    """Each Debian and Ubuntu has another; the package without a number is of its own."""
    for page in HOW_TO.glob("*.md"):
        assert not re.search(r"\bpostgresql-\d", page.read_text("utf-8")), page.name
