"""Where extracts and instances are that do not come with the product."""

import os
from pathlib import Path

__all__ = ["bench_data"]


def bench_data() -> Path:
    """Folder of `DORPSRONDE_BENCH_DATA`; by default beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("DORPSRONDE_BENCH_DATA", beside))
