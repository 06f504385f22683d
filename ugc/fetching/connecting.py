"""One question to one machine: a connection to an address that was checked, and the head of its answer."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ugc import __version__
from ugc.fetching.policy import Address, Policy, Target
from ugc.fetching.refusing import Refused

AGENT = f"ugc-toolkit/{__version__}"
"""What servers are told of who asks: the program, and no person."""


@contextmanager
def asked(target: Target, policy: Policy, headers: Mapping[str, str]) -> Iterator[http.client.HTTPResponse]:
    """Ask for a file and give the answer, its body unread; the connection ends with the block.

    No proxy, cookie or password of the machine is used. Raises Refused for all that goes wrong, in the block too.
    """
    plain = _connected(target, policy)
    connection = http.client.HTTPConnection(target.host, target.port)
    late = threading.Event()
    try:
        with _faults(late), _watched(plain, policy.whole_s, late) as watched:
            connection.sock = watched.sock = _dressed(plain, target, policy)
            connection.auto_open = 0  # never to a machine that nobody checked
            connection.sock.settimeout(policy.idle_s)
            connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": _host(target), **_ALWAYS, **headers}.items():
                connection.putheader(name, value)
            connection.endheaders()
            with connection.getresponse() as answer:
                yield answer
    finally:
        connection.close()
        plain.close()


_ALWAYS = {
    "User-Agent": AGENT,
    "Accept": "image/*, video/*, */*;q=0.1",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class _Watched:
    """The socket that is to be closed when the time is up."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock


@contextmanager
def _watched(sock: socket.socket, seconds: float, late: threading.Event) -> Iterator[_Watched]:
    """Close a connection under whoever waits for it, once the time is up: a byte now and then keeps none alive."""
    watched = _Watched(sock)

    def stop() -> None:
        late.set()
        try:
            socket.socket.shutdown(
                watched.sock, socket.SHUT_RDWR
            )  # beneath TLS, which another thread is using
        except OSError:
            return  # it ended by itself

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield watched
    finally:
        timer.cancel()


def _connected(target: Target, policy: Policy) -> socket.socket:
    """Connect to the first of a name's addresses that answers, all of which were checked."""
    last: OSError | None = None
    for address in policy.addresses(target):
        try:
            return _connect(address, target.port, policy.connect_s)
        except OSError as error:
            last = error
    why = "no answer" if isinstance(last, TimeoutError) else getattr(last, "strerror", None) or str(last)
    raise Refused("network", f"{target.host} could not be reached: {why.lower()}") from last


def _connect(address: Address, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


def _dressed(sock: socket.socket, target: Target, policy: Policy) -> socket.socket:
    """The connection with TLS on it, where the address says https; the certificate must be the host's."""
    if target.scheme != "https":
        return sock
    context = policy.trust or ssl.create_default_context()
    return context.wrap_socket(sock, server_hostname=target.host)


def _host(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = {"http": 80, "https": 443}[target.scheme]
    return host if target.port == usual else f"{host}:{target.port}"


@contextmanager
def _faults(late: threading.Event) -> Iterator[None]:
    """Tell in words what ended a conversation."""
    try:
        yield
    except Refused as refused:
        cut = late.is_set() and refused.code in ("cut", "not_media")  # what came of it need not be a picture
        raise (_slow() if cut else refused) from refused.__cause__
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise (_slow() if late.is_set() else _in_words(error)) from error
    if late.is_set():
        raise _slow()


def _slow() -> Refused:
    return Refused("slow", "the server took too long")


def _in_words(error: Exception) -> Refused:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = f"its certificate is not trusted: {error.verify_message or error.reason}"
        return Refused("certificate", why)
    if isinstance(error, TimeoutError):
        return Refused("slow", "the server fell silent", again_in=1)
    if isinstance(error, ssl.SSLError):
        return Refused("cut", f"the encrypted connection failed: {error.reason or error}", again_in=1)
    if isinstance(error, OSError | http.client.IncompleteRead):  # RemoteDisconnected is both kinds
        return Refused("cut", "the connection ended early", again_in=1)
    return Refused("answer", "the server's answer is not HTTP")
