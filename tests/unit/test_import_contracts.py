"""The import contracts name what they are meant to hold; import-linter itself runs in `make check`."""

import tomllib
from pathlib import Path
from pkgutil import iter_modules

import routing
import routing.solver

REPOSITORY = Path(__file__).parents[2]


def test_the_checker_may_import_no_module_of_the_solver_that_there_is() -> None:
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    checker = next(contract for contract in contracts if contract.get("source_modules") == ["routing.solver.checker"])
    solver = {f"routing.solver.{module.name}" for module in iter_modules(routing.solver.__path__)}
    others = {f"routing.{module.name}" for module in iter_modules(routing.__path__)}
    shared = solver | others
    shared -= {"routing.solver.checker", "routing.solver"}
    assert shared <= set(checker["forbidden_modules"])
