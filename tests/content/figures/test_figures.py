"""An author sees how a module is used, of five people or more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from content.activity.models import Activity
from content.activity.services import note_entry
from content.effect.models import MeasuredEffect
from content.figures.models import ModuleFigures
from content.figures.reports import block_ends, figures_of
from content.figures.services import count_figures
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill

pytestmark = [pytest.mark.django_db]
BODY = "## Why\n\n" + "a " * 100 + "\n\n## How\n\n" + "b " * 100 + "\n\n## Then\n\n" + "c " * 100


@world
def fees():
    return module("Fees", skill(), 1, 2, body=BODY)


@world
def author():
    return person("Ines Carvalho", is_author=True)


def used(found, *reached: int, seconds: int = 0) -> None:
    """One person each who has read so far, and is done where that is all."""
    for share in reached:
        Activity.objects.create(
            person=person(f"P {share} {seconds}"),
            module=found,
            started_at=NOON,
            touched_at=NOON,
            completed_at=NOON if share == 100 else None,
            reached=share,
            active_seconds=seconds,
        )


def test_readers_are_counted_by_the_part_to_whose_end_they_came(fees):
    used(fees, *[40] * 6, *[100] * 7, seconds=120)
    assert count_figures(as_of=NOON + timedelta(hours=1)) == 1
    told = figures_of(fees)
    assert (told.opened, told.done, told.minutes) == (13, 7, 2)
    assert [(one.name, one.people, one.is_most) for one in told.blocks] == [
        ("Why", 13, False),
        ("How", 7, True),
        ("Then", 7, False),
    ]
    assert told.blocks[1].lost == 6


def test_visits_are_told_apart_from_those_who_have_started_it(fees):
    """What somebody does there within half an hour is one visit, and coming back later is another."""
    used(fees, *[100] * 5)
    for number, row in enumerate(Activity.objects.filter(module=fees)):
        for minutes in (0, 20, 45, 45 + 31 * number):
            moment = NOON - timedelta(days=2) + timedelta(minutes=minutes)
            note_entry(person=row.person, module=fees, act="learned", at=moment, channel="portal", seconds=60)
    count_figures(as_of=NOON + timedelta(hours=1))
    told = figures_of(fees)
    assert (told.opened, told.visits) == (5, 9)


def test_of_fewer_than_five_people_nothing_is_told(fees):
    used(fees, 100, 100, 100, 100)
    count_figures(as_of=NOON + timedelta(hours=1))
    told = figures_of(fees)
    assert (told.opened, told.done, told.minutes, told.blocks) == (None, None, None, ())


def test_a_part_that_few_reached_has_no_number(fees):
    used(fees, *[40] * 6, 100, 100)
    count_figures(as_of=NOON + timedelta(hours=1))
    told = figures_of(fees)
    assert told.done is None
    assert [one.people for one in told.blocks] == [8, None, None]
    assert [one.lost for one in told.blocks] == [0, None, None]


def test_only_what_has_changed_is_counted_again(fees):
    used(fees, *[100] * 5)
    later = Activity.objects.latest("updated_at").updated_at + timedelta(hours=1)
    assert count_figures(as_of=later) == 1
    assert count_figures(as_of=later) == 0
    Activity.objects.filter(module=fees).update(updated_at=later + timedelta(minutes=1))
    assert count_figures(as_of=later + timedelta(minutes=2)) == 1
    assert count_figures(as_of=later + timedelta(days=2)) == 1, "a year goes by"


@pytest.mark.parametrize("body", ["No heading.", "# One\n\ntext", "\n".join(f"# H{n}" for n in range(40))])
def test_a_text_without_useful_headings_has_quarters(body):
    assert [end for _name, end in block_ends(body)] == [0.25, 0.5, 0.75, 1]


def test_the_page_is_flat_and_tells_what_is_known(fees, author, django_assert_max_num_queries):
    used(fees, *[100] * 12)
    count_figures(as_of=NOON + timedelta(hours=1))
    MeasuredEffect.objects.create(
        module=fees,
        skill=skill(),
        verdict="works",
        levels=0.6,
        low=0.4,
        high=0.8,
        takers=30,
        others=90,
        read_at=NOON,
    )
    client = Client()
    client.force_login(author)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("content:figures", args=[fees.public_id]))
    text = page.content.decode()
    assert "Works" in text
    assert "30 with 90" in text


def test_whatever_is_stored_breaks_no_page(fees, author):
    ModuleFigures.objects.create(
        module=fees, opened=9, done=9, reached=[], seen=["x"], watchers=9, counted_at=NOON
    )
    client = Client()
    client.force_login(author)
    assert client.get(reverse("content:figures", args=[fees.public_id])).status_code == 200
