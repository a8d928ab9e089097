"""The browser tests need Chromium: install it where that is allowed, else print the one line to type."""

import os
import shutil
import subprocess
import sys

INSTALL = "apt-get install -y --no-install-recommends chromium"


def main() -> int:
    if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium for the browser tests ...", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in ("apt-get update -qq", f"{INSTALL} -qq"):
            done = subprocess.run(command.split(), env=environment, check=False, stdout=subprocess.DEVNULL)
            if done.returncode:
                print(f"`{command}` failed (exit {done.returncode}).", file=sys.stderr)
                return 1
        return 0
    line = f"sudo {INSTALL}" if shutil.which("apt-get") else "install Chromium or Google Chrome by your system's means"
    print(f"The browser tests need Chromium. Type this, then `make test` again:\n  {line}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
