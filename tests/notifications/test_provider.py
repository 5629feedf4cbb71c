"""A mail provider in place of SMTP, by django-anymail: its answers mean what an SMTP server's do."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lifow.notifications.models import Bounce, Dispatch
from lifow.notifications.registry import WayClosedError

pytestmark = pytest.mark.django_db
TAKEN = (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "SubmittedAt": ""})
INACTIVE = "Found inactive addresses: {to}. Inactive recipients are ones that have generated a hard bounce."


@pytest.fixture
def provider(settings) -> Iterator[HTTPServer]:
    """A server that speaks as Postmark does: `answer` is what it says, `asked` what it was sent."""

    class Postmark(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            server.asked.append(json.loads(self.rfile.read(length)))
            status, said = server.answer
            said = {**said, "To": server.asked[-1]["To"]}
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_arguments) -> None:
            """Nothing on the console."""

    server = HTTPServer(("127.0.0.1", 0), Postmark)
    server.asked, server.answer = [], TAKEN
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MAIL_PROVIDER = "postmark"
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "token",
        "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
    }
    yield server
    server.shutdown()
    server.server_close()


def test_a_mail_goes_with_its_message_id_and_the_way_to_end_it(tell, send, abena, provider):
    tell("news")
    send(abena)
    (asked,) = provider.asked
    headers = {header["Name"]: header["Value"] for header in asked["Headers"]}
    dispatch = Dispatch.objects.get()
    assert dispatch.state == "sent"
    assert headers["Message-ID"] == f"<{dispatch.delivery_id}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_address_that_it_refuses_is_a_bounce(tell, send, abena, provider):
    provider.answer = (422, {"ErrorCode": 406, "Message": INACTIVE.format(to=abena.email)})
    tell("news")
    send(abena)
    assert Dispatch.objects.get().state == "failed"
    assert Bounce.objects.get().address == abena.email


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_provider_that_takes_nothing_costs_no_attempt(tell, send, abena, provider, status):
    provider.answer = (status, {"ErrorCode": 10, "Message": "No."})
    tell("news")
    with pytest.raises(WayClosedError):
        send(abena)
    assert Dispatch.objects.get().attempts == 0


def test_a_mail_that_it_does_not_understand_is_set_aside_alone(tell, send, abena, provider):
    provider.answer = (422, {"ErrorCode": 300, "Message": "Invalid request."})
    tell("news")
    send(abena)
    assert Dispatch.objects.get().state == "failed"
    assert not Bounce.objects.exists()


def test_a_provider_that_is_away_costs_no_attempt(tell, send, abena, provider, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:1/"}
    tell("news")
    with pytest.raises(WayClosedError):
        send(abena)
    assert Dispatch.objects.get().attempts == 0
