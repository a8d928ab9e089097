"""Start one command and tell its seconds and memory: `… -m bench.launched TOLD COMMAND…`; ends as the command does.

Linux counts the memory of whoever starts a process as the process's own. The bench takes much, this one little.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    told, *command = sys.argv[1:]
    start = time.perf_counter()
    ended = subprocess.run(command, check=False).returncode
    seconds = time.perf_counter() - start
    mebibytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    Path(told).write_text(json.dumps({"seconds": seconds, "mib": mebibytes}), "utf-8")
    raise SystemExit(ended)
