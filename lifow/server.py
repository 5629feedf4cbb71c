"""The web server's own refusals, as the API's problems: what is too long never reaches the site."""

import json
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

CODES = {LimitRequestLine: "uri_too_long", LimitRequestHeaders: "headers_too_large"}


class ProblemWorker(ThreadWorker):
    """A worker that says in a problem detail what gunicorn says on a page: it is programs that send such."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        code = CODES.get(type(exc))
        if code is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Refused a request: %s", code)
        try:
            write_nonblock(client, problem_bytes(code))
        except OSError:
            self.log.debug("The client was gone before it was told.")


def problem_bytes(code: str) -> bytes:
    """A whole answer over HTTP/1.1; the connection is closed then, with the rest of the request unread."""
    from lifow.base.api.errors import CONTENT_TYPE, problem  # the site is loaded by then
    from lifow.base.api.problems import KINDS

    kind, request_id = KINDS[code], str(uuid4())
    said = problem(kind, str(kind.advice), request_id=request_id)
    body = json.dumps(said).encode()
    status = HTTPStatus(kind.status)
    head = [
        f"HTTP/1.1 {kind.status} {status.phrase}",
        f"Content-Type: {CONTENT_TYPE}",
        f"Content-Length: {len(body)}",
        f"X-Request-ID: {request_id}",
        "Cache-Control: private, no-store",
        "Connection: close",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body
