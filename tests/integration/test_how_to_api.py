"""The how-to of the API, followed word for word in a shell: from a map until an order is delivered."""

import json
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
HOW_TO = REPOSITORY / "docs" / "how-to"


def blocks(page: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", (HOW_TO / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def clone(bench_data: Path, tmp_path: Path) -> Path:
    """A folder as the page finds it; `.venv` is that of this test run."""
    extract = bench_data / "osm" / "liechtenstein-latest.osm.pbf"
    if not extract.is_file():
        pytest.skip(f"no extract of Liechtenstein at {extract}; set DORPSRONDE_BENCH_DATA")
    shutil.copytree(REPOSITORY / "examples", tmp_path / "examples")
    (tmp_path / extract.name).write_bytes(extract.read_bytes())
    (tmp_path / ".venv").symlink_to(REPOSITORY / ".venv")
    return tmp_path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def test_one_order_by_curl_until_it_is_delivered(clone: Path) -> None:
    before = blocks("own-village.md")[:2]  # the map; the square with shops and vehicles
    strict = ["set -euo pipefail", "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT"]
    script = "\n".join([*strict, *before, *blocks("api.md")]).replace("8000", str(free_port()))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DORPSRONDE_")}
    heard = clone / "said.txt"
    with heard.open("w") as out:  # a file: what the server started may hold a pipe open for longer than the script
        followed = subprocess.run(
            ["/bin/bash", "-c", script],
            cwd=clone,
            env=environment | {"PYTHONPATH": str(REPOSITORY)},
            stdout=out,
            stderr=subprocess.STDOUT,
            timeout=550,
            check=False,
        )
    said = heard.read_text("utf-8")
    assert followed.returncode == 0, said[-3_000:]
    assert said.rstrip().endswith("ended")
    order = json.loads((clone / "delivered.json").read_text("utf-8"))
    assert (order["state"], [leg["state"] for leg in order["legs"]]) == ("ended", ["dropped"])
    assert (order["price"]["cents"], order["price"]["currency"]) == (350, "EUR")
    assert order["parcels"][0]["custodian"]["kind"] == "household"
    assert '"outcome":"taken"' in said
    assert '"outcome":"incident"' not in said
