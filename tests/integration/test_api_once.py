"""A POST with a key has its effect once: sent again, sent at the same moment, sent after a fault."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from data.drafts.order import OrderDraft
from data.repositories.idempotency_keys import KEPT_FOR, AskedOnce, IdempotencyKeys, KeptAnswer
from data.repositories.order_changes import OrderChanges
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Own, Role, Scope
from people.asker import Asker
from people.keys import create_key, revoke_key
from rounds.old_answers import forget_old_answers
from tests.asked_village import AskedVillage, asked_village
from tests.stores import KINDS, stored

KEY_MAKER = Asker(Principal(PrincipalKind.SYSTEM, "a test"), Scope.system("a test"))


@pytest.fixture(scope="module", params=KINDS)
def village_asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("once")) as store, asked_village(store, village) as asked:
        yield asked


def refs(asked: AskedVillage, ref: str) -> list[str]:
    """Read every order of a number, over as many pages as there are."""
    return [order["id"] for order in asked.get(f"/orders?order_ref={ref}").json()["items"]]


def test_the_same_order_again_gives_the_first_answer_and_makes_nothing(village_asked: AskedVillage) -> None:
    order = village_asked.order("O-1")
    first = village_asked.post("/orders", order, Idempotency_Key="een")
    again = village_asked.post("/orders", order, Idempotency_Key="een")
    assert first.status_code == again.status_code == 201, first.text
    assert again.content == first.content
    assert (again.headers["location"], again.headers["etag"]) == (first.headers["location"], first.headers["etag"])
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert len(refs(village_asked, "O-1")) == 1


def test_the_first_answer_stays_the_answer_after_the_thing_has_changed(village_asked: AskedVillage) -> None:
    first = village_asked.post("/orders", village_asked.order("O-2"), Idempotency_Key="twee")
    assert village_asked.post("/orders", village_asked.order("O-2", door=3)).status_code == 200
    again = village_asked.post("/orders", village_asked.order("O-2"), Idempotency_Key="twee")
    assert again.content == first.content
    assert village_asked.get(first.headers["location"]).json()["address"]["number"] == "3"


def test_json_that_means_the_same_is_the_same_body(village_asked: AskedVillage) -> None:
    order = village_asked.order("O-3")
    first = village_asked.post("/orders", order, Idempotency_Key="drie")
    turned = json.dumps(dict(reversed(order.items())), indent=3)
    again = village_asked.client.post(
        f"/api/v1/squares/{village_asked.square.slug}/orders",
        content=turned,
        headers={
            **village_asked.key(Role.HOST),
            "Idempotency-Key": "drie",
            "Content-Type": "application/json",
        },
    )
    assert again.content == first.content


def test_a_key_for_another_body_is_refused_and_nothing_is_made(village_asked: AskedVillage) -> None:
    assert village_asked.post("/orders", village_asked.order("O-4"), Idempotency_Key="vier").status_code == 201
    other = village_asked.post("/orders", village_asked.order("O-4b"), Idempotency_Key="vier")
    assert (other.status_code, other.json()["status"]) == (422, 422)
    assert "Idempotency-Key" in other.json()["detail"]
    assert refs(village_asked, "O-4b") == []


def test_a_key_is_its_askers_and_its_routes(village_asked: AskedVillage) -> None:
    dispatcher = village_asked.key(Role.DISPATCHER)
    assert village_asked.post("/orders", village_asked.order("O-5"), Idempotency_Key="vijf").status_code == 201
    others = village_asked.post("/orders", village_asked.order("O-5b"), as_=dispatcher, Idempotency_Key="vijf")
    assert others.status_code == 201
    hub = {"name": "Hub vijf", "place": {"lon": 5.502, "lat": 52.102}}
    assert village_asked.post("/hubs", hub, Idempotency_Key="vijf").status_code == 201


def test_who_sees_only_their_own_has_keys_too(village_asked: AskedVillage) -> None:
    shop = village_asked.key(Role.SHOP, own=Own(shops=frozenset({village_asked.shops["Bakker Bart"]})))
    order = village_asked.order("O-6")
    first = village_asked.post("/orders", order, as_=shop, Idempotency_Key="zes")
    again = village_asked.post("/orders", order, as_=shop, Idempotency_Key="zes")
    assert first.status_code == 201, first.text
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"


def test_a_payload_that_cannot_be_used_leaves_the_key_free(village_asked: AskedVillage) -> None:
    wrong = village_asked.post("/orders", village_asked.order("O-7", shop="Niemand"), Idempotency_Key="zeven")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/shop")
    assert village_asked.post("/orders", village_asked.order("O-7"), Idempotency_Key="zeven").status_code == 201


def test_a_refusal_is_kept_as_an_answer_and_undoes_what_came_before_it(village_asked: AskedVillage) -> None:
    nowhere = f"/orders/{'0' * 8}-0000-7000-8000-{'0' * 12}/cancel"
    first = village_asked.post(nowhere, {}, Idempotency_Key="acht")
    again = village_asked.post(nowhere, {}, Idempotency_Key="acht")
    assert first.status_code == again.status_code == 404
    assert first.json() == again.json()
    assert again.headers["content-type"] == "application/problem+json"
    assert again.headers["idempotency-replayed"] == "true"


def test_what_stands_in_the_way_now_leaves_the_key_free_for_later(village_asked: AskedVillage) -> None:
    location = f"/shops/{village_asked.shops['Slager Smit']}"
    shop = village_asked.get(location).json()
    given = {name: value for name, value in shop.items() if name not in {"id", "osm_id", "created_at", "changed_at"}}
    order = village_asked.order("O-8", shop="Slager Smit")

    def pause(until: str | None) -> None:
        assert village_asked.put(location, given | {"paused_until": until}, If_Match="*").status_code == 200

    pause("2099-01-01T00:00:00Z")
    for _ in range(2):
        refused = village_asked.post("/orders", order, Idempotency_Key="acht b")
        assert (refused.status_code, "idempotency-replayed" in refused.headers) == (409, False)
    pause(None)
    assert village_asked.post("/orders", order, Idempotency_Key="acht b").status_code == 201


def test_a_fault_of_ours_frees_the_key_and_leaves_nothing(
    village_asked: AskedVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, take = village_asked.order("O-9"), OrderChanges.take

    def taken_then_broken(*arguments: object) -> None:
        take(*arguments)
        raise RuntimeError("de stekker eruit")

    with monkeypatch.context() as patched:
        patched.setattr(OrderChanges, "take", taken_then_broken)
        assert village_asked.post("/orders", order, Idempotency_Key="negen").status_code == 500
    assert refs(village_asked, "O-9") == []
    assert village_asked.post("/orders", order, Idempotency_Key="negen").status_code == 201


def test_parallel_identical_posts_make_one_order(village_asked: AskedVillage) -> None:
    """Each is answered with the first answer, or told that it is being worked on; whoever asks again then has it."""
    for turn in range(5):
        order, key = village_asked.order(f"P-{turn}"), f"samen {turn}"

        def send(_: int, order: object = order, key: str = key) -> tuple[int, bytes]:
            answer = village_asked.post("/orders", order, Idempotency_Key=key)
            return answer.status_code, answer.content

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(send, range(8)))
        assert {status for status, _ in answers} <= {201, 409}
        made = {content for status, content in answers if status == 201}
        assert len(made) == 1
        assert send(0)[1] in made
        assert len(refs(village_asked, f"P-{turn}")) == 1


def test_a_request_under_way_is_told_so_at_once(village_asked: AskedVillage, monkeypatch: pytest.MonkeyPatch) -> None:
    order, take = village_asked.order("O-10"), OrderChanges.take
    inside: list[int] = []

    def taken_while_another_asks(*arguments: object) -> object:
        inside.append(village_asked.post("/orders", order, Idempotency_Key="tien").status_code)
        return take(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(OrderChanges, "take", taken_while_another_asks)
        assert village_asked.post("/orders", order, Idempotency_Key="tien").status_code == 201
    assert inside == [409]


def test_two_processes_that_get_the_same_request_meet_at_the_keys_row(village_asked: AskedVillage) -> None:
    """As above, but neither knows of the other: each believes that nothing is under way."""
    order = village_asked.order("O-11")

    def send(_: int) -> int:
        village_asked.client.app.state.underway._keys.clear()
        return village_asked.post("/orders", order, Idempotency_Key="elf").status_code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(12)))
    assert 201 in answers
    assert set(answers) <= {201, 409}
    assert len(refs(village_asked, "O-11")) == 1


def test_a_key_that_another_process_uses_first_undoes_what_was_done_here(
    village_asked: AskedVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if its answer came between our look and our own answer."""
    first = village_asked.post("/orders", village_asked.order("O-15"), Idempotency_Key="vijftien")
    kept, looks = IdempotencyKeys.kept, iter([False, False])

    def kept_from_the_third_look_on(keys: IdempotencyKeys, asked: AskedOnce) -> KeptAnswer | None:
        return kept(keys, asked) if next(looks, True) else None

    with monkeypatch.context() as patched:
        patched.setattr(IdempotencyKeys, "kept", kept_from_the_third_look_on)
        changed = village_asked.post("/orders", village_asked.order("O-15"), Idempotency_Key="vijftien")
    assert next(looks, None) is None
    assert (changed.status_code, changed.content) == (201, first.content)
    assert len(refs(village_asked, "O-15")) == 1


def test_what_an_undone_answer_had_changed_is_as_before(
    village_asked: AskedVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same, where the effect of the second would have been another one: an order of its own."""
    order = village_asked.order("O-16")
    first = village_asked.post("/orders", order, Idempotency_Key="zestien")
    kept, take, looks = IdempotencyKeys.kept, OrderChanges.take, iter([False, False])

    def take_under_another_number(changes: OrderChanges, square_id: str, draft: OrderDraft) -> object:
        return take(changes, square_id, replace(draft, order_ref="O-16b"))

    with monkeypatch.context() as patched:
        patched.setattr(IdempotencyKeys, "kept", lambda keys, asked: kept(keys, asked) if next(looks, True) else None)
        patched.setattr(OrderChanges, "take", take_under_another_number)
        again = village_asked.post("/orders", order, Idempotency_Key="zestien")
    assert again.content == first.content
    assert refs(village_asked, "O-16b") == []


def test_one_number_under_many_keys_at_once_is_one_order(village_asked: AskedVillage) -> None:
    order = village_asked.order("O-17")

    def send(turn: int) -> tuple[int, str]:
        answer = village_asked.post("/orders", order, Idempotency_Key=f"zeventien {turn}")
        return answer.status_code, answer.json()["id"]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(16)))
    assert sorted(status for status, _ in answers) == [200] * 15 + [201]
    assert [{order_id for _, order_id in answers}] == [set(refs(village_asked, "O-17"))]


def test_a_key_revoked_while_its_orders_come_in_lets_in_no_more(village_asked: AskedVillage) -> None:
    """Those before are answered 201, those after 401; nothing is let in that was not answered so."""
    made = create_key(
        village_asked.database, KEY_MAKER, "een kassa", Scope(Role.DISPATCHER, frozenset({village_asked.square.id}))
    )
    shown = {"Authorization": f"Bearer {made.written}"}
    gone = Event()

    def send(turn: int) -> tuple[bool, int]:
        before = gone.is_set()
        return before, village_asked.post("/orders", village_asked.order(f"R-{turn}"), as_=shown).status_code

    with ThreadPoolExecutor(4) as pool:
        first = [pool.submit(send, turn) for turn in range(8)]
        revoke_key(village_asked.database, KEY_MAKER, made.key.id)
        gone.set()
        answers = [one.result() for one in (*first, *(pool.submit(send, turn) for turn in range(8, 16)))]
    assert {status for _, status in answers} <= {201, 401}
    assert {status for revoked_before, status in answers if revoked_before} == {401}
    let_in = sum(len(refs(village_asked, f"R-{turn}")) for turn in range(16))
    assert let_in == sum(status == 201 for _, status in answers)


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_1_to_255_characters(village_asked: AskedVillage, key: str) -> None:
    assert village_asked.post("/orders", village_asked.order("O-12"), Idempotency_Key=key).status_code == 400
    assert village_asked.post("/orders", village_asked.order("O-13"), Idempotency_Key="x" * 255).status_code == 201


def test_a_secret_is_told_once(village_asked: AskedVillage) -> None:
    wished = {"name": "Kassa", "role": "shop", "shops": [village_asked.shops["Bakker Bart"]]}
    first = village_asked.post("/keys", wished, Idempotency_Key="kassa")
    again = village_asked.post("/keys", wished, Idempotency_Key="kassa")
    assert first.status_code == again.status_code == 201, first.text
    secret = first.json()["secret"]
    assert secret.startswith("dr_")
    assert secret not in again.text
    assert "secret" not in again.json()
    assert {name: value for name, value in first.json().items() if name != "secret"} == again.json()
    assert village_asked.get("/orders", as_={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert all(secret.rpartition("_")[2] not in str(rows) for rows in kept_rows(village_asked))


def test_the_first_answer_is_given_though_what_it_was_made_from_is_gone(
    village_asked: AskedVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    courier = village_asked.post("/couriers", {"name": "Noor", "profiles": ["cargo-bike"]}).json()["id"]
    wished = {"name": "Telefoon", "role": "courier", "couriers": [courier]}
    first = village_asked.post("/keys", wished, Idempotency_Key="telefoon")
    assert village_asked.post(f"/couriers/{courier}/end").status_code == 200
    again = village_asked.post("/keys", wished, Idempotency_Key="telefoon")
    assert (again.status_code, again.headers["idempotency-replayed"], again.json()["id"]) == (
        201, "true", first.json()["id"],
    )  # fmt: skip
    assert "secret" not in again.json()
    shop = {"name": "Nieuw", "address": {"street": "Dwarsstraat 2", "number": "4", "town": "Proefdorp"}}
    assert village_asked.post("/shops", shop, Idempotency_Key="winkel").status_code == 201
    monkeypatch.setattr("api.routes.shops.shop_draft", None)
    assert village_asked.post("/shops", shop, Idempotency_Key="winkel").status_code == 201, "not looked up again"


def kept_rows(asked: AskedVillage) -> list[object]:
    with asked.database.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT * FROM idempotency_keys").all())


def test_an_answer_is_kept_for_a_week_at_least_and_then_forgotten(village_asked: AskedVillage) -> None:
    assert timedelta(days=7) <= KEPT_FOR
    order = village_asked.order("O-14")
    assert village_asked.post("/orders", order, Idempotency_Key="veertien").status_code == 201
    database = village_asked.database
    clock = database._clock
    try:
        database._clock = lambda: clock() + KEPT_FOR - timedelta(minutes=1)
        assert forget_old_answers(database) == 0
        assert "idempotency-replayed" in village_asked.post("/orders", order, Idempotency_Key="veertien").headers
        database._clock = lambda: clock() + KEPT_FOR + timedelta(minutes=1)
        assert forget_old_answers(database) > 0
        assert forget_old_answers(database) == 0
    finally:
        database._clock = clock
    assert "idempotency-replayed" not in village_asked.post("/orders", order, Idempotency_Key="veertien").headers
