"""Which Chromium is taken: none that only asks for a snap."""

import os
from pathlib import Path

import pytest

from tests.installed_chromium import program

STUB = """#!/bin/sh
if ! [ -x /snap/bin/chromium ]; then
    echo "Please install the chromium snap: snap install chromium" >&2
    exit 1
fi
exec /snap/bin/chromium "$@"
"""


def test_a_script_that_only_speaks_of_snap_is_no_chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() is None
    for name, text in (("chromium-browser", STUB), ("google-chrome", '#!/bin/sh\nexec /opt/chrome "$@"\n')):
        assert program() is None
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    assert program() == os.fspath(tmp_path / "google-chrome")
