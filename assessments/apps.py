from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self):
        from assessments.roles import subscriptions
        from lifow.events.registry import subscribe
        from lifow.events.types import RosterChanged

        subscribe(RosterChanged, subscriptions.apply_job_code_rules, name="assessments.apply_job_code_rules")
