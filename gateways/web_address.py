"""Which addresses of others we call: those that the whole world can reach, and those that this machine's keeper allows.

Whoever subscribes chooses an address, and this machine calls it: without a rule it would call its own database, its
neighbours, or the address at which a cloud tells its secrets. So a name is looked up once, every address that it has
is judged, and the one that was judged is the one that is called (`gateways.webhook_door`).

Source: cheatsheetseries.owasp.org, "Server-Side Request Forgery Prevention"; IANA's special-purpose address registries.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from kernel.errors import BadInputError, UnavailableError
from kernel.quoting import quoted

__all__ = ["AddressRules", "WebAddress", "read_networks", "system_resolver"]

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Sequence[str]]

LONGEST = 2_000
LOWEST_FREE_PORT = 1_024
"""Below are the ports of services that are no web servers: mail, remote shells, names."""
HTTPS, HTTP = 443, 80
WHERE = "url"


def system_resolver(host: str, port: int) -> list[str]:
    """Ask this machine for the numbers of a name.

    Raises
    ------
    UnavailableError
        Nobody knows it, or answers.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise UnavailableError(
            f"the name {quoted(host)} is not found", where=WHERE, way_out="Is it spelled right?"
        ) from fault
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address as it was written, taken apart."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Write host and port as the header Host has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (HTTPS if self.scheme == "https" else HTTP) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What may be called.

    Attributes
    ----------
    networks: that may be called though the world cannot reach them, over http too: a village's own machines.
    resolve: gives the numbers of a name.
    """

    networks: tuple[Network, ...] = ()
    resolve: Resolver = system_resolver

    def read(self, url: str) -> WebAddress:
        """Take an address apart and refuse what is never called; no name is looked up.

        Raises
        ------
        BadInputError
            It is no address of a web server, or has parts that it may not have.
        """
        if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
            raise _refused("is no web address", "Write it in ASCII, as https://HOST/PATH.")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as fault:
            raise _refused("is no web address", "Write it as https://HOST/PATH.") from fault
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            raise _refused("is no web address", "Write it as https://HOST/PATH.")
        if parts.username is not None or parts.password is not None:
            raise _refused("holds a name or a password", "The signature says who calls; leave them out.")
        if parts.fragment:
            raise _refused("holds a fragment (#…), which is never sent", "Leave it out.")
        port = port or (HTTPS if parts.scheme == "https" else HTTP)
        if port < LOWEST_FREE_PORT and port not in {HTTPS, HTTP}:
            raise _refused(f"has port {port}, which is no web server's", "Use 443, or 1024 and above.")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return WebAddress(url, parts.scheme, parts.hostname, port, target)

    def numbers_of(self, address: WebAddress) -> list[str]:
        """Look the host up, once, and give its numbers: all may be called, or none is.

        Raises
        ------
        BadInputError
            One of them may not be called, or not without encryption.
        UnavailableError
            The name is not known, or nobody answers who knows.
        """
        numbers = list(dict.fromkeys(self.resolve(address.host, address.port)))
        if not numbers:
            raise UnavailableError("the name of the host is not known", where=WHERE, way_out="Is it spelled right?")
        for number in numbers:
            self._refuse(address, ip_address(number.partition("%")[0]))
        return numbers

    def _refuse(self, address: WebAddress, number: Address) -> None:
        if any(number in network for network in self.networks if network.version == number.version):
            return
        if not _is_public(number):
            raise _refused(
                f"{quoted(address.host)} is not reachable from the internet",
                "Name a public server; whoever runs this one can allow a network of its own.",
            )
        if address.scheme != "https":
            raise _refused("is not encrypted", "Use https.")


def _is_public(number: Address) -> bool:
    """Say whether a number is one of the open internet's, and hides no other number in itself."""
    if isinstance(number, IPv6Address):
        if number.ipv4_mapped is not None:
            return _is_public(number.ipv4_mapped)
        if number.sixtofour is not None or number.teredo is not None:
            return False
    if any(number in network for network in _SPECIAL):
        return False
    special = (number.is_private, number.is_loopback, number.is_link_local, number.is_multicast, number.is_reserved)
    return number.is_global and not any(special) and not number.is_unspecified


_SPECIAL = tuple(
    ip_network(one)
    for one in (
        "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32",
        "64:ff9b::/96", "64:ff9b:1::/48", "fec0::/10", "3fff::/20",
    )
)  # fmt: skip
"""What Python 3.11 takes for the open internet's: IETF's own numbers (Oracle's cloud tells its secrets at 192.0.0.192),
6to4's relays, Azure's own server; numbers of IPv4 in those of IPv6 (RFC 6052, 8215), a site's own, documentation's."""


def read_networks(text: str) -> tuple[Network, ...]:
    """Read networks as a setting says them: "127.0.0.0/8, 10.1.2.0/24".

    Raises
    ------
    ValueError
        One is none.
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _refused(what: str, way_out: str) -> BadInputError:
    return BadInputError(what, where=WHERE, way_out=way_out)
