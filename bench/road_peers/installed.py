"""Where the road peers are installed, and how one of them is asked: a process of its own, JSON in and out."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.rivals import ROOT

__all__ = ["ROAD_PEERS", "ROAD_PEERS_PYTHON", "PeerError", "ask", "missing_road_peers", "pinned"]

ROAD_PEERS_PYTHON = ROOT / "build" / "road-peers-venv" / "bin" / "python"
ROAD_PEERS = {"osrm": "OSRM", "valhalla": "Valhalla"}
LONGEST_S = 1_800.0


class PeerError(Exception):
    """A peer did not answer."""


def missing_road_peers() -> str:
    """Say what is missing before road peers can run; empty where nothing is."""
    if ROAD_PEERS_PYTHON.is_file():
        return ""
    return f"no road peers at {ROAD_PEERS_PYTHON.relative_to(ROOT)}; `make road-peers` installs them (Python ≥3.12)"


def pinned() -> str:
    """Say which versions are measured: those that `make road-peers` installs."""
    named = (ROOT / "requirements" / "road-peers.in").read_text("utf-8").splitlines()
    return ", ".join(line.replace("==", " ") for line in named if "==" in line)


def ask(peer: str, question: str, **given: Any) -> Any:
    """Put one question to a peer: `bench/road_peers/run_<peer>.py` says which it knows.

    Raises
    ------
    PeerError
        It is not installed, did not end in time, or failed.
    """
    if missing_road_peers():
        raise PeerError(missing_road_peers())
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "asked.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps({"question": question, "given": given}), "utf-8")
        command = [str(ROAD_PEERS_PYTHON), "-m", f"bench.road_peers.run_{peer}", str(asked), str(answer)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST_S
            )
        except subprocess.TimeoutExpired:
            raise PeerError(f"{ROAD_PEERS[peer]} did not end within {LONGEST_S:.0f} s") from None
        if done.returncode or not answer.is_file():
            said = (done.stderr.strip() or done.stdout.strip()).splitlines() or [f"ended with {done.returncode}"]
            raise PeerError(f"{ROAD_PEERS[peer]}: {said[-1]}")
        return json.loads(answer.read_text("utf-8"))
