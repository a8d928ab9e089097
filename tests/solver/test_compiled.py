"""Machine code is kept by what it was made from, and its folder is never a reason to fail."""

import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from routing import compiled
from routing.network import carried_kernels, climb_kernels, hierarchy_kernels, path_kernels, sweep_kernels
from routing.network.warm import warm_up
from routing.solver.ruin import search_kernels
from routing.solver.warm import warm_up as warm_up_solver

ROOT = Path(__file__).parents[2]

SOURCE = """
from routing.compiled import kernel

@kernel
def doubled(number):
    return 2 * number
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of machine code that nobody else uses."""
    monkeypatch.setenv("DORPSRONDE_CACHE_DIR", str(tmp_path / "cache"))
    compiled.cache_folder.cache_clear()
    yield tmp_path / "cache"
    compiled.cache_folder.cache_clear()


@pytest.fixture
def kernels(tmp_path: Path):
    """Import a small file of kernels anew, as another process would."""
    path = tmp_path / "small_kernels.py"
    path.write_text(SOURCE)

    def load() -> ModuleType:
        spec = spec_from_file_location("small_kernels", path)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def was_loaded(module: ModuleType) -> bool:
    return bool(module.doubled.stats.cache_hits)


def test_the_next_process_loads_what_was_compiled(cache: Path, kernels) -> None:
    first, second = kernels(), kernels()
    assert first.doubled(4) == 8
    assert second.doubled(4) == 8
    assert (was_loaded(first), was_loaded(second)) == (False, True)
    assert list(cache.rglob("small_kernels*.nbc"))


def test_nothing_is_compiled_or_written_by_importing(cache: Path, kernels) -> None:
    assert kernels().doubled.signatures == []
    assert not cache.exists()


@pytest.mark.parametrize("ending", ["nbc", "nbi"])
@pytest.mark.parametrize("left", [0, 30])
def test_a_damaged_file_is_compiled_again(cache: Path, kernels, ending: str, left: int) -> None:
    kernels().doubled(4)
    [file] = cache.rglob(f"*.{ending}")
    file.write_bytes(file.read_bytes()[:left])
    assert kernels().doubled(4) == 8
    kernels().doubled(4)
    healed = kernels()
    assert healed.doubled(4) == 8
    assert was_loaded(healed)


def test_a_folder_that_cannot_be_made_is_done_without(cache: Path, kernels) -> None:
    cache.write_text("a file has its name")
    assert kernels().doubled(4) == 8


def test_a_filled_folder_that_cannot_be_written_is_still_read(
    cache: Path, kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernels().doubled(4)
    monkeypatch.setattr("tempfile.TemporaryFile", _no_writing)
    module = kernels()
    assert module.doubled(4) == 8
    assert was_loaded(module)
    assert module.doubled(4.5) == 9.0


def _no_writing(*_arguments: object, **_more: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_another_type_that_took_the_same_file_is_noticed(cache: Path, kernels) -> None:
    """Two processes that compile for different types at once both choose the first free name."""
    whole = kernels()
    whole.doubled(4)
    [file] = cache.rglob("*.nbc")
    [index] = cache.rglob("*.nbi")
    for_whole, index_for_whole = file.read_bytes(), index.read_bytes()
    index.unlink()
    kernels().doubled(4.5)
    assert file.read_bytes() != for_whole
    index.write_bytes(index_for_whole)
    assert isinstance(kernels().doubled(4), int)


def test_the_folder_changes_with_every_kernel_source(cache: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    folders = set()
    for content in ("a = 1", "a = 2"):
        (tmp_path / "some_kernels.py").write_text(content)
        compiled.cache_folder.cache_clear()
        folders.add(compiled.cache_folder())
    assert len(folders) == 2
    assert {folder.parent for folder in folders} == {cache}


def test_a_kernel_stands_in_a_file_of_kernels() -> None:
    with pytest.raises(ValueError, match=r"double is compiled: it belongs in a file named …kernels.py, not test_"):

        @compiled.kernel
        def double(number: int) -> int:
            return 2 * number


def test_warming_up_compiles_all_that_is_called_for_one_set_of_types() -> None:
    told: list[float] = []
    warm_up(told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    called = [
        carried_kernels.carried_over,
        carried_kernels.carry,
        hierarchy_kernels.contract,
        hierarchy_kernels.customise,
        sweep_kernels.above,
        sweep_kernels.sweep,
        path_kernels.least_path,
    ]
    assert [len(function.signatures) for function in called] == [1] * len(called)
    assert climb_kernels.climb.py_func.__name__ == "climb"


def test_warming_up_compiles_the_solver_for_one_set_of_types() -> None:
    warm_up_solver()
    called = [getattr(search_kernels, name) for name in search_kernels.__all__]
    assert [len(function.signatures) for function in called] == [1] * len(called)


def test_two_processes_that_compile_at_once_both_answer(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "small_kernels.py").write_text(SOURCE)
    code = "from small_kernels import doubled; print(doubled(4), doubled(4.5))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(2)
    ]
    assert [process.communicate()[0].split() for process in running] == [["8", "9.0"]] * 2


def test_another_checkout_of_the_same_kernels_finds_the_same_machine_code(tmp_path: Path) -> None:
    """Copied elsewhere, `routing` loads what this checkout compiled."""
    warm_up()
    for package in ("routing", "kernel"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "from routing.network import sweep_kernels; from routing.network.warm import warm_up; warm_up(); "
        "print(sweep_kernels.__file__, bool(sweep_kernels.sweep.stats.cache_hits))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.split() == [str(tmp_path / "routing/network/sweep_kernels.py"), "True"]
