"""What a page in the browser asked for or complained of."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Request

__all__ = ["Seen"]


@dataclass
class Seen:
    """Whatever a page asked for or complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        if not request.url.startswith(("file://", "data:")):
            self.requests.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def error(self, error: Error) -> None:
        self.complaints.append(str(error))
