"""The tests need Chromium, Redis, PostgreSQL with PostGIS, and Pango: install them, or print what to type.

Debian starts a PostgreSQL and a Redis of its own where it installs one; the tests neither use nor touch them.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.installed_chromium import program as chromium
from tests.private_postgres import OLDEST, programs
from tests.private_redis import program as redis_server

INSTALL = "apt-get install -y --no-install-recommends"
GIVEN = "DORPSRONDE_TEST_DATABASE_URL"
GIVEN_REDIS = "DORPSRONDE_TEST_REDIS_URL"
PRINTING = ("pangoft2-1.0", "harfbuzz-subset")
"""Libraries that WeasyPrint loads; with Pango come a font and all else."""
POSTGIS = re.compile(r"^postgresql-(\d+)-postgis-3\b", re.MULTILINE)


@dataclass(frozen=True)
class Need:
    """A program of the system.

    Attributes
    ----------
    there: whether it is.
    packages: of Debian and Ubuntu, which bring it; none where they have none that will do.
    """

    name: str
    there: Callable[[], bool]
    packages: Callable[[], list[str]]


def has_chromium() -> bool:
    return chromium() is not None


def has_postgis() -> bool:
    return bool(os.environ.get(GIVEN)) or programs() is not None


def has_redis() -> bool:
    return bool(os.environ.get(GIVEN_REDIS)) or redis_server() is not None


def has_pango() -> bool:
    return all(map(find_library, PRINTING))


def postgis_packages() -> list[str]:
    """Name the newest that this system's lists offer: it brings the PostgreSQL it is made for."""
    call = ["apt-cache", "search", "--names-only", "postgis"]
    found = subprocess.run(call, capture_output=True, text=True, check=False)
    versions = [int(version) for version in POSTGIS.findall(found.stdout)]
    newest = max(versions, default=0)
    return [f"postgresql-{newest}", f"postgresql-{newest}-postgis-3"] if newest >= OLDEST else []


NEEDS = (
    Need("Chromium", has_chromium, lambda: ["chromium"]),
    Need("Redis", has_redis, lambda: ["redis-server"]),
    Need("Pango and HarfBuzz", has_pango, lambda: ["libpangoft2-1.0-0", "libharfbuzz-subset0"]),
    Need(f"PostgreSQL {OLDEST} or newer with PostGIS", has_postgis, postgis_packages),
)


def main() -> int:
    missing = [need for need in NEEDS if not need.there()]
    if not missing:
        return 0
    names = " and ".join(need.name for need in missing)
    if not shutil.which("apt-get"):
        return refused(names, f"install {names} by your system's means")
    if os.geteuid() != 0:
        known = all(need.packages() for need in missing)
        return refused(names, f"sudo {INSTALL} {' '.join(packages(missing))}" if known else "sudo apt-get update")
    print(f"Installing {names} for the tests ...", flush=True)
    if not called("apt-get update -qq") or not called(f"{INSTALL} -qq {' '.join(packages(missing))}"):
        return 1
    still = [need.name for need in missing if not need.there()]
    return refused(names, f"install {' and '.join(still)} by your system's means") if still else 0


def packages(missing: list[Need]) -> list[str]:
    return [package for need in missing for package in need.packages()]


def called(command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command.split(), env=environment, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        print(f"`{command}` failed (exit {done.returncode}).", file=sys.stderr)
    return not done.returncode


def refused(names: str, line: str) -> int:
    print(f"The tests need {names}. Type this, then `make test` again:\n  {line}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
