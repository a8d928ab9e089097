"""Clients that hand in orders over HTTP, cheap enough to share the machine with the server that they measure.

A thread and a socket each: on one connection that stays open, one order after the answer to the one before.
"""

import random
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

__all__ = ["Handed", "hand_in"]

LONGEST = 65_536
END = b"\r\n\r\n"
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Handed:
    """What one order came to.

    Attributes
    ----------
    kept: whether the answer is this very order, taken in just now; of a house that is on the map twice it waits for
        its place.
    """

    kept: bool
    waited_s: float


def hand_in(address: str, path: str, key: str, orders: Sequence[tuple[str, bytes]], clients: int) -> list[Handed]:
    """Hand in orders, given with the shop's number of each; each client the next one when it has its answer."""
    waiting, turn = iter(orders), Lock()
    with ThreadPoolExecutor(clients) as pool:
        parts = [pool.submit(one_client, address, path, key, waiting, turn) for _ in range(clients)]
        return [answer for part in parts for answer in part.result()]


def one_client(address: str, path: str, key: str, waiting: Iterator[tuple[str, bytes]], turn: Lock) -> list[Handed]:
    host, port = address.removeprefix("http://").split(":")
    drawn, handed = random.Random(), list[Handed]()  # noqa: S311 - keys that nobody has used before
    with socket.create_connection((host, int(port)), PATIENCE_S) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            with turn:
                given = next(waiting, None)
            if given is None:
                return handed
            ref, order = given
            head = (
                f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
                f"Idempotency-Key: {drawn.getrandbits(128):x}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(order)}\r\n\r\n"
            )
            begun_s = time.perf_counter()
            line.sendall(head.encode() + order)
            status, body = answered(line)
            waited_s = time.perf_counter() - begun_s
            taken_in = b'"state":"accepted"' in body or b'"waits_for":{' in body
            kept = status == 201 and f'"order_ref":"{ref}"'.encode() in body and taken_in
            handed.append(Handed(kept, waited_s))


def answered(line: socket.socket) -> tuple[int, bytes]:
    """Read an answer to its end."""
    came = b""
    while END not in came:
        came += some(line)
    head, body = came.split(END, 1)
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += some(line)
    return int(head.split(None, 2)[1]), body


def some(line: socket.socket) -> bytes:
    came = line.recv(LONGEST)
    if not came:
        raise ConnectionError("the server hung up")
    return came
