"""`dorpsronde webshop`: the how-to followed word for word, and what its commands tell."""

import re
import shlex
from pathlib import Path

import click
import pytest

from data.drafts.web_shop import WebDeliveryDraft, WebDeliveryEnd
from data.models.web_shop import WebDeliveryState
from kernel.scope import Scope
from kernel.text import Text
from tests.squares import contents, make_square, open_home

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "web-shop.md"
TEST = Scope.system("a test")
SECRET = "what Shopify shows"  # noqa: S105 - of nobody


@pytest.fixture
def folder(call, village: Path, working_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_square(call, village, working_folder)
    monkeypatch.setattr(click.termui, "hidden_prompt_func", lambda _: SECRET)
    return working_folder


def commands() -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", HOW_TO.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_every_command_of_the_how_to_does_what_it_says(call, folder: Path) -> None:
    said = {line: call(*shlex.split(line)[1:]) for line in commands()}
    assert len(said) == 6
    assert {one.code for one in said.values()} == {0}, said
    woocommerce, shopify, *_ = said.values()
    assert re.search(
        r"Delivery URL: https://YOUR-SERVER/api/v1/webhooks-in/[0-9a-f-]{36}\nSecret: +\S{43}\n", woocommerce.out
    )
    assert "Secret:" not in shopify.out
    assert SECRET not in shopify.out + shopify.err
    assert "method: " not in said["dorpsronde webshop list proefdorp"].out
    assert "methods: Dorpsronde  postcodes: all" in said["dorpsronde webshop list proefdorp"].out
    assert "2 web shops." in said["dorpsronde webshop list proefdorp"].out


def test_what_waits_for_a_person_is_listed_and_settled(call, folder: Path) -> None:
    added = call("webshop", "add", "proefdorp", "Bakker Bart", "--platform", "woocommerce")
    web_shop_id = added.out.split()[2]
    database = open_home(folder)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        draft = WebDeliveryDraft(web_shop_id, "1", "order.updated", {"id": 7})
        message_id, _ = work.web_deliveries.add(square.id, draft)
        late = Text("de bestelling is al onderweg", "the order is under way already")
        work.web_deliveries.end(message_id, WebDeliveryEnd(WebDeliveryState.FOR_A_PERSON, late, "4711"))
    database.close()
    said = call("webshop", "waiting", "proefdorp", "--lang", "nl")
    assert said.out.splitlines()[0].startswith(f"{message_id}  ")
    assert said.out.splitlines()[0].endswith("Z  Bakker Bart, 4711")
    assert said.out.splitlines()[1:] == ["            de bestelling is al onderweg", "1 waits for a person."]
    assert call("webshop", "settle", message_id).out == "Settled.\n"
    assert call("webshop", "waiting", "proefdorp").out == "0 wait for a person.\n"
    assert call("webshop", "settle", message_id).last_line == "Error: the message is settled. Nothing was changed."


def test_a_web_shop_is_ended_once_and_listed_as_such(call, folder: Path) -> None:
    web_shop_id = call("webshop", "add", "proefdorp", "Het Boek", "--platform", "woocommerce").out.split()[2]
    assert call("webshop", "end", web_shop_id).out == f"Web shop {web_shop_id} of Het Boek is ended.\n"
    assert "  ended 20" in call("webshop", "list", "proefdorp").out
    assert "was ended before" in call("webshop", "end", web_shop_id).last_line
    before = contents(folder)
    nobody = "00000000-0000-7000-8000-000000000000"
    assert call("webshop", "end", nobody).last_line.startswith(f"Error: there is no web shop {nobody}.")
    assert call("webshop", "add", "proefdorp", "Bakker Bert", "--platform", "woocommerce").code == 2
    assert [line for line in contents(folder) if "system_acts" not in line] == [
        line for line in before if "system_acts" not in line
    ]
