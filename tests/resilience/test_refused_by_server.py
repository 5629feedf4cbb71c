"""What gunicorn refuses before the site sees it is a problem in JSON too."""

import json
import socket
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.process, pytest.mark.dialect]


def answer(address: str, request: bytes) -> tuple[int, dict[str, str], dict]:
    """Status, headers and body of the answer to bytes that are sent as they are."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(request)
        said = b""
        while part := connection.recv(65_536):
            said += part
    head, _, body = said.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return int(first.split()[1]), headers, json.loads(body)


@pytest.mark.parametrize(
    ("request_line", "header", "status", "code"),
    [
        ("GET /api/v1/people?email=" + "x" * 5_000, "Accept: */*", 414, "uri_too_long"),
        ("GET /api/v1/people", "X-Long: " + "x" * 9_000, 431, "headers_too_large"),
    ],
)
def test_what_is_too_long_is_told_as_a_problem(site_without_redis, request_line, header, status, code):
    request = f"{request_line} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n\r\n".encode()
    told, headers, body = answer(site_without_redis.address, request)
    assert (told, body["status"], body["code"]) == (status, status, code)
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-request-id"] == body["request_id"]
