"""The parts of the demo company in the order in which they build on each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from demo.company_files import Company
from demo.services.access import load_access
from demo.services.assignments import load_assignments
from demo.services.authoring import load_authoring
from demo.services.channels import load_channels
from demo.services.checklists import load_checklists
from demo.services.content import load_learning, load_modules
from demo.services.copies import load_copies
from demo.services.digests import load_digest_choices
from demo.services.evidence import load_evidence, load_history
from demo.services.items import load_items
from demo.services.mentoring import load_mentors, load_pairings
from demo.services.pretest import load_answers, load_calibrations
from demo.services.questions import load_questions
from demo.services.quizzes import load_quizzes
from demo.services.refreshers import load_refreshers
from demo.services.requests import load_requests
from demo.services.roster import load_framework, load_people
from demo.services.searching import load_findable_skills, load_synonyms
from demo.services.sittings import load_tests
from demo.services.updates import load_updates
from demo.services.votes import load_facets, load_votes
from demo.services.writing import load_writing


@dataclass(frozen=True, slots=True)
class Loading:
    """One part: `load` writes what is absent, all or nothing, and says how many; 0 where it was there."""

    name: str | Promise
    load: Callable[[Company, datetime], int]

    def run(self, company: Company, as_of: datetime) -> int:
        with transaction.atomic():
            return self.load(company, as_of)


PARTS: Sequence[Loading] = (
    Loading(_("role levels"), load_framework),
    Loading(_("people"), load_people),
    Loading(_("logins"), load_access),
    Loading(_("modules"), load_modules),
    Loading(_("values of facets"), load_facets),
    Loading(_("pieces of evidence"), load_evidence),
    Loading(_("test questions"), load_items),
    Loading(_("answers to test questions"), load_answers),
    Loading(_("calibrations of test questions"), load_calibrations),
    Loading(_("requests for ratings"), load_requests),
    Loading(_("gap reports of past months"), load_history),
    Loading(_("tests taken"), load_tests),
    Loading(_("questions of quizzes"), load_quizzes),
    Loading(_("modules started or done"), load_learning),
    Loading(_("votes on modules"), load_votes),
    Loading(_("checklists"), load_checklists),
    Loading(_("assignments"), load_assignments),
    Loading(_("questions that come back"), load_refreshers),
    Loading(_("product updates"), load_updates),
    Loading(_("modules that authors are at work on"), load_authoring),
    Loading(_("topics, searches and writing tasks"), load_writing),
    Loading(_("questions with their answers"), load_questions),
    Loading(_("synonyms of the search"), load_synonyms),
    Loading(_("copies of templates"), load_copies),
    Loading(_("pairings"), load_pairings),
    Loading(_("mentors"), load_mentors),
    Loading(_("people whom colleagues find"), load_findable_skills),
    Loading(_("people who want a digest"), load_digest_choices),
    Loading(_("uses of other channels"), load_channels),
)
