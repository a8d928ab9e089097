"""Scripts, styles and images that pages load from `/static`: ours, and what `web/` was built into."""

from functools import cache
from hashlib import sha256
from os import PathLike, stat_result
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from kernel.errors import MissingToolError

__all__ = ["STATIC_PATH", "OurStaticFiles", "static_url"]

STATIC_PATH = "/static"
FOLDERS = (Path(__file__).parent / "static", Path(__file__).parents[1] / "maps" / "static")
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def static_url(name: str) -> str:
    """Give the address of a file under `/static`; it changes with what the file holds.

    Raises
    ------
    MissingToolError
        There is no such file: the browser's part was not built.
    """
    for folder in FOLDERS:
        if (folder / name).is_file():
            return f"{STATIC_PATH}/{name}?v={_fingerprint(folder / name)}"
    raise MissingToolError(f"the file {name} of the pages is missing", way_out="Run `make setup`.")


class OurStaticFiles(StaticFiles):
    """Files of several folders; one asked for by its fingerprint may be kept for ever."""

    def __init__(self) -> None:
        present = [folder for folder in FOLDERS if folder.is_dir()]
        super().__init__(directory=present[0] if present else FOLDERS[0], check_dir=False)
        self.all_directories = list(present)

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        same = scope["query_string"].decode("latin-1") == f"v={_fingerprint(Path(full_path))}"
        response.headers["Cache-Control"] = FOREVER if same else ASK_AGAIN
        return response


@cache
def _fingerprint(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:16]
