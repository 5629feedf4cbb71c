"""Mentors as every colleague finds them: by name, language, their own words and what their work has shown."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.gaps.reports import strengths_shown
from lifow.base.passages.registry import EVERYBODY, Findable, Found, Opened, Readable, Text, Watched
from lifow.people.persons.models import Employment, Person
from mentoring.mentors.models import Mentor
from portal.search.finding.people import languages_of


class Mentors(Findable):
    """People who offer to mentor, whom everybody finds: no number, address, unit or level of theirs.

    Whoever sees all people finds them among these, with all that is known; not twice.
    """

    kind = "mentor"
    label = gettext_lazy("Mentors")
    has_meaning = False
    is_of_people = True
    watched = (
        Watched("mentoring_mentor", "person_id"),
        Watched("people_person", columns=("given_name", "family_name", "languages", "merged_into_id")),
        Watched("people_employment", "person_id"),
        Watched("assessments_gapreport", "person_id"),
    )

    def ids(self, after: int, most: int) -> list[int]:
        rows = Mentor.objects.filter(person__gt=after).order_by("person")
        return list(rows.values_list("person", flat=True)[:most])

    def found(self, ids: Sequence[int]) -> Iterator[Found]:
        jobs: dict[int, list[str]] = defaultdict(list)
        for person_id, title in (
            Employment.objects.current().filter(person__in=ids).values_list("person_id", "job_title")
        ):
            jobs[person_id].append(title)
        skills = strengths_shown(ids)
        offers = Mentor.objects.filter(person__in=ids).willing().working().select_related("person")
        for offer in offers.order_by("person"):
            yield _mentor(offer, jobs[offer.person_id], [one.name for one in skills.get(offer.person_id, ())])

    def readable_by(self, user: Person) -> Readable:
        return Readable() if user.is_hr_admin else Readable(frozenset({EVERYBODY}))

    def opened(self, ids: Sequence[int], user: Person) -> Mapping[int, Opened]:
        jobs = Employment.objects.current().filter(person=OuterRef("person"))
        rows = Mentor.objects.filter(person__in=ids).willing().working().select_related("person")
        rows = rows.annotate(job_title=Subquery(jobs.values("job_title")[:1]))
        return {
            one.person_id: Opened(
                reverse("portal:mentor", args=[one.person.public_id]),
                str(one.person),
                _("Mentor"),
                one.job_title or "",
                one.person.public_id,
            )
            for one in rows
        }


def _mentor(offer: Mentor, jobs: Sequence[str], skills: Sequence[str]) -> Found:
    languages = languages_of(offer.person)
    able = _("Helps with %(skills)s.") % {"skills": ", ".join(skills)} if skills else ""
    speaks = _("Speaks %(languages)s.") % {"languages": ", ".join(languages)} if languages else ""
    return Found(
        source_id=offer.person_id,
        title=str(offer.person),
        names=[*jobs, *skills, *languages, _("mentor")],
        summary=" ".join(one for one in (able, speaks) if one),
        passages=[Text(offer.about)] if offer.about else (),
    )
