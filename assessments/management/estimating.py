"""A command that estimates numbers of the measuring policy from all evidence, and adopts them."""

from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services import policy_in_force


class EstimateCommand(BaseCommand):
    """What every such command does; `adopt` estimates and adopts."""

    adopt: Callable[..., GapPolicyVersion]

    def handle(self, *args, **options):
        now = timezone.now()
        before = policy_in_force(now)
        version = self.adopt(adopted_at=now)
        if version == before:
            self.stdout.write(
                _("The evidence gives the same estimates as before: the policy stays as it is.")
            )
            return
        text = _("Policy version %(version)s is adopted. Every gap report is computed again.")
        self.stdout.write(text % {"version": version.version})
