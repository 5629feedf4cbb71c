"""`manage.py estimate_expectations`"""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.gaps.services import adopt_estimated_expectations, policy_in_force


class Command(BaseCommand):
    help = "Estimate what to expect before a skill is rated, and adopt it as a new policy version."

    def handle(self, *args, **options):
        now = timezone.now()
        before = policy_in_force(now)
        version = adopt_estimated_expectations(adopted_at=now)
        if version == before:
            self.stdout.write(
                _("The evidence gives the same estimates as before: the policy stays as it is.")
            )
            return
        text = _("Policy version %(version)s is adopted. Every gap report is computed again.")
        self.stdout.write(text % {"version": version.version})
