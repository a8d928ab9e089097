"""Make .venv and install the locked packages.

Needs nothing but Python 3.11 or newer: `python3 scripts/set_up.py`, called by `make setup`.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main() -> int:
    if sys.version_info < (3, 11):
        print(f"Dorpsronde needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        print("Say which one to use: make setup PYTHON=python3.12", file=sys.stderr)
        return 2
    steps = [
        ("Making .venv", make_venv),
        ("Installing the locked packages", install_packages),
    ]
    for number, (title, step) in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {title} ...", flush=True)
        try:
            step()
        except subprocess.CalledProcessError as error:
            command = " ".join(map(str, error.cmd))
            print(f"{title} failed (exit {error.returncode}). To see it alone: {command}", file=sys.stderr)
            return 1
    return 0


def make_venv() -> None:
    if not PYTHON.exists():
        if find_spec("ensurepip") is None:
            sys.exit(
                "This Python cannot make environments. Type this, then try again:\n  sudo apt-get install python3-venv"
            )
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", VENV)


def install_packages() -> None:
    """Install exactly what the lock files name, by hash, then this checkout itself."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run(*pip, "--require-hashes", "-r", "requirements/dev.txt")
    run(*pip, "--require-hashes", "-r", "requirements/demo-extract.txt")
    run(*pip, "--no-build-isolation", "--editable", ".")


def run(*command: str | Path) -> None:
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"PYTHONUTF8": "1"})


if __name__ == "__main__":
    sys.exit(main())
