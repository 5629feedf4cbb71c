"""How the API describes itself, as drf-spectacular writes it at /api/v1/openapi.json."""

SPECTACULAR_SETTINGS = {
    "TITLE": "lifow API",
    "DESCRIPTION": (
        "People, skills, evidence, gaps and plans. Systems sign in with client credentials; errors are "
        "problem details (RFC 9457); lists are paged by opaque cursors."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "DEFAULT_GENERATOR_CLASS": "lifow.base.api.schema.ApiGenerator",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AssignmentSource": "assessments.roles.choices.AssignmentSource",
        "CalibrationState": "assessments.testing.calibration.choices.CalibrationState",
        "EmploymentStatus": "lifow.people.persons.choices.EmploymentStatus",
        "EvidenceSource": "assessments.evidence.models.Evidence.Source",
        "GapStatus": "assessments.gaps.api.STATUSES",
        "AnswerKind": "content.answers.choices.AnswerKind",
        "AnswerConfidence": "assessments.testing.calibration.choices.Confidence",
        "FeedbackMoment": "assessments.testing.sittings.choices.Feedback",
        "HealthReason": "assessments.testing.calibration.choices.HealthReason",
        "HealthState": "assessments.testing.calibration.choices.HealthState",
        "SittingConclusion": "assessments.testing.sittings.choices.Conclusion",
        "SittingPurpose": "assessments.testing.sittings.choices.Purpose",
        "SittingState": "assessments.testing.sittings.choices.SittingState",
        "StopReason": "assessments.testing.sittings.choices.StopReason",
        "ItemKind": "assessments.testing.bank.choices.ItemKind",
        "ItemVersionState": "assessments.testing.bank.choices.VersionState",
        "ModuleKind": "content.catalogue.choices.ModuleKind",
        # Of modules and of test questions.
        "PublicationState": "content.catalogue.choices.ModuleStatus",
        "PairingState": "mentoring.choices.PairingState",
        "ClosingReason": "assessments.requests.choices.ClosingReason",
        "RequestOrigin": "assessments.requests.choices.RequestOrigin",
        "RequestSource": "assessments.requests.choices.RequestSource",
        "RequestState": "assessments.requests.choices.RequestState",
        "SkipReason": "assessments.requests.choices.SkipReason",
        "PlanItemReason": "content.planning.models.PlanItem.Reason",
        "PlanOutcome": "content.planning.models.Plan.Outcome",
    },
}
