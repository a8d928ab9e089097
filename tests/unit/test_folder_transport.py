"""The broker in a folder: a message is there whole or not at all, and one reader gets it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from workers.folder_transport import Channel, folder_options

QUEUE = "bells"


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Channel]:
    url = "filesystem://localhost//"
    with Connection(
        url, transport="workers.folder_transport:Transport", transport_options=folder_options(tmp_path)
    ) as one:
        yield one.default_channel


def taken(channel: Channel) -> list[int]:
    """Read until nothing is left."""
    found = []
    while True:
        try:
            found.append(channel._get(QUEUE)["number"])
        except Empty:
            return found


def test_messages_come_in_the_order_in_which_they_were_left(channel: Channel) -> None:
    for number in range(20):
        channel._put(QUEUE, {"number": number})
    channel._put("another queue", {"number": 99})
    assert taken(channel) == list(range(20))


def test_readers_beside_writers_get_every_message_once(channel: Channel) -> None:
    """A message that was half written would not be JSON."""
    with ThreadPoolExecutor(4) as threads:
        writing = [
            threads.submit(lambda part=part: [channel._put(QUEUE, {"number": 100 * part + one}) for one in range(100)])
            for part in range(2)
        ]
        reading = [threads.submit(taken, channel) for _ in range(2)]
        while not all(one.done() for one in writing):
            reading.append(threads.submit(taken, channel))
    found = [number for one in reading for number in one.result()] + taken(channel)
    assert sorted(found) == list(range(200))


def test_what_is_half_written_is_no_message(channel: Channel, tmp_path: Path) -> None:
    (tmp_path / "messages" / f".0001_x.{QUEUE}.msg").write_text('{"num')
    assert taken(channel) == []


def test_the_folder_is_for_this_user_alone(tmp_path: Path) -> None:
    folder_options(tmp_path / "broker")
    assert (tmp_path / "broker" / "messages").stat().st_mode & 0o077 == 0
