"""What may be asked of whom: addresses, ports, times and tries."""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ugc.fetching.refusing import Refused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_PORTS = {"http": 80, "https": 443}
_CLOSED: tuple[Network, ...] = tuple(
    map(
        ip_network,
        (
            # beyond what `is_global` refuses in every Python: the registries of special addresses,
            # https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
            "0.0.0.0/8",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fec0::/10",
        ),
    )
)
_NAT64 = ip_network("64:ff9b::/96")
_HOST = re.compile(r"(?i)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
_NUMBER = re.compile(r"(?i)[0-9]+|0x[0-9a-f]*")
_LONGEST = 8192
"""Characters of an address; longer ones are no file's."""


class Target(NamedTuple):
    """An address taken apart and found to be one that may be looked up."""

    scheme: str
    host: str
    """As it goes to the resolver and stands in the certificate: ASCII, lower case, no brackets."""
    port: int
    path: str
    """With its query, ready to be sent."""


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True)
class Policy:
    """Which machines may be asked, and with how much patience. As it stands, it is the one that commands use."""

    allowed: tuple[Network, ...] = ()
    """Networks that are asked though they are not public; for tests and servers of one's own, from code alone."""
    ports: frozenset[int] = frozenset(_PORTS.values())
    trust: ssl.SSLContext | None = None
    """What certificates are held against; the system's own authorities when it is None."""
    connect_s: float = 10
    idle_s: float = 30
    whole_s: float = 600
    """Seconds for one file, from its connection to its last byte."""
    wait_s: float = 60
    """The longest wait that a server may ask for."""
    tries: int = 3
    hops: int = 5
    resolve: Callable[[str, int], Sequence[str]] = _resolve
    pause: Callable[[float], None] = time.sleep

    def target(self, url: str) -> Target:
        """Take an address apart. Raises Refused for one that may not be asked, whatever its name leads to."""
        try:
            parts = urlsplit(url)
            port, host = parts.port, (parts.hostname or "").rstrip(".")
        except ValueError as error:
            raise Refused("address", "the address is malformed") from error
        if parts.scheme not in _PORTS:
            raise Refused("address", "only http and https addresses are fetched")
        if not url.isprintable() or len(url) > _LONGEST:
            raise Refused("address", "the address has control characters or is too long")
        if "@" in parts.netloc:
            raise Refused("address", "the address holds a name or password")
        name = _host(host)
        literal = _literal(name)
        if literal and not self.admits(literal):
            raise Refused("private", f"{literal} is not on the public internet")
        port = _PORTS[parts.scheme] if port is None else port
        if port not in self.ports:
            raise Refused("address", f"port {port} is not one of those that files are fetched from")
        path = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~-._")
        query = f"?{quote(parts.query, safe='/%!$&()*+,;=:@~-._?[]|')}" if parts.query else ""
        return Target(parts.scheme, name, port, path + query)

    def addresses(self, target: Target) -> list[Address]:
        """Look a name up, and return what it leads to. Raises Refused where any of it is not public."""
        try:
            told = self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise Refused("network", f"{target.host} was not found: {_said(error)}") from error
        found = list(dict.fromkeys(ip_address(address.partition("%")[0]) for address in told))
        if not found:
            raise Refused("network", f"{target.host} was not found")
        for address in found:
            if not self.admits(address):
                raise Refused(
                    "private", f"{target.host} leads to {address}, which is not on the public internet"
                )
        return found

    def admits(self, address: Address) -> bool:
        """Whether an address is public, or one of the networks that are allowed though they are not."""
        return _within(address, self.allowed) or is_public(address)


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet, and of one machine there.

    An IPv6 address that carries an IPv4 one in it (mapped, 6to4, Teredo, NAT64) is what it carries.
    """
    inner = _carried(address)
    if inner is not None:
        return all(map(is_public, inner))
    refused = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not refused and not address.is_link_local and not _within(address, _CLOSED)


def _carried(address: Address) -> tuple[Address, ...] | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return None


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _host(host: str) -> str:
    """A host as it is looked up. Raises Refused for what is none, and for numbers that only some programs read."""
    if ":" in host:
        try:
            return str(IPv6Address(host.replace("%", ":")))  # no address has a zone of this machine
        except ValueError as error:
            raise Refused("address", "the address's host is malformed") from error
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Refused("address", "the address's host is malformed") from error
    if not _HOST.fullmatch(name):
        raise Refused("address", "the address's host is malformed")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return str(IPv4Address(name))
        except ValueError as error:
            raise Refused("address", "the address's host is a number in a form that hides it") from error
    return name


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _said(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).rstrip(".").lower()
