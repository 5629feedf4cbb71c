"""Every permission of the app, gathered for django-rules."""

from content.answers import rules as answers
from content.assignments import rules as assignments
from content.catalogue import rules as catalogue
from content.facets import rules as facets
from content.kinds.checklist import rules as checklists
from content.kinds.template import rules as template
from content.kinds.update import rules as update
from content.refreshers import rules as refreshers

__all__ = ["answers", "assignments", "catalogue", "checklists", "facets", "refreshers", "template", "update"]
