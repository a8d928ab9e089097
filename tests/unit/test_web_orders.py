"""What web shops tell of their orders, in our words: from invented examples of what WooCommerce and Shopify send."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models.web_shop import Platform
from kernel.errors import BadInputError
from rounds.intake.asked import GivenAsked
from rounds.intake.given_order import GivenAddress, GivenParcel
from rounds.intake.shopify import read_shopify_order
from rounds.intake.web_document import read_web_document
from rounds.intake.web_order import WebOrder, Wish
from rounds.intake.web_signature import delivery_key, is_ping, is_signed, is_stale
from rounds.intake.woocommerce import read_woocommerce_order

ANSWERS = Path(__file__).parents[1] / "answers"
NOW = datetime(2026, 12, 1, 11, tzinfo=UTC)
WOO, SHOPIFY = Platform.WOOCOMMERCE, Platform.SHOPIFY


def told(name: str, /, **changed: Any) -> dict[str, Any]:
    return json.loads((ANSWERS / f"{name}.order.json").read_text("utf-8")) | changed


def woo(**changed: Any) -> WebOrder:
    order = read_woocommerce_order(told("woocommerce", **changed), "shop")
    assert order is not None
    return order


def shopify(**changed: Any) -> WebOrder:
    order = read_shopify_order(told("shopify", **changed), "shop")
    assert order is not None
    return order


def test_an_order_of_woocommerce_in_our_words() -> None:
    order = woo()
    assert (order.external_id, order.wish, order.why) == ("4711", Wish.DELIVER, "processing")
    assert order.changed_at == datetime(2026, 12, 1, 9, 15, 40, tzinfo=UTC)
    assert list(order.methods) == ["Dorpsronde", "flat_rate"]
    given = order.given
    assert given is not None
    assert (given.shop, given.order_ref, given.recipient) == ("shop", "4711", "Anneke Proef")
    assert given.address == GivenAddress(line="Dwarsstraat 2 4", postcode="1201 AB", town="Proefdorp")
    assert (given.phone, given.email, given.note) == ("06-12345678", "anneke@example.org", "Graag achterom")
    assert given.parcels == ()


def test_an_order_of_shopify_in_our_words_goes_to_where_it_is_sent_and_weighs_what_is_sent() -> None:
    order = shopify()
    assert (order.external_id, order.wish, order.why) == ("820982911946154508", Wish.DELIVER, "paid")
    assert order.changed_at == datetime(2026, 12, 1, 9, 15, 40, tzinfo=UTC)
    given = order.given
    assert given is not None
    assert (given.order_ref, given.recipient, given.phone) == ("#2001", "Anneke Proef", "0612345678")
    assert given.address == GivenAddress(line="Dwarsstraat 2 4", postcode="1201 AB", town="Proefdorp")
    assert list(given.parcels) == [GivenParcel(weight_g=2_450)]


@pytest.mark.parametrize(
    ("changed", "wish"),
    [
        ({"status": "pending"}, Wish.NOT_YET),
        ({"status": "on-hold"}, Wish.NOT_YET),
        ({"status": "a-plugin-s-own"}, Wish.NOT_YET),
        ({"status": "completed"}, Wish.NOTHING),
        ({"status": "cancelled"}, Wish.CANCEL),
        ({"status": "refunded"}, Wish.CANCEL),
        ({"status": "failed"}, Wish.CANCEL),
        ({"status": "trash"}, Wish.CANCEL),
        ({"shipping_lines": [{"method_title": "Afhalen", "method_id": "local_pickup"}]}, Wish.OTHERWISE),
        ({"shipping_lines": [], "status": "processing"}, Wish.DELIVER),
    ],
)
def test_what_the_status_of_woocommerce_asks_of_us(changed: dict[str, Any], wish: Wish) -> None:
    assert woo(**changed).wish is wish


@pytest.mark.parametrize(
    ("changed", "wish"),
    [
        ({"financial_status": "pending"}, Wish.NOT_YET),
        ({"financial_status": "authorized"}, Wish.DELIVER),
        ({"financial_status": "partially_refunded"}, Wish.DELIVER),
        ({"financial_status": "refunded", "fulfillment_status": "fulfilled"}, Wish.CANCEL),
        ({"financial_status": "voided"}, Wish.CANCEL),
        ({"cancelled_at": "2026-12-01T10:20:00+01:00", "cancel_reason": "customer"}, Wish.CANCEL),
        ({"line_items": [{"grams": 100, "quantity": 1, "current_quantity": 0}]}, Wish.CANCEL),
        ({"fulfillment_status": "fulfilled"}, Wish.NOTHING),
        ({"test": True}, Wish.NOTHING),
        ({"shipping_address": None}, Wish.OTHERWISE),
        ({"line_items": []}, Wish.OTHERWISE),
    ],
)
def test_what_the_states_of_shopify_ask_of_us(changed: dict[str, Any], wish: Wish) -> None:
    assert shopify(**changed).wish is wish


def test_what_was_given_back_of_an_order_no_longer_weighs() -> None:
    lines = [
        {"grams": 1_100, "quantity": 2, "current_quantity": 1, "requires_shipping": True},
        {"grams": 250, "quantity": 1, "current_quantity": 0, "requires_shipping": True},
    ]
    order = shopify(line_items=lines, financial_status="partially_refunded")
    assert order.given is not None
    assert list(order.given.parcels) == [GivenParcel(weight_g=1_100)]


def test_an_order_that_was_thrown_away_is_nothing_but_its_id() -> None:
    for read in (read_woocommerce_order, read_shopify_order):
        order = read({"id": 4711}, "shop")
        assert order is not None
        assert (order.external_id, order.wish, order.given) == ("4711", Wish.CANCEL, None)


def test_a_message_without_an_order_is_none() -> None:
    assert read_woocommerce_order({"webhook_id": 3}, "shop") is None
    assert read_shopify_order({"id": 5, "order_id": 4, "refund_line_items": []}, "shop") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted(told("woocommerce").keys() | told("shopify").keys())


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6))
def test_whatever_stands_in_a_field_is_an_order_or_none_and_never_an_error(changed: dict[str, Any]) -> None:
    read_woocommerce_order(told("woocommerce", **changed), "shop")
    read_shopify_order(told("shopify", **changed), "shop")


def asked_fields(name: str, **told: str) -> list[dict[str, str]]:
    return [{name: key, "value": value} for key, value in told.items()]


def test_what_the_customer_answered_at_the_check_out_is_read_from_the_shops_own_fields() -> None:
    fields = asked_fields("key", _dorpsronde_wording="2026-1", _dorpsronde_answer="no_car", other="x")
    assert (given := woo(meta_data=fields).given) is not None
    assert given.asked == GivenAsked("2026-1", "no_car")
    fields = asked_fields("name", dorpsronde_wording="2026-1", dorpsronde_rotation="4", dorpsronde_after_shown="ja")
    assert (given := shopify(note_attributes=fields).given) is not None
    assert given.asked == GivenAsked("2026-1", "", "4", after_shown=True)


@pytest.mark.parametrize(
    "fields",
    [
        asked_fields("key", dorpsronde_wording="1999-1", dorpsronde_answer="no_car"),
        asked_fields("key", dorpsronde_wording="2026-1", dorpsronde_answer="by rocket"),
        asked_fields("key", dorpsronde_answer="no_car"),
        [None, 3, {"key": ["dorpsronde_wording"], "value": {}}],
        "no list",
    ],
)
def test_fields_that_are_no_answer_leave_the_order_as_it_is(fields: Any) -> None:
    order = woo(meta_data=fields)
    assert order.given is not None
    assert (order.given.asked, order.wish) == (None, Wish.DELIVER)


@pytest.mark.parametrize(("platform", "header"), [(WOO, "x-wc-webhook-signature"), (SHOPIFY, "x-shopify-hmac-sha256")])
def test_only_the_very_bytes_under_the_very_secret_fit_a_signature(platform: Platform, header: str) -> None:
    body = b'{"id": 1}'
    signature = b64encode(hmac(b"secret 1", body, sha256).digest()).decode()
    assert is_signed(platform, "secret 1", body, {header: signature})
    assert not is_signed(platform, "secret 2", body, {header: signature})
    assert not is_signed(platform, "secret 1", body + b" ", {header: signature})
    assert not is_signed(platform, "secret 1", body, {header: signature.lower()})
    assert not is_signed(platform, "secret 1", body, {header: "é\ud800"})
    assert not is_signed(platform, "secret 1", body, {})


def test_the_first_ping_of_woocommerce_is_known_and_nothing_else_is() -> None:
    assert is_ping(WOO, b"webhook_id=12")
    assert not is_ping(SHOPIFY, b"webhook_id=12")
    assert not is_ping(WOO, b"webhook_id=12&order=1")


def test_a_message_is_stale_by_its_own_moment_where_it_tells_one() -> None:
    def sent(ago: timedelta) -> bool:
        return is_stale({"x-shopify-triggered-at": (NOW - ago).isoformat()}, NOW)

    assert not is_stale({}, NOW)
    assert not sent(timedelta(hours=4))
    assert sent(timedelta(days=2))
    assert sent(timedelta(hours=-1))
    assert is_stale({"x-shopify-triggered-at": "yesterday"}, NOW)


def test_two_messages_of_woocommerce_in_one_second_are_two_though_their_ids_are_one() -> None:
    headers = {"x-wc-webhook-delivery-id": "a"}
    assert delivery_key(WOO, b"1", headers) != delivery_key(WOO, b"2", headers) == delivery_key(WOO, b"2", {})
    again = {"x-shopify-webhook-id": "b"}
    assert delivery_key(SHOPIFY, b"1", again) == delivery_key(SHOPIFY, b"2", again)


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000], ids=repr)
def test_a_body_that_is_no_object_of_json_is_refused_in_a_line(body: bytes) -> None:
    with pytest.raises(BadInputError, match="the body is"):
        read_web_document(body)
