"""What a mail looks like: one layout, HTML and plain, links that lead to the site, and a way to end it."""

import re

import pytest
from django.core import mail as django_mail

from lifow.notifications.compute import Collecting
from lifow.notifications.mail import refused
from lifow.notifications.models import PausedAddress
from lifow.notifications.registry import LevelLine
from lifow.notifications.services import save_preferences
from tests.notifications.conftest import MORNING, NIGHT
from tests.notifications.kinds import SAID, rendered

pytestmark = pytest.mark.django_db
SITE = "https://lifow.larkfield.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def post(tell, send, abena):
    """`post("act", 1)`: the mail of that message; of several, the collection of all of them."""

    def posted(*told: tuple[str, int]):
        if len(told) > 1:
            save_preferences(person=abena, collecting=Collecting.DAILY, switched={}, as_of=NIGHT)
        for kind, number in told:
            tell(kind, number, NIGHT)
        send(abena, MORNING.replace(hour=8))
        (made,) = django_mail.outbox
        return made

    return posted


def html_of(made) -> str:
    (alternative,) = made.alternatives
    assert alternative.mimetype == "text/html"
    return alternative.content


def test_every_link_leads_to_the_configured_site(post):
    made = post(("act", 1), ("news", 2))
    links = re.findall(r"https?://[^\s\"<>)]+", made.body + html_of(made))
    assert len(links) >= 8
    assert all(link.startswith(f"{SITE}/") for link in links)


def test_a_mail_asks_for_nothing_from_elsewhere(post):
    html = html_of(post(("act", 1)))
    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import|style=", html)
    assert "prefers-color-scheme: dark" in html


def test_what_people_wrote_is_escaped_in_html_and_as_it_was_in_plain_text(post):
    SAID[1] = rendered(1, title="“<b>A & B</b>”", body="One.\n\nTwo & three.")
    made = post(("act", 1))
    assert made.subject == "“<b>A & B</b>”"
    assert "<b>A & B</b>" in made.body
    assert "<h1>“&lt;b&gt;A &amp; B&lt;/b&gt;”</h1>" in html_of(made)
    assert "<p>One.</p>" in html_of(made)


@pytest.mark.parametrize(
    ("level", "said"),
    [(2, "▮▮▯│▯▯  You 2 · Needed 3"), (None, "▨▨▨│▨▨  Not assessed yet · Needed 3")],
)
def test_a_level_is_drawn_as_text(post, level, said):
    SAID[1] = rendered(1, levels=(LevelLine("Refund policy", level, 3, 1, 5),))
    made = post(("news", 1))
    assert f"Refund policy\n{said}" in made.body
    assert said.split("  ")[0] in html_of(made)


def test_a_level_that_nobody_has_assessed_has_no_colour_of_the_scale(post):
    SAID[1] = rendered(1, levels=(LevelLine("SQL", None, 3, 1, 5), LevelLine("Upsell", 2, 3, 1, 5)))
    html = html_of(post(("news", 1)))
    assert html.count('class="level-bar level-nobody"') == 1


@pytest.mark.parametrize(("is_met", "said"), [(False, "You about 2.6 ·"), (True, "You about 3 ·")])
def test_a_level_is_said_as_pages_say_it(post, is_met, said):
    SAID[1] = rendered(1, levels=(LevelLine("Upsell", 2.6, 3, 1, 5, is_unsure=True, is_met=is_met),))
    assert said in post(("news", 1)).body


def test_a_mail_can_be_ended_with_one_click(post):
    headers = post(("news", 1)).extra_headers
    assert headers["List-Unsubscribe"].startswith(f"<{SITE}/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_nobody_may_switch_off_offers_no_end(post):
    made = post(("alarm", 1))
    assert "List-Unsubscribe" not in made.extra_headers
    assert "unsubscribe" not in made.body


def test_a_kind_may_bring_templates_of_its_own(post, settings, tmp_path):
    folder = tmp_path / "notifications" / "news"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text("Of its own")
    (folder / "mail.txt").write_text("{{ letter.rendered.title }}, in other words")
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**templates, "DIRS": [tmp_path, *templates["DIRS"]]}]
    made = post(("news", 1))
    assert (made.subject, made.body) == ("Of its own", "Number 1, in other words\n")
    assert "<h1>Number 1</h1>" in html_of(made), "what it does not bring is the common one"


def test_plain_text_has_no_gaps(post):
    made = post(("act", 1), ("news", 2))
    assert "\n\n\n" not in made.body


def test_mail_to_a_paused_address_is_not_tried(tell, send, abena, email):
    PausedAddress.objects.create(person=abena, address=abena.email, paused_at=NIGHT)
    tell("act")
    assert send(abena) == 0
    assert not django_mail.outbox
    abena.email = "abena.new@larkfield.example"
    assert email.can_reach(abena)


@pytest.mark.parametrize(("code", "is_permanent"), [(450, False), (421, False), (550, True), (554, True)])
def test_a_refusal_is_for_good_by_its_code(code, is_permanent):
    error = refused(code, b"no")
    assert (error.is_permanent, error.is_bounce, str(error)) == (is_permanent, is_permanent, f"{code} no")
