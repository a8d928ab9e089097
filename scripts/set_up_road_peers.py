"""Install OSRM and Valhalla for the bench: `python scripts/set_up_road_peers.py FOLDER`, called by `make road-peers`.

Their wheels want Python 3.12 or newer, which the product does not: where there is none, one line says so, and the
bench goes on without them. `ROAD_PYTHON` names one that is not found by itself.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ROOT / "requirements" / "road-peers.txt"
OLDEST = (3, 12)
ASKED = f"import ensurepip, sys, venv; sys.exit(sys.version_info < {OLDEST})"


def main(folder: Path) -> int:
    ready = folder / ".ready"
    if ready.is_file() and ready.stat().st_mtime >= LOCKED.stat().st_mtime:
        return 0
    python = next((python for python in pythons() if is_new_enough(python)), None)
    if python is None:
        print(
            "Without OSRM and Valhalla: no Python 3.12 or newer was found. Name one: make road-peers ROAD_PYTHON=…",
            file=sys.stderr,
        )
        return 0
    print("Installing OSRM and Valhalla for the bench ...", flush=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in (
        [python, "-m", "venv", "--clear", str(folder)],
        [*pip, "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(LOCKED)],
    ):
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            print(f"`{' '.join(command)}` failed (exit {done.returncode}).", file=sys.stderr)
            return 1
    ready.touch()
    return 0


def pythons() -> Iterator[str]:
    """Name the interpreters there may be, the one asked for first; pyenv's lie beside the path."""
    if asked := os.environ.get("ROAD_PYTHON"):
        yield asked
        return
    for name in ("python3.12", "python3.13", "python3.14", "python3"):
        if found := shutil.which(name):
            yield found
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for folder in sorted(versions.glob("3.*")):
        yield str(folder / "bin" / "python")


def is_new_enough(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", ASKED], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
