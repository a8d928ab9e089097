"""OR-Tools, which has no types for its routing library: the only module that imports it."""

from typing import Any

from ortools.constraint_solver import pywrapcp as _pywrapcp  # pyright: ignore[reportMissingTypeStubs] (it has none)
from ortools.constraint_solver import routing_enums_pb2 as _enums  # pyright: ignore[reportMissingTypeStubs] (it has none)
from ortools.util.optional_boolean_pb2 import BOOL_FALSE

__all__ = ["BOOL_FALSE", "enums", "pywrapcp"]

pywrapcp: Any = _pywrapcp
enums: Any = _enums
