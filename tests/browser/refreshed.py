"""Refreshers of the demo company to look at: due whenever the test runs, begun, answered."""

from datetime import time, timedelta

from django.utils import timezone

from assessments.frameworks.models import Skill
from assessments.testing.sittings.models import Sitting
from content.refreshers.models import RefresherCard, SkillRetention
from content.refreshers.services import begin_refreshers
from lifow.people.persons.models import Person
from tests.item_bank import items
from tests.larkfield import Larkfield

RECALL = [0.93, 0.9, 0.86, 0.79, 0.7, 0.64, 0.52]


def works_all_day(who: Person) -> None:
    """Somebody for whom any moment is a working one."""
    Person.objects.filter(pk=who.pk).update(
        timezone="UTC", work_starts_at=time(0), work_ends_at=time(23, 59), workdays=127
    )
    who.refresh_from_db()


def due_to(who: Person, questions: int = 2) -> None:
    """Nothing but so many questions on SQL comes back to somebody, due today."""
    works_all_day(who)
    RefresherCard.objects.filter(person=who).delete()
    today = timezone.now().date()
    for version in items(Skill.objects.get(external_id="sql"), each=questions, levels=(2,)):
        RefresherCard.objects.create(
            person=who,
            item=version.item,
            version=version,
            learned_at=timezone.now() - timedelta(days=9),
            answered_at=timezone.now() - timedelta(days=9),
            state="known",
            stability=6.5,
            difficulty=5,
            reviewed_on=today - timedelta(days=9),
            due_on=today,
        )


def waiting_for_learner(larkfield: Larkfield) -> tuple[str, ...]:
    due_to(larkfield.learner)
    return ()


def begun(larkfield: Larkfield) -> Sitting:
    """Refreshers that the learner has begun."""
    due_to(larkfield.learner)
    return begin_refreshers(person=larkfield.learner, as_of=timezone.now())


def a_question(larkfield: Larkfield) -> tuple[str, ...]:
    return (begun(larkfield).public_id, "1")


def a_skill(larkfield: Larkfield) -> tuple[str, ...]:
    """A skill with numbers of enough people."""
    skill = Skill.objects.get(external_id="sql")
    told = {"counted_at": timezone.now(), "people": 7, "questions": 31, "recall": RECALL}
    SkillRetention.objects.update_or_create(
        skill=skill, defaults=told | {"answers": [[0, 14, 13], [1, 9, 7]]}
    )
    return (skill.public_id,)
