"""What gap reports say, held against what the people of the demo company can truly do."""

from datetime import datetime

from assessments.calibration.services import check_against_true_levels
from assessments.frameworks.models import Skill
from demo.company_files import Company
from demo.generator import true_levels
from demo.services.roster import people_of
from demo.subjects import subjects


def check_true_levels(company: Company, as_of: datetime) -> int:
    """Keep how often the current reports are right, where evidence was made up; how many statements."""
    people = people_of(company)
    skills = dict(Skill.objects.active().values_list("external_id", "pk"))
    found = true_levels(subjects(company), company.evidence["generator"], company.seed)
    levels = {
        (people[employee].pk, skills[skill]): level
        for (employee, skill), level in found.items()
        if employee in people and skill in skills
    }
    return check_against_true_levels(levels=levels, as_of=as_of)
