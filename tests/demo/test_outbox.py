"""The demo's mails: kept instead of sent, and shown where the demo runs and nowhere else."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from demo import outbox
from demo.services import DEMO_PASSWORD

BACKEND = "demo.outbox.OutboxBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path) -> None:
    """Two mails, the second with HTML."""
    settings.EMAIL_BACKEND, settings.VAR_DIR = BACKEND, tmp_path
    EmailMultiAlternatives("First", "Plain — text", to=["abena@larkfield.example"]).send()
    second = EmailMultiAlternatives("Second", "Plain", to=["kofi@larkfield.example"])
    second.attach_alternative('<html><head></head><body><a href="/x">Go</a></body></html>', "text/html")
    second.send()


def words(response) -> str:
    return response.content.decode()


def test_mails_are_listed_the_newest_first(client, kept):
    html = words(client.get("/demo/outbox/"))
    assert html.index("Second") < html.index("First")
    assert "abena@larkfield.example" in html
    assert f"password {DEMO_PASSWORD}" in html


def test_a_mail_is_shown_as_html_in_a_frame_and_as_plain_text(client, kept):
    second, first = outbox.newest(5)
    page = client.get(f"/demo/outbox/{second.id}/")
    assert f'src="/demo/outbox/{second.id}/html/" sandbox="' in words(page)
    assert "allow-scripts" not in words(page)
    assert "Plain — text" in words(client.get(f"/demo/outbox/{first.id}/"))
    assert "<iframe" not in words(client.get(f"/demo/outbox/{first.id}/"))


def test_the_html_of_a_mail_may_be_framed_by_the_site_and_load_nothing(client, kept):
    second = outbox.newest(1)[0]
    answer = client.get(f"/demo/outbox/{second.id}/html/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in words(answer)


@pytest.mark.parametrize("mail_id", ["..%2F..%2Fsecret_key", "x", "0" * 20 + "-deadbeef"])
def test_what_is_no_mail_is_not_found(client, kept, mail_id):
    assert client.get(f"/demo/outbox/{mail_id}/").status_code == 404
    assert outbox.find(mail_id) is None


def test_before_the_first_mail_the_page_says_what_comes(settings, tmp_path, client):
    settings.EMAIL_BACKEND, settings.VAR_DIR = BACKEND, tmp_path
    assert "No mail yet" in words(client.get("/demo/outbox/"))


def test_where_mails_are_sent_nobody_sees_them(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    for address in ("/demo/outbox/", "/demo/outbox/x/", "/demo/outbox/x/html/"):
        assert Client().get(address).status_code == 404
