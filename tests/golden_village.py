"""An auditor's bundle of a made-up village, and what was published of it: both are kept in `tests/golden`.

`python -m tests.golden_village` makes them anew, with the product's own commands, in a folder that is thrown away. That
is due when a bundle or a report gets another form; the numbers in `village.json` then stay as they are, or somebody has
to say why. Everything in it is invented: streets, doors, shops, customers and their answers.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.main import main
from rounds.bundles.archive import opened_archive
from rounds.bundles.canonical import document_in
from rounds.bundles.complete import report_name
from tests.village import whole_village

__all__ = ["BUNDLE", "PUBLISHED", "published"]

FOLDER = Path(__file__).parent / "golden"
BUNDLE, PUBLISHED = FOLDER / "village.zip", FOLDER / "village.json"
SQUARE, FACTORS = "proefdorp", "2026.4"
"""A released set never changes, so that a newer one leaves the golden numbers alone."""
HEADER = "order_ref,shop,recipient,street,number,postcode,weight_kg,asked_wording,asked_answer"
DAYS = {
    "2026-12-01": ("own_car_trip", "no_car", "shop_brings", "", "unknown"),
    "2026-12-02": ("web_shop", "own_car_trip", None),
}
"""What each order's customer answered: nothing, though asked, is empty; None is who was not asked."""
PARTS = (
    "orders", "metres", "co2_g", "saved_g", "decomposition", "making_g", "local_mg", "local_saved_mg",
    "days_vary_g",
)  # fmt: skip
"""Of a report: the published sums; of the rest see `published`."""


def published(report: Mapping[str, Any]) -> dict[str, Any]:
    """Give the sums that were published, without a word of text."""
    inventory, headline = report["inventory"], report["headline"]
    return {
        **{name: report[name] for name in PARTS},
        "inventory": {name: inventory[name] for name in ("total_g", "data_g", "metres")},
        "headline": {name: headline[name] for name in ("orders", "asked", "answered", "mix_g", "saved_g", "inputs")},
    }


def _rows(answers: Sequence[str | None], first: int) -> list[str]:
    rows: list[str] = []
    for number, answer in enumerate(answers, first):
        shop = ("Bakker Bart", "Het Boek")[number % 2]
        asked = "," if answer is None else f"2026-1,{answer}"
        rows.append(f"{number},{shop},Klant {number},,{number % 10 + 1},12{number % 6:02} AB,2.{number},{asked}")
    return rows


def _called(*arguments: str | Path) -> None:
    try:
        main([str(each) for each in arguments])
    except SystemExit as stop:
        if stop.code:
            raise


def _made(folder: Path) -> None:
    (folder / "bikes.csv").write_text("vehicle,profile,duty\nBike 1,cargo-bike,13:00-18:00\n", "utf-8")
    _called("area", "import", "Proefdorp", whole_village().write(folder / "proefdorp.osm"))
    _called("square", "create", SQUARE, "--area", "Proefdorp", "--from-map")
    _called("vehicles", "import", SQUARE, folder / "bikes.csv")
    for number, (day, answers) in enumerate(DAYS.items()):
        (folder / "orders.csv").write_text("\n".join([HEADER, *_rows(answers, 1 + 20 * number)]) + "\n", "utf-8")
        _called("orders", "import", SQUARE, folder / "orders.csv", "--date", day)
        _called("plan", SQUARE, "--date", day, "--iterations", "5")
    _called("report", "bundle", SQUARE, "--month", "2026-12", "--factors", FACTORS, "-o", BUNDLE)


if __name__ == "__main__":
    HERE = Path.cwd()
    WORK = Path(tempfile.mkdtemp())
    for NAME in [name for name in os.environ if name.startswith("DORPSRONDE_")]:
        del os.environ[NAME]
    try:
        os.chdir(WORK)
        _made(WORK)
    finally:
        os.chdir(HERE)
        shutil.rmtree(WORK)
    with opened_archive(BUNDLE) as made:
        seal = json.loads(made.read("manifest.json"))["seal"]
        told = published(document_in(report_name("en"), made.read(report_name("en"))))
    PUBLISHED.write_text(json.dumps({"seal": seal, "published": told}, indent=1, sort_keys=True) + "\n", "utf-8")
