"""The door through which webhooks are told, against real servers on this machine."""

import re
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from hmac import digest
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gateways.web_address import AddressRules, read_networks
from gateways.webhook_door import NETWORKS, HttpDoor, door_from_environment
from gateways.webhook_signature import signed_headers
from kernel.errors import BadInputError, UnavailableError
from tests.webhook_receiver import Receiver, receiver

HERE = read_networks("127.0.0.0/8")


@pytest.fixture
def told() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


def test_a_body_arrives_as_it_was_signed(told: Receiver) -> None:
    body = '{"kind":"ping","é":1}'.encode()
    headers = signed_headers("an id", 1_700_000_000, body, ["new", "old"])
    assert HttpDoor(AddressRules(HERE)).post(f"{told.url}?a=b", headers, body) == 204
    (heard,) = told.heard
    assert (heard.path, heard.body) == ("/hook?a=b", body)
    assert heard.headers["host"] == f"127.0.0.1:{told.port}"
    assert heard.headers["dorpsronde-delivery"] == "an id"
    stamp = heard.headers["dorpsronde-timestamp"]
    due = [f"v1={digest(secret, stamp.encode() + b'.' + body, sha256).hex()}" for secret in (b"new", b"old")]
    assert heard.headers["dorpsronde-signature"].split(",") == due


def test_a_redirect_is_not_followed(told: Receiver) -> None:
    told.statuses, told.headers = [307], {"Location": told.url}
    assert HttpDoor(AddressRules(HERE)).post(told.url, {}, b"{}") == 307
    assert len(told.heard) == 1


def test_no_proxy_of_the_environment_is_used(told: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert HttpDoor(AddressRules(HERE)).post(told.url, {}, b"{}") == 204


def test_of_a_large_answer_the_status_is_enough(told: Receiver) -> None:
    told.statuses, told.body = [200], b"x" * 50_000_000
    assert HttpDoor(AddressRules(HERE)).post(told.url, {}, b"{}") == 200


def test_a_server_that_dribbles_holds_nobody_up(told: Receiver) -> None:
    told.stalls = True
    with pytest.raises(UnavailableError, match=r"no answer within 0\.3 s"):
        HttpDoor(AddressRules(HERE), limit_s=0.3).post(told.url, {}, b"{}")


def test_a_server_that_is_not_there_is_told(told: Receiver) -> None:
    url = told.url
    with receiver() as gone:
        url = gone.url
    with pytest.raises(UnavailableError, match="refuses the connection"):
        HttpDoor(AddressRules(HERE)).post(url, {}, b"{}")


def test_what_is_no_web_server_is_told(told: Receiver) -> None:
    with pytest.raises(UnavailableError, match=r"cannot be reached|certificate"):
        HttpDoor(AddressRules(HERE)).post(told.url.replace("http:", "https:"), {}, b"{}")


def test_a_name_is_looked_up_once_and_the_number_that_was_judged_is_called(told: Receiver) -> None:
    """A name server that answers otherwise the second time leads nowhere else."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    url = f"http://hook.proef:{told.port}/hook"
    assert HttpDoor(AddressRules(HERE, resolve)).post(url, {}, b"{}") == 204
    assert asked == ["hook.proef"]
    assert told.heard[0].headers["host"] == f"hook.proef:{told.port}"


def test_an_address_that_became_private_is_refused_at_the_call(told: Receiver) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    door = HttpDoor(AddressRules(resolve=lambda _host, _port: next(answers)))
    url = f"https://hook.proef:{told.port}/hook"
    door.check(url)
    with pytest.raises(BadInputError, match="not reachable from the internet"):
        door.post(url, {}, b"{}")
    assert told.heard == []


def test_loopback_is_called_only_where_the_keeper_says_so(told: Receiver) -> None:
    with pytest.raises(BadInputError, match="not reachable"):
        door_from_environment({}).post(told.url, {}, b"{}")
    assert door_from_environment({NETWORKS: "127.0.0.0/8"}).post(told.url, {}, b"{}") == 204
    with pytest.raises(BadInputError, match=rf"{NETWORKS}: .*10\.1\.2\.0/24"):
        door_from_environment({NETWORKS: "home"})


def test_the_receiver_of_the_how_to_hears_what_is_signed_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "webhooks.md").read_text("utf-8")
    code = re.search(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert code is not None
    *lines, serving = code[1].splitlines()
    assert serving.startswith("HTTPServer(")
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)  # noqa: S102 - the page's own words
    names["Hook"].log_message = lambda *_: None
    body = b'{"kind":"order.delivered","order_ref":"A-1"}'
    with ThreadingHTTPServer(("127.0.0.1", 0), names["Hook"]) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        url, door = f"http://127.0.0.1:{server.server_address[1]}/", HttpDoor(AddressRules(HERE))
        now, secret = int(time.time()), names["SECRET"].decode()
        signed = signed_headers("one", now, body, ["another", secret])
        assert [door.post(url, signed, body) for _ in range(2)] == [204, 204]
        assert door.post(url, signed, body + b" ") == 401
        assert door.post(url, signed_headers("two", now, body, ["another"]), body) == 401
        assert door.post(url, signed_headers("three", now - 900, body, [secret]), body) == 401
        server.shutdown()
        thread.join()
    assert capsys.readouterr().out == "order.delivered A-1\n"
