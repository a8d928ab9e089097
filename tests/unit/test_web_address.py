"""Which addresses are called: none by which a stranger lets this machine call itself, its neighbours or its cloud."""

from ipaddress import ip_network

import pytest

from gateways.web_address import AddressRules, read_networks
from kernel.errors import BadInputError, UnavailableError

PUBLIC = "93.184.215.14"


def rules(*numbers: str, networks: str = "") -> AddressRules:
    return AddressRules(read_networks(networks), lambda _host, _port: numbers)


def judged(url: str, *numbers: str, networks: str = "") -> list[str]:
    given = rules(*(numbers or (PUBLIC,)), networks=networks)
    return given.numbers_of(given.read(url))


@pytest.mark.parametrize(
    ("url", "authority", "port", "target"),
    [
        ("https://winkel.nl/hook", "winkel.nl", 443, "/hook"),
        ("https://winkel.nl:443", "winkel.nl", 443, "/"),
        ("https://WINKEL.nl:8443/a?b=c", "winkel.nl:8443", 8443, "/a?b=c"),
        ("https://[2606:2800:21f::1]/x", "[2606:2800:21f::1]", 443, "/x"),
        ("https://[2606:2800:21f::1]:4430", "[2606:2800:21f::1]:4430", 4430, "/"),
    ],
)
def test_an_address_is_taken_apart(url: str, authority: str, port: int, target: str) -> None:
    read = rules(PUBLIC).read(url)
    assert (read.authority, read.port, read.target) == (authority, port, target)
    assert judged(url) == [PUBLIC]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://winkel.nl/", "no web address"),
        ("file:///etc/passwd", "no web address"),
        ("//winkel.nl/", "no web address"),
        ("https://", "no web address"),
        ("https:///hook", "no web address"),
        ("https://winkel.nl:99999/", "no web address"),
        ("https://[::1/", "no web address"),
        ("https://winkel.nl/a b", "no web address"),
        ("https://winkel.nl\\@127.0.0.1/", "no web address"),  # browsers and libraries part it in two ways
        ("https://winkel.nl/\r\nHost: x", "no web address"),
        ("https://wínkel.nl/", "no web address"),
        ("https://winkel.nl/" + "a" * 2_000, "no web address"),
        ("https://user:secret@winkel.nl/", "holds a name or a password"),
        ("https://winkel.nl@127.0.0.1/", "holds a name or a password"),
        ("https://winkel.nl/#part", "holds a fragment"),
        ("https://winkel.nl:25/", "has port 25"),
        ("https://winkel.nl:22/", "has port 22"),
        ("http://winkel.nl/", "is not encrypted"),
    ],
)
def test_what_is_never_called_is_refused(url: str, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        judged(url)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1",  # noqa: S104
        "169.254.169.254",  # where clouds tell secrets
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254",  # numbers of IPv4 in those of IPv6
        "::127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:7f00:1::",
        "192.0.0.192", "168.63.129.16", "192.88.99.1", "64:ff9b:1::a9fe:a9fe", "fec0::1",
        "3fff::1",  # Python 3.11 takes most of these for public
    ],
)  # fmt: skip
def test_a_number_that_is_not_the_open_internets_is_refused(number: str) -> None:
    with pytest.raises(BadInputError, match="not reachable from the internet"):
        judged("https://winkel.nl/", number)
    with pytest.raises(BadInputError, match="not reachable from the internet"):
        judged("https://winkel.nl/", PUBLIC, number)  # one of two is one too many


def test_a_network_that_the_keeper_allows_is_called_over_http_too_and_no_other_is() -> None:
    assert judged("http://127.0.0.1:8001/", "127.0.0.1", networks="127.0.0.0/8, 10.1.2.0/24") == ["127.0.0.1"]
    assert judged("https://buren.nl/", "10.1.2.3", networks="10.1.2.0/24") == ["10.1.2.3"]
    with pytest.raises(BadInputError, match="not reachable"):
        judged("http://127.0.0.1/", "127.0.0.1", networks="10.1.2.0/24")
    with pytest.raises(BadInputError, match="not encrypted"):
        judged("http://winkel.nl/", PUBLIC, networks="10.1.2.0/24")
    assert read_networks("10.1.2.0/24, ::1/128,") == (ip_network("10.1.2.0/24"), ip_network("::1/128"))
    with pytest.raises(ValueError, match="does not appear to be"):
        read_networks("my network")


def test_a_name_without_a_number_is_told() -> None:
    given = AddressRules(resolve=lambda _host, _port: [])
    with pytest.raises(UnavailableError, match="not known"):
        given.numbers_of(given.read("https://winkel.nl/"))
