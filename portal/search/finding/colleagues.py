"""Colleagues as everybody finds them who has chosen it: by name, language and the skills that they chose."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.base.passages.registry import EVERYBODY, Findable, Found, Opened, Readable, Watched
from lifow.people.persons.models import Employment, Person
from mentoring.mentors.models import FindableSkill
from mentoring.mentors.reports import found_for
from portal.search.finding.people import languages_of


class Colleagues(Findable):
    """People who let colleagues find them for some skills: no number, address, unit or level of theirs.

    A mentor is found as one, and whoever sees all people finds them among these: nobody twice.
    """

    kind = "colleague"
    label = gettext_lazy("Colleagues")
    has_meaning = False
    is_of_people = True
    watched = (
        Watched("mentoring_findableskill", "person_id"),
        Watched("mentoring_mentor", "person_id"),
        Watched("people_person", columns=("given_name", "family_name", "languages", "merged_into_id")),
        Watched("people_employment", "person_id"),
        Watched("assessments_gapreport", "person_id"),
    )

    def ids(self, after: int, most: int) -> list[int]:
        rows = (
            FindableSkill.objects.filter(person__gt=after).order_by("person").values_list("person", flat=True)
        )
        return list(rows.distinct()[:most])

    def found(self, ids: Sequence[int]) -> Iterator[Found]:
        jobs: dict[int, list[str]] = defaultdict(list)
        current = Employment.objects.current().filter(person__in=ids)
        for person_id, title in current.values_list("person_id", "job_title"):
            jobs[person_id].append(title)
        skills = found_for(ids)
        for person in colleagues_to_find().filter(pk__in=skills).order_by("pk"):
            names = [one.name for one in skills[person.pk]]
            yield _colleague(person, jobs[person.pk], names)

    def readable_by(self, user: Person) -> Readable:
        return Readable() if user.is_hr_admin else Readable(frozenset({EVERYBODY}))

    def opened(self, ids: Sequence[int], user: Person) -> Mapping[int, Opened]:
        jobs = Employment.objects.current().filter(person=OuterRef("pk"))
        rows = colleagues_to_find().filter(pk__in=ids)
        return {
            one.pk: Opened(
                reverse("portal:colleague", args=[one.public_id]),
                str(one),
                _("Colleague"),
                one.job_title or "",
                one.public_id,
            )
            for one in rows.annotate(job_title=Subquery(jobs.values("job_title")[:1]))
        }


def colleagues_to_find() -> QuerySet[Person]:
    """Who has chosen to be found, works here now, and is no mentor, as whom everybody finds them already."""
    working = Person.objects.unmerged().filter(findable_skills__isnull=False, is_active=True)
    employed = Employment.objects.current().working().filter(person=OuterRef("pk"))
    return working.filter(Exists(employed)).exclude(mentor__is_willing=True).distinct()


def _colleague(person: Person, jobs: Sequence[str], skills: Sequence[str]) -> Found:
    languages = languages_of(person)
    able = _("Can be asked about %(skills)s.") % {"skills": ", ".join(skills)}
    speaks = _("Speaks %(languages)s.") % {"languages": ", ".join(languages)} if languages else ""
    return Found(
        source_id=person.pk,
        title=str(person),
        names=[*jobs, *skills, *languages],
        summary=" ".join(one for one in (able, speaks) if one),
    )
