"""A public bundle: the published sums follow from it, and no household, shop or courier does."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.errors import BadInputError, NotAllowedError
from rounds.bundles.archive import zipped
from rounds.bundles.canonical import text_of
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.making import bundle_of
from rounds.bundles.manifest import sealed
from rounds.bundles.verifying import verified
from tests.kept_square import DATE, MONTH, bundle_file, days_of
from tests.planned_day import BIKE, DAY

NEXT = DATE + timedelta(days=1)


def with_many(days: KeptDays, doors: int, vehicles: int = 2, first: int = 0) -> KeptDays:
    """The same days, of so many households and vehicles."""
    for rounds in days.solved.values():
        begin = len(rounds["places"])
        rounds["places"] += [[6.0, number] for number in range(first, first + doors)]
        rounds["doors"] = {f"order-{number}": begin + number for number in range(doors)}
        pooled = rounds["ways"][0]
        pooled["rounds"] = [pooled["rounds"][0] | {"vehicle": f"bike {number}"} for number in range(vehicles)]
    return days


def files_of(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {info.filename: archive.read(info) for info in archive.infolist()}


def test_the_published_sums_follow_from_a_public_bundle(tmp_path: Path) -> None:
    days = with_many(days_of(DATE, NEXT, period=MONTH), 5)
    file, bundle = bundle_file(tmp_path, days, public=True)
    verdict = verified(file, bundle.seal)
    assert verdict.faults == []
    figures, report = json.loads(files_of(bundle.content)["figures.json"]), days.report("en")
    for name in ("co2_g", "saved_g", "decomposition", "making_g", "headline"):
        assert figures[name] == json.loads(json.dumps(report[name])), name
    assert figures["metres"] | {"parcel_network": None} == report["metres"]
    assert figures["inventory"]["total_g"] == report["inventory"]["total_g"]


def test_the_sums_of_one_day_follow_too(tmp_path: Path) -> None:
    days = with_many(days_of(DATE), 5)
    file, bundle = bundle_file(tmp_path, days, public=True)
    assert verified(file).faults == []
    figures = json.loads(files_of(bundle.content)["figures.json"])
    assert figures["co2_g"] == days.report("en")["co2_g"]


def test_a_sum_that_was_changed_and_sealed_anew_is_named(tmp_path: Path) -> None:
    files = files_of(bundle_of(with_many(days_of(DATE), 5), public=True).content)
    manifest = json.loads(files.pop("manifest.json"))
    figures = json.loads(files["figures.json"])
    figures["co2_g"]["shop_tours"]["high"] += 1
    files["figures.json"] = text_of("figures.json", figures)
    header = {part: manifest[part] for part in ("kind", "square", "period", "made_again_with")}
    file = tmp_path / "b.zip"
    file.write_bytes(zipped(sealed(header, files)[0]))
    (line,) = map(str, verified(file).faults)
    assert line.startswith("figures.json: co2_g.shop_tours.high is printed ")


def words() -> list[str]:
    """Every word of the day that is somebody's."""
    found: list[Any] = [BIKE.id, "round-1", DAY.depot_name, "5.02", "52.0", "shop-1", "order-1", "order-2"]
    for order in DAY.orders:
        found += [order.customer, order.address]
    for shop in DAY.shops:
        found += [shop.name, shop.address]
    return found


def test_no_word_of_anybody_is_in_it() -> None:
    days = with_many(days_of(DATE, NEXT, period=MONTH), 5)
    text = b"\n".join(files_of(bundle_of(days, public=True).content).values()).decode()
    assert [word for word in words() if word in text] == []
    complete = b"\n".join(files_of(bundle_of(days_of(DATE), public=False).content).values()).decode()
    assert [word for word in words() if word in complete], "the words are those that a complete one has"


def test_a_public_bundle_names_no_day_of_its_month() -> None:
    content = bundle_of(with_many(days_of(DATE, NEXT, period=MONTH), 5), public=True).content
    text = b"\n".join(files_of(content).values()).decode()
    assert str(DATE) not in text
    assert str(NEXT) not in text


@pytest.mark.parametrize(("doors", "vehicles"), [(4, 2), (5, 1), (1, 1)])
def test_few_households_or_one_vehicle_are_nobodys_to_publish(doors: int, vehicles: int) -> None:
    with pytest.raises(NotAllowedError, match=f"{DATE} has fewer than 5 households or 2 vehicles"):
        bundle_of(with_many(days_of(DATE), doors, vehicles), public=True)


def test_a_small_day_does_not_follow_from_its_month_less_the_other_days() -> None:
    """Five and two households: the two would be the month's less the published day's."""
    large, small = with_many(days_of(DATE), 5), with_many(days_of(NEXT), 2)
    both = KeptDays("proefdorp", MONTH, {**large.kept, **small.kept}, {**large.solved, **small.solved})
    with pytest.raises(NotAllowedError, match=f"{NEXT} has few households or one vehicle, and would follow"):
        bundle_of(both, public=True)


def test_small_days_that_are_enough_together_are_in_their_month() -> None:
    one, other = with_many(days_of(DATE), 3), with_many(days_of(NEXT), 3, first=3)
    both = KeptDays("proefdorp", MONTH, {**one.kept, **other.kept}, {**one.solved, **other.solved})
    assert bundle_of(both, public=True).content


def test_a_day_of_which_nobody_counted_households_is_not_published() -> None:
    days = days_of(DATE)
    with pytest.raises(NotAllowedError, match="nobody knows how many households 2026-11-24 had"):
        bundle_of(KeptDays(days.square, days.period, days.kept), public=True)


def test_what_was_driven_of_one_day_is_for_the_auditor() -> None:
    with pytest.raises(BadInputError, match="what was driven is of one day"):
        KeptDays("proefdorp", MONTH, {}, log=[None])  # type: ignore[list-item] - any row will do
