"""People as search finds them: by name, by number, by their work, and by what others have seen them do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from babel import Locale
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from assessments.gaps.reports import strengths_shown
from lifow.base.passages.registry import Findable, Found, Opened, Readable, Text, Watched
from lifow.people.persons.models import Employment, ExternalId, Person

EACH = "each"
"""Who may see somebody is asked of each person."""


class People(Findable):
    """People, whom those above them and HR admins find, and everybody themselves."""

    kind = "person"
    label = gettext_lazy("People")
    # A name means nothing; and no number that is made of somebody's work outlives it in a file.
    has_meaning = False
    is_of_people = True
    watched = (
        Watched(
            "people_person",
            columns=("given_name", "family_name", "email", "languages", "merged_into_id"),
        ),
        Watched("people_employment", "person_id"),
        Watched("people_externalid", "person_id"),
        Watched("assessments_gapreport", "person_id"),
    )

    def ids(self, after: int, most: int) -> list[int]:
        rows = Person.objects.filter(pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:most])

    def found(self, ids: Sequence[int]) -> Iterator[Found]:
        jobs: dict[int, list[Employment]] = defaultdict(list)
        for job in Employment.objects.current().filter(person__in=ids).select_related("org_unit"):
            jobs[job.person_id].append(job)
        numbers: dict[int, list[str]] = defaultdict(list)
        for person_id, value in ExternalId.objects.filter(person__in=ids).values_list("person_id", "value"):
            numbers[person_id].append(value)
        skills = strengths_shown(ids)
        for person in Person.objects.unmerged().filter(pk__in=ids).order_by("pk"):
            yield _person(person, jobs[person.pk], numbers[person.pk], _names(skills.get(person.pk, ())))

    def readable_by(self, user: Person) -> Readable:
        if user.is_hr_admin:
            return Readable(frozenset({EACH}))
        # Who is signed in comes with it: of the many who lead nobody nothing is asked.
        leads = getattr(user, "has_reports", True)
        return Readable(ids=Person.objects.ids_visible_to(user) if leads else [user.pk])

    def opened(self, ids: Sequence[int], user: Person) -> Mapping[int, Opened]:
        jobs = Employment.objects.current().filter(person=OuterRef("pk"))
        rows = Person.objects.visible_to(user).filter(pk__in=ids)
        rows = rows.annotate(job_title=Subquery(jobs.values("job_title")[:1]))
        return {
            one.pk: Opened(
                reverse("portal:person", args=[one.public_id]),
                str(one),
                _("Person"),
                one.job_title or "",
                one.public_id,
            )
            for one in rows
        }


def _person(
    person: Person, jobs: Sequence[Employment], numbers: Sequence[str], skills: Sequence[str]
) -> Found:
    languages = languages_of(person)
    units = [job.org_unit.name for job in jobs if job.org_unit]
    able = _("Shown in their work: %(skills)s.") % {"skills": ", ".join(skills)} if skills else ""
    speaks = _("Speaks %(languages)s.") % {"languages": ", ".join(languages)} if languages else ""
    summary = " ".join(one for one in (able, speaks) if one)
    return Found(
        source_id=person.pk,
        title=str(person),
        audience=EACH,
        names=[*(job.job_title for job in jobs), *units, *skills, *languages, *numbers],
        summary=summary,
        passages=[Text(person.email)] if person.email else (),
        identities=[*numbers, *([person.email] if person.email else []), person.public_id],
        filed_under=[("unit", job.org_unit.public_id) for job in jobs if job.org_unit],
    )


def languages_of(person: Person) -> list[str]:
    """Somebody's languages in words, in English as elsewhere in the index; unknown codes as they are."""
    known = Locale("en").languages
    codes = person.languages
    return [str(known.get(str(code), code)) for code in codes] if isinstance(codes, list) else []


def _names(skills: Sequence[Skill]) -> list[str]:
    return [one.name for one in skills]
