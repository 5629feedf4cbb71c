"""What people of the demo call otherwise than the material does, and who lets colleagues find them."""

from collections import defaultdict
from datetime import datetime

from assessments.evidence.reports import corroborated_skills
from demo.company_files import Company
from demo.services.roster import people_of
from lifow.base.passages.models import Synonym
from lifow.base.passages.services import add_synonym
from lifow.people.persons.models import Employment
from mentoring.mentors.models import FindableSkill, Mentor
from mentoring.mentors.services import choose_findable_skills

ONE_IN = 3


def load_synonyms(company: Company, as_of: datetime) -> int:
    """Keep the company's synonyms; how many."""
    if Synonym.objects.exists():
        return 0
    for row in company.synonyms:
        is_both_ways = row["both ways"] == "yes"
        add_synonym(
            words=row["searched for"], means=row["also finds"], is_both_ways=is_both_ways, as_of=as_of
        )
    return len(company.synonyms)


def load_findable_skills(company: Company, as_of: datetime) -> int:
    """Have some who are no mentors let colleagues find them for what others have seen; how many people."""
    if FindableSkill.objects.exists():
        return 0
    mentors = set(Mentor.objects.values_list("person", flat=True))
    leading = set(Employment.objects.reporting().values_list("manager", flat=True))
    others = [one for one in people_of(company).values() if one.pk not in mentors | leading][::ONE_IN]
    skills = defaultdict(list)
    for person_id, skill_id in sorted(corroborated_skills([one.pk for one in others])):
        skills[person_id].append(skill_id)
    for one in others:
        choose_findable_skills(person=one, skill_ids=skills[one.pk], as_of=as_of)
    return len(skills)
