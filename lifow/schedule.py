"""What is started, and when: sweeps of rows that wait, by beat, and jobs by the clock (UTC).

Beat knows the sweeps alone. One of them writes down which jobs are due (`lifow/base/scheduled_jobs`): a job
whose time passed without a beat, or that was killed, is due until it is done.
"""

from collections.abc import Mapping
from typing import Any

from celery.schedules import crontab

# By what each entry is for: a sweep's task, which looks for rows that wait.
SWEEPS: Mapping[str, str] = {
    "start due jobs": "lifow.base.scheduled_jobs.tasks.start_due_jobs",
    "sweep events to deliver": "lifow.events.tasks.deliver_events",
    "sweep stale gap reports": "assessments.gaps.tasks.refresh_gaps",
    "sweep estimates of raters": "assessments.raters.tasks.estimate_severity",
    "sweep statements to check": "assessments.calibration.tasks.go_on_checking",
    "sweep calibrations of questions": "assessments.testing.calibration.tasks.calibrate",
    "sweep people to count again": "assessments.aggregates.tasks.count_again",
    "sweep stale plans": "content.planning.tasks.refresh_plans",
    "sweep modules to publish": "content.authoring.tasks.publish_scheduled",
    "sweep captions to draft": "content.kinds.video.tasks.draft_captions",
    "sweep documents to read": "content.kinds.document.tasks.read_documents",
    "sweep product updates": "content.authoring.tasks.carry_out_updates",
    "sweep requests for help": "mentoring.help.tasks.go_on",
    "sweep sessions of mentors": "mentoring.sessions.tasks.go_on",
    "sweep missing steps": "content.coverage.tasks.refresh_missing_steps",
    "sweep imports of rosters": "lifow.people.roster.tasks.carry_out_imports",
    "sweep imports of frameworks": "assessments.frameworks.tasks.carry_out_imports",
    "sweep sittings whose time is up": "assessments.testing.sittings.tasks.end_sittings",
    "sweep imports of questions": "assessments.testing.interchange.tasks.carry_out_imports",
    "sweep erasures": "lifow.people.privacy.tasks.carry_out_erasures",
    "sweep changes for search": "lifow.base.passages.tasks.refresh_index",
    "sweep passages without a vector": "lifow.base.passages.tasks.embed_passages",
    "sweep connections of closed accounts": "channels.connections.tasks.end_connections",
    "sweep uses of channels": "channels.usage.tasks.add_up",
    "send what is due": "lifow.notifications.tasks.send_due",
}
# What people expect to see at once, and nobody but a sweep starts; a query or two where nothing waits.
OFTEN = ("sweep changes for search", "sweep passages without a vector")
OFTEN_SECONDS = 5
BY_THE_CLOCK: Mapping[str, Mapping[str, Any]] = {
    "count everybody anew": {
        "task": "assessments.aggregates.tasks.rebuild_aggregates",
        "schedule": crontab("20", "2"),
    },
    "check statements": {
        "task": "assessments.calibration.tasks.check_statements",
        "schedule": crontab("40", "2"),
    },
    "clear old tokens of assistants": {
        "task": "channels.assistant.tasks.clear_old_tokens",
        "schedule": crontab("35", "3"),
    },
    "count figures of the company": {
        "task": "channels.figures.tasks.count_figures",
        "schedule": crontab("45", "4"),
    },
    "try what is connected": {
        "task": "channels.overview.tasks.try_connections",
        "schedule": crontab("33", "*"),
    },
    "list needs of people": {
        "task": "assessments.aggregates.tasks.list_needs",
        "schedule": crontab("*/15"),
    },
    "keep the ends of months": {
        "task": "assessments.aggregates.tasks.keep_month_ends",
        "schedule": crontab("15", "*"),
    },
    "tell plans of the week": {
        "task": "content.planning.tasks.tell_plans_of_the_week",
        "schedule": crontab("5", "*"),
    },
    # Work begins somewhere on each quarter of an hour.
    "tell digests of the week": {
        "task": "channels.digest.tasks.tell_digests",
        "schedule": crontab("6-59/15"),
    },
    "forget old digests": {
        "task": "channels.digest.tasks.forget_old_digests",
        "schedule": crontab("55", "3"),
    },
    "work out assignments": {
        "task": "content.assignments.tasks.refresh_assignments",
        "schedule": crontab("12", "*"),
    },
    # Midnight comes somewhere on each quarter of an hour.
    "tell of assignments": {
        "task": "content.assignments.tasks.tell_of_assignments",
        "schedule": crontab("8-59/15"),
    },
    "make refreshers of what was learned": {
        "task": "content.refreshers.tasks.make_cards",
        "schedule": crontab("50", "*"),
    },
    # Work begins somewhere on each quarter of an hour.
    "tell of refreshers": {
        "task": "content.refreshers.tasks.tell_refreshers",
        "schedule": crontab("2-59/15"),
    },
    "count votes on modules": {
        "task": "content.votes.tasks.count_role_votes",
        "schedule": crontab("30", "3"),
    },
    "count what is remembered": {
        "task": "content.refreshers.tasks.count_retention",
        "schedule": crontab("10", "3"),
    },
    "tell of modules past review": {
        "task": "content.authoring.tasks.tell_of_past_review",
        "schedule": crontab("35", "5"),
    },
    "count readers of product updates": {
        "task": "content.authoring.tasks.count_readers",
        "schedule": crontab("40", "*"),
    },
    "tell newcomers of product updates": {
        "task": "content.authoring.tasks.tell_newcomers",
        "schedule": crontab("25", "*"),
    },
    "tell of facets that wait": {
        "task": "content.facets.tasks.tell_of_waiting_facets",
        "schedule": crontab("55", "*"),
    },
    "check links of modules": {
        "task": "content.authoring.tasks.check_links",
        "schedule": crontab("*/5"),
    },
    "publish questions without a name": {
        "task": "content.answers.tasks.publish_held",
        "schedule": crontab("7", "*"),
    },
    "look for answers whose verification expired": {
        "task": "content.answers.tasks.expire_verifications",
        "schedule": crontab("33", "*"),
    },
    "list links of modules": {
        "task": "content.authoring.tasks.note_all_links",
        "schedule": crontab("45", "2"),
    },
    "forget what authors left": {
        "task": "content.authoring.tasks.forget_sessions",
        "schedule": crontab("40", "4"),
    },
    "forget packages that were open": {
        "task": "content.kinds.scorm.tasks.forget_launches",
        "schedule": crontab("42", "4"),
    },
    "assign roles by job code": {
        "task": "assessments.roles.tasks.apply_job_code_rules",
        "schedule": crontab(minute="*/10"),
    },
    "mark aged gap reports": {
        "task": "assessments.gaps.tasks.mark_aged_reports",
        "schedule": crontab("30", "1"),
    },
    "mark roles that begin or end": {
        "task": "assessments.gaps.tasks.mark_turned_roles",
        "schedule": crontab("2", "*"),
    },
    # Three nights, if one passes without a worker: each does nothing where the month has its estimate.
    "estimate raters each month": {
        "task": "assessments.raters.tasks.ask_for_monthly_estimate",
        "schedule": crontab("10", "4", day_of_month="1-3"),
    },
    "estimate expectations each month": {
        "task": "assessments.gaps.tasks.adopt_monthly_expectations",
        "schedule": crontab("20", "4", day_of_month="1-3"),
    },
    "calibrate questions each month": {
        "task": "assessments.testing.calibration.tasks.ask_for_monthly_calibrations",
        "schedule": crontab("30", "4", day_of_month="1-3"),
    },
    "look after questions": {
        "task": "assessments.testing.calibration.tasks.look_after_health",
        "schedule": crontab("50", "3"),
    },
    "count results of tests": {
        "task": "assessments.testing.sittings.tasks.count_results",
        "schedule": crontab("*/10"),
    },
    "count figures of modules": {
        "task": "content.figures.tasks.count_figures",
        "schedule": crontab("*/20"),
    },
    "list content debt": {
        "task": "content.debt.tasks.list_debt",
        "schedule": crontab("4-59/10"),
    },
    "tell of writing tasks that are due": {
        "task": "content.debt.tasks.tell_due_tasks",
        "schedule": crontab("37", "5"),
    },
    "measure effects of modules": {
        "task": "content.effect.tasks.measure_effects",
        "schedule": crontab("55", "*"),
    },
    "forget searches": {
        "task": "content.searches.tasks.forget_searches",
        "schedule": crontab("42", "4"),
    },
    "count learning hours": {
        "task": "content.activity.tasks.count_learning_hours",
        "schedule": crontab("25", "2"),
    },
    "complete gap reports of before": {
        "task": "assessments.gaps.tasks.complete_reports",
        "schedule": crontab("50", "1"),
    },
    "tell before evidence expires": {
        "task": "assessments.gaps.tasks.tell_before_evidence_expires",
        "schedule": crontab("40", "1"),
    },
    "propose pairings": {
        "task": "mentoring.matching.tasks.propose_pairings",
        "schedule": crontab("0", "3"),
    },
    # Midnight comes somewhere on each quarter of an hour.
    "follow leave": {"task": "lifow.people.persons.tasks.follow_leave", "schedule": crontab("1-59/15")},
    "close accounts of leavers": {
        "task": "lifow.people.accounts.tasks.close_accounts",
        "schedule": crontab("5", "*"),
    },
    "close requests for ratings": {
        "task": "assessments.requests.tasks.close_requests",
        "schedule": crontab("25", "*"),
    },
    "close pairings": {"task": "mentoring.pairings.tasks.close_pairings", "schedule": crontab("15", "*")},
    "tell before pairings end": {
        "task": "mentoring.pairings.tasks.tell_before_ends",
        "schedule": crontab("20", "3"),
    },
    "forget what expired": {
        "task": "lifow.base.tasks.forget_what_ran_out",
        "schedule": crontab("45", "4"),
    },
    "delete unused pictures": {
        "task": "lifow.base.tasks.delete_unused_pictures",
        "schedule": crontab("25", "4"),
    },
    "delete unused uploads": {
        "task": "lifow.base.tasks.delete_unused_uploads",
        "schedule": crontab("40", "*"),
    },
    "draw posters of videos": {
        "task": "lifow.base.tasks.draw_posters",
        "schedule": crontab(minute="*/10"),
    },
    "try deliveries again": {
        "task": "lifow.events.tasks.try_set_aside_again",
        "schedule": crontab("35", "*"),
    },
    "try messages again": {
        "task": "lifow.notifications.tasks.try_set_aside_again",
        "schedule": crontab("35", "*"),
    },
    "forget delivered events": {
        "task": "lifow.events.tasks.forget_delivered_events",
        "schedule": crontab("50", "4"),
    },
    "forget changes by other systems": {
        "task": "lifow.people.roster.tasks.forget_changes",
        "schedule": crontab("55", "4"),
    },
    "forget old gap reports": {
        "task": "assessments.calibration.tasks.forget_old_reports",
        "schedule": crontab("55", "4"),
    },
    "settle what is finished": {
        "task": "lifow.notifications.tasks.settle_finished",
        "schedule": crontab("10", "2"),
    },
    "forget old messages": {
        "task": "lifow.notifications.tasks.forget_old_messages",
        "schedule": crontab("50", "4"),
    },
}


def schedule(*, sweep_seconds: int) -> dict[str, Mapping[str, Any]]:
    """Beat's schedule, by what each entry is for."""
    # A sweep that has waited for a minute is dropped: workers that are behind are not sent the same again.
    sweep = {"schedule": sweep_seconds, "options": {"expires": 60}}
    sweeps: dict[str, Mapping[str, Any]] = {name: {"task": task, **sweep} for name, task in SWEEPS.items()}
    for name in OFTEN:
        sweeps[name] = {**sweeps[name], "schedule": min(OFTEN_SECONDS, sweep_seconds)}
    return sweeps
