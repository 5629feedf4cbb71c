from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self):
        from assessments.aggregates import subscriptions as aggregates
        from assessments.roles import subscriptions as roles
        from lifow.events.registry import subscribe
        from lifow.events.types import GapReportsRefreshed, RosterChanged

        subscribe(RosterChanged, roles.apply_job_code_rules, name="assessments.apply_job_code_rules")
        subscribe(RosterChanged, aggregates.count_roster_again, name="assessments.count_roster_again")
        subscribe(GapReportsRefreshed, aggregates.count_reports_again, name="assessments.count_reports_again")
