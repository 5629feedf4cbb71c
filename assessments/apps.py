from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self):
        from assessments.roles import subscriptions
        from lifow.events.registry import subscribe
        from lifow.events.types import JobCodeRulesChanged, RoleLevelsChanged, RosterChanged

        apply_all = subscriptions.apply_all_job_code_rules
        subscribe(RosterChanged, subscriptions.apply_job_code_rules, name="assessments.apply_job_code_rules")
        subscribe(JobCodeRulesChanged, apply_all, name="assessments.apply_changed_rules")
        subscribe(RoleLevelsChanged, apply_all, name="assessments.apply_rules_of_role_levels")
