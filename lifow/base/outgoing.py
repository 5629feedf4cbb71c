"""Asking whether an address outside answers, and sending to one, without being led to one inside (SSRF).

A name is looked up once, and the connection goes to the address that was found and checked: what a name means
a moment later changes nothing. Redirects are followed by the same rules, and not at all by what is sent. No
body of an answer is read.
"""

import socket
import ssl
import threading
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address
from types import MappingProxyType
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
SECONDS_TO_CONNECT = 5.0
SECONDS_IN_ALL = 15.0
MOST_REDIRECTS = 4
LONGEST_URL = 2_000
# Such a server is there, and wants somebody to sign in, or less haste.
ANSWERS_ANYWAY = {401, 402, 403, 429, 451, 999}
NOT_BY_HEAD = {400, 403, 404, 405, 501}
NAT64 = "64:ff9b::"


class NotOutsideError(ValueError):
    """An address that is not one of the public web."""


def problem_of(url: str) -> str:
    """Why an address on the web cannot be read by those who follow it, in a few words; "" where it can."""
    try:
        return _follow(url)
    except NotOutsideError:
        return _("It is not an address of the public web.")
    except TimeoutError:
        return _("It did not answer in time.")
    except ssl.SSLError:
        return _("Its certificate is not valid.")
    except (OSError, HTTPException, UnicodeError, ValueError):
        return _("It cannot be reached.")


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body to an address of the public web by HTTPS, once; the status of the answer.

    Raises NotOutsideError for any other address, and OSError where nothing answers.
    """
    if urlsplit(url).scheme != "https":
        raise NotOutsideError(url)
    try:
        status, _location = _ask(url, "POST", body, headers)
    except (HTTPException, UnicodeError) as error:
        raise OSError(str(error)) from error
    return status


def reach(url: str) -> int:
    """Ask an address of the public web whether it is there (HEAD); the status of the answer.

    Raises NotOutsideError for any other address, and OSError where nothing answers.
    """
    try:
        status, _location = _ask(url, "HEAD")
    except (HTTPException, UnicodeError) as error:
        raise OSError(str(error)) from error
    return status


def is_outside(address: str) -> bool:
    """Whether an IP address is one that everybody can reach: neither private nor reserved, by whatever way
    it is written into another."""
    ip = ip_address(address.partition("%")[0])
    embedded = _embedded(ip) if isinstance(ip, IPv6Address) else None
    return ip.is_global and not ip.is_multicast and (embedded is None or is_outside(str(embedded)))


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    is_nat64 = ip.exploded.startswith(ip_address(NAT64).exploded[:29])
    return IPv4Address(int(ip) & 0xFFFFFFFF) if is_nat64 else None


def _follow(url: str) -> str:
    for _hop in range(MOST_REDIRECTS + 1):
        status, location = _ask(url, "HEAD")
        if status in NOT_BY_HEAD:
            status, location = _ask(url, "GET")
        if not (300 <= status < 400 and location):
            return _in_words(status)
        url = urljoin(url, location)
    return _("It redirects too often.")


def _in_words(status: int) -> str:
    if status < 400 or status in ANSWERS_ANYWAY:
        return ""
    if status in (404, 410):
        return _("There is no such page.")
    return _("It answers with an error (%(status)s).") % {"status": status}


def _ask(
    url: str, method: str, body: bytes | None = None, more: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, str]:
    """The status, and where a redirect leads."""
    parts = _checked(url)
    opened = _connect(parts)
    # However slowly a server answers, byte by byte: in all it has so long.
    guard = threading.Timer(SECONDS_IN_ALL, _cut, [opened])
    guard.daemon = True
    guard.start()
    try:
        connection = HTTPConnection(parts.hostname or "", _port(parts))
        connection.sock = opened
        path = parts.path or "/"
        asked = f"{path}?{parts.query}" if parts.query else path
        headers = {"User-Agent": "lifow", "Accept": "*/*", "Connection": "close", **more}
        connection.request(method, asked, body, headers)
        response: HTTPResponse = connection.getresponse()
        return response.status, response.headers.get("Location", "")
    finally:
        guard.cancel()
        opened.close()


def _checked(url: str) -> SplitResult:
    parts = urlsplit(url)
    is_web = parts.scheme in PORTS and parts.hostname and len(url) <= LONGEST_URL
    if not is_web or parts.username is not None or _port(parts) != PORTS[parts.scheme]:
        raise NotOutsideError(url)
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _connect(parts: SplitResult) -> socket.socket:
    host = (parts.hostname or "").encode("idna").decode()
    found = [info[4][0] for info in socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)]
    addresses = [str(one) for one in found]
    if not addresses or not all(is_outside(one) for one in addresses):
        raise NotOutsideError(host)
    plain = socket.create_connection((addresses[0], _port(parts)), timeout=SECONDS_TO_CONNECT)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _cut(opened: socket.socket) -> None:
    try:
        opened.shutdown(socket.SHUT_RDWR)
    except OSError:
        opened.close()
