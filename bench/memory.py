"""The most memory a process has taken; the standard library alone, as it runs in the peers' environment too."""

import resource
from pathlib import Path

__all__ = ["own_mib", "peak_mib"]


def peak_mib() -> float:
    """Most memory of this process; `getrusage` would count what it was started from as well."""
    return told_by_linux("status", "VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own_mib() -> float:
    """Memory that no other process could share; 0 where the system does not tell."""
    return told_by_linux("smaps_rollup", "Private_Dirty")


def told_by_linux(file: str, name: str) -> float:
    path = Path("/proc/self") / file
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024
