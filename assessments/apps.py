from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self):
        from assessments.evidence import notifications as of_evidence
        from assessments.frameworks.finding import Skills
        from assessments.gaps import notifications as of_gaps
        from assessments.personal_data import KEPT
        from assessments.raters import notifications as of_raters
        from assessments.requests import notifications as of_requests
        from assessments.requests.reports import merge_counts, register_tests
        from assessments.testing.bank import notifications as of_bank
        from assessments.testing.bank.rules import may_see_picture
        from assessments.testing.calibration import notifications as of_calibrations
        from assessments.testing.sittings.reports import pairs_with_tests
        from assessments.testing.sittings.rules import may_see_picture as sees_where_asked
        from lifow.base.media.access import register_use
        from lifow.base.passages.registry import register_findable
        from lifow.notifications.registry import register_kind
        from lifow.people.merging.reports import MergePart, register_part
        from lifow.people.privacy.reports import declare

        subscribe_to_events()
        subscribe_to_merges()
        register_findable(Skills())
        register_part(MergePart("assessments", merge_counts))
        declare(*KEPT)
        register_tests(pairs_with_tests)
        register_use("questions of the bank", may_see_picture)
        register_use("questions of sittings", sees_where_asked)
        for told in (of_evidence, of_gaps, of_raters, of_requests, of_bank, of_calibrations):
            for kind in told.KINDS:
                register_kind(kind)


def subscribe_to_events() -> None:
    """What evidence, reports, roles and requests follow."""
    from assessments.aggregates import subscriptions as follow_reports
    from assessments.evidence import subscriptions as follow_ratings
    from assessments.requests import subscriptions as follow_requests
    from assessments.roles import subscriptions
    from assessments.testing.bank import subscriptions as follow_items
    from lifow.events.registry import subscribe
    from lifow.events.types import (
        EvidenceRecorded,
        EvidenceRestored,
        EvidenceWithdrawn,
        GapReportsRefreshed,
        JobCodeRulesChanged,
        LeaveBegan,
        LeaveEnded,
        RoleLevelsChanged,
        RosterChanged,
        SkillsReplaced,
    )

    apply_all = subscriptions.apply_all_job_code_rules
    subscribe(RosterChanged, subscriptions.apply_job_code_rules, name="assessments.apply_job_code_rules")
    subscribe(JobCodeRulesChanged, apply_all, name="assessments.apply_changed_rules")
    subscribe(RoleLevelsChanged, apply_all, name="assessments.apply_rules_of_role_levels")
    subscribe(RosterChanged, follow_ratings.tell_managers, name="assessments.tell_managers")
    answered, moved_on = follow_requests.close_answered, follow_requests.follow_people
    subscribe(EvidenceRecorded, answered, name="assessments.close_answered_requests")
    subscribe(EvidenceRestored, answered, name="assessments.close_requests_answered_again")
    subscribe(EvidenceWithdrawn, follow_requests.ask_again, name="assessments.ask_again_after_withdrawal")
    subscribe(RosterChanged, moved_on, name="assessments.follow_people_of_requests")
    subscribe(SkillsReplaced, follow_requests.follow_skills, name="assessments.follow_skills_of_requests")
    subscribe(SkillsReplaced, follow_items.follow_skills, name="assessments.follow_skills_of_items")
    again, moved = follow_reports.count_reports_again, follow_reports.count_roster_again
    subscribe(GapReportsRefreshed, again, name="assessments.count_reports_again")
    subscribe(RosterChanged, moved, name="assessments.count_roster_again")
    subscribe(LeaveBegan, follow_reports.count_leave_again, name="assessments.count_leave_again")
    subscribe(LeaveEnded, follow_reports.count_return_again, name="assessments.count_return_again")


def subscribe_to_merges() -> None:
    """What moves, and what is computed again, where two records are one person's or two people's again."""
    from assessments.gaps import subscriptions as follow_records
    from assessments.owners import subscriptions as follow_owners
    from assessments.raters import subscriptions as follow_raters
    from assessments.requests import subscriptions as follow_requests
    from lifow.events.registry import subscribe
    from lifow.events.types import PeopleMerged, PeopleSeparated

    merged, apart = follow_requests.move_requests, follow_requests.put_requests_back
    subscribe(PeopleMerged, merged, name="assessments.move_requests")
    subscribe(PeopleSeparated, apart, name="assessments.put_requests_back")
    subscribe(PeopleMerged, follow_raters.leave_out_both, name="assessments.move_contest")
    subscribe(PeopleSeparated, follow_raters.take_in_again, name="assessments.put_contest_back")
    owned, owned_apart = follow_owners.move_ownership, follow_owners.put_ownership_back
    subscribe(PeopleMerged, owned, name="assessments.move_ownership")
    subscribe(PeopleSeparated, owned_apart, name="assessments.put_ownership_back")
    computed = follow_records.compute_records_again
    subscribe(PeopleMerged, computed, name="assessments.compute_after_PeopleMerged")
    subscribe(PeopleSeparated, computed, name="assessments.compute_after_PeopleSeparated")
