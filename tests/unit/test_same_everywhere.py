"""For one seed every machine comes to the same gram: held against files that were computed once, on one of them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner
from numpy._core._multiarray_umath import __cpu_dispatch__  # type: ignore[import-untyped] - it has no public name

from cli.report_bundle import verify_command
from rounds.bundles.archive import opened_archive
from rounds.bundles.complete import kept_days_in
from rounds.bundles.manifest import read_manifest
from rounds.bundles.verifying import verified
from tests.golden_village import BUNDLE, PUBLISHED, published
from tests.same_everywhere import GOLDEN, computed

REPOSITORY = Path(__file__).parents[2]
ELSEWHERE = """
import runpy
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
assert not any(__cpu_features__[one] for one in __cpu_dispatch__), "NumPy did not do without"
runpy.run_module("tests.same_everywhere", run_name="__main__")
"""


def test_report_verify_agrees_on_a_bundle_that_was_made_on_another_machine() -> None:
    seal = json.loads(PUBLISHED.read_text("utf-8"))["seal"]
    ran = CliRunner().invoke(verify_command, [str(BUNDLE), "--seal", seal])
    assert ran.exit_code == 0, ran.output
    verdict = verified(BUNDLE, seal)
    assert (verdict.faults, verdict.unchecked) == ([], []), "made anew by `python -m tests.golden_village`?"
    assert ran.output.endswith("All of it agrees.\n")


def test_the_published_sums_are_made_again_to_the_gram() -> None:
    with opened_archive(BUNDLE) as archive:
        days = kept_days_in(archive, read_manifest(archive))
    for lang in ("nl", "en"):
        made = json.loads(json.dumps(published(days.made_again(lang))))
        assert made == json.loads(PUBLISHED.read_text("utf-8"))["published"]


def test_draws_quantiles_and_ranks_are_the_same_to_the_bit() -> None:
    assert computed() == json.loads(GOLDEN.read_text("utf-8"))


def test_another_processor_clock_language_and_order_of_sets_change_nothing() -> None:
    """NumPy without what it does faster on newer processors; the rest as no machine of ours has it."""
    elsewhere = {
        "NPY_DISABLE_CPU_FEATURES": " ".join(__cpu_dispatch__),
        "OPENBLAS_NUM_THREADS": "2",
        "PYTHONHASHSEED": "4321",
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONPATH": str(REPOSITORY),
    }
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ELSEWHERE],
        env=os.environ | elsewhere,
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    )
    assert ran.stdout == GOLDEN.read_text("utf-8")
