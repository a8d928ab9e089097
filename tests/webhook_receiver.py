"""A server on this machine that is told by webhooks, and answers as a test lets it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Heard", "Receiver", "receiver"]


@dataclass(frozen=True)
class Heard:
    """One request, its headers by lower-case name."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What was heard; `answer` is called with the handler of each request."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    stalls: bool = False
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Serve until the block ends; statuses are used up from the front, then it answers 204."""
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.heard.append(Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if told.stalls:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")  # and no more of it
                self.wfile.flush()
                told.over.wait(60)
                return
            self.send_response(told.statuses.pop(0) if told.statuses else 204)
            for name, value in told.headers.items():
                self.send_header(name, value)
            if told.body:
                self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            try:
                self.wfile.write(told.body)
            except ConnectionError:  # who calls has read enough
                return

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield told
        finally:
            told.over.set()
            server.shutdown()
            thread.join()
