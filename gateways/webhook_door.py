"""The door through which webhooks are told: one POST to the very number that was judged, within one time limit.

No redirect is followed, no proxy of the environment is used, no cookie is kept, and of the answer nothing but its
status is: what a stranger's server writes goes nowhere.
"""

import os
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol

import httpcore2
from httpcore2 import SOCKET_OPTION, ConnectionPool, NetworkBackend, NetworkStream, SyncBackend

from gateways.web_address import AddressRules, WebAddress, read_networks
from kernel.errors import BadInputError, UnavailableError

__all__ = ["NETWORKS", "HttpDoor", "WebhookDoor", "door_from_environment"]

NETWORKS = "DORPSRONDE_WEBHOOK_NETWORKS"
"""The variable that names them."""
LIMIT_S = 10.0
"""From looking the name up until the status is there: our own choice."""
READ_BYTES = 4_096
"""Of an answer's body, so that a small one ends the connection in order; the rest is left."""


class WebhookDoor(Protocol):
    """Where deliveries go out."""

    def check(self, url: str) -> None:
        """Refuse an address that is not called; raises BadInputError."""
        ...

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send, and give the status of the answer; raises BadInputError or UnavailableError."""
        ...


@dataclass(frozen=True, slots=True)
class HttpDoor:
    """The real one.

    Attributes
    ----------
    limit_s: of one POST, all of it.
    """

    rules: AddressRules = field(default_factory=AddressRules)
    limit_s: float = LIMIT_S

    def check(self, url: str) -> None:
        """Look the address up and judge it.

        Raises
        ------
        BadInputError
            It is never called, or its name is not known.
        """
        try:
            self.rules.numbers_of(self.rules.read(url))
        except UnavailableError as fault:
            raise BadInputError(fault.what, where=fault.where, way_out=fault.way_out) from fault

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send a body, and give the status of the answer.

        Raises
        ------
        BadInputError
            The address is not called (any more).
        UnavailableError
            Nobody answers, or not in time, or not as a web server does.
        """
        ends_s = time.monotonic() + self.limit_s
        address = self.rules.read(url)
        numbers = self.rules.numbers_of(address)
        backend = _Judged(numbers, lambda: ends_s - time.monotonic())
        try:
            with ConnectionPool(ssl_context=_tls(), network_backend=backend, retries=0) as pool:
                return self._asked(pool, address, headers, body)
        except (httpcore2.TimeoutException, TimeoutError) as fault:
            raise UnavailableError(f"no answer within {self.limit_s:g} s", where="webhook") from fault
        except ssl.SSLCertVerificationError as fault:
            raise UnavailableError("its certificate is not trusted", where="webhook") from fault
        except (httpcore2.ConnectError, OSError) as fault:
            raise UnavailableError(_why(fault), where="webhook") from fault
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as fault:
            raise UnavailableError("it does not answer as a web server does", where="webhook") from fault

    def _asked(self, pool: ConnectionPool, address: WebAddress, headers: Mapping[str, str], body: bytes) -> int:
        given = {
            "Host": address.authority,
            **headers,
            "Content-Type": "application/json",
            "User-Agent": f"dorpsronde/{version('dorpsronde')}",
            "Connection": "close",
        }
        url = httpcore2.URL(  # taken apart once: two readers of one address may disagree
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        with pool.stream("POST", url, headers=list(given.items()), content=body) as answer:
            status = answer.status
            read = 0
            try:
                for part in answer.iter_stream():
                    read += len(part)
                    if read >= READ_BYTES:
                        break
            except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException):
                return status  # the status is what counts
            return status


def _why(fault: BaseException) -> str:
    told = str(fault).lower()
    if "certificate" in told:
        return "its certificate is not trusted"
    if "refused" in told:
        return "it refuses the connection"
    return "it cannot be reached"


class _Judged(NetworkBackend):
    """Connects to the numbers that were judged, whatever name is asked for, and bounds every wait by what is left."""

    def __init__(self, numbers: Iterable[str], left_s: Callable[[], float]) -> None:
        self._numbers = list(numbers)
        self._left_s = left_s
        self._inner = SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - a name, which is not looked up again
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - all of it has one limit
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        fault: httpcore2.ConnectError | None = None
        for number in self._numbers:
            try:
                stream = self._inner.connect_tcp(number, port, _some(self._left_s()), local_address, socket_options)
            except httpcore2.ConnectError as met:
                fault = met
            else:
                return _Bounded(stream, self._left_s)
        raise fault or httpcore2.ConnectError("no number")


class _Bounded(NetworkStream):
    """A connection on which a server that dribbles holds nobody up."""

    def __init__(self, inner: NetworkStream, left_s: Callable[[], float]) -> None:
        self._inner = inner
        self._left_s = left_s

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - as above
        return self._inner.read(max_bytes, _some(self._left_s()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        self._inner.write(buffer, _some(self._left_s()))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> NetworkStream:
        return _Bounded(self._inner.start_tls(ssl_context, server_hostname, _some(self._left_s())), self._left_s)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _some(left_s: float) -> float:
    """Give what is left; a limit of nothing would be none."""
    if left_s <= 0:
        raise httpcore2.ReadTimeout("over")
    return left_s


@cache
def _tls() -> ssl.SSLContext:
    """Trust whom this machine trusts; reading all of them takes longer than a delivery."""
    return ssl.create_default_context()


def door_from_environment(environment: Mapping[str, str] = os.environ) -> HttpDoor:
    """Open the door as `DORPSRONDE_WEBHOOK_NETWORKS` says: networks that may be called besides the open internet.

    Raises
    ------
    BadInputError
        It names no network.
    """
    try:
        networks = read_networks(environment.get(NETWORKS, ""))
    except ValueError as fault:
        raise BadInputError(
            f"{fault}", where=NETWORKS, way_out="Write networks as 10.1.2.0/24, parted by commas."
        ) from fault
    return HttpDoor(AddressRules(networks))
