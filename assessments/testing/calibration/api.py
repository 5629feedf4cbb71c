"""/api/v1/calibrations and /api/v1/item-health: statistics of questions, for those who may author alone."""

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Skill
from assessments.testing.calibration.choices import CalibrationState, HealthReason, HealthState
from assessments.testing.calibration.models import Calibration, ItemHealth, ItemParameters
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MeasureField, MomentField, ReferenceField, StoredMeasuresField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet

PARAMETERS: dict[str, Any] = {
    "version": examples.ITEM_VERSION,
    "slope": 1.21,
    "slope_error": 0.18,
    "thresholds": [1.38],
    "threshold_errors": [0.14],
    "answers": 214,
    "moved": -0.06,
    "is_linking": True,
    "is_in_force": True,
}
CALIBRATION: dict[str, Any] = {
    "id": examples.CALIBRATION,
    "skill": examples.SKILL,
    "number": 3,
    "state": "done",
    "asked_by": None,
    "asked_at": "2026-03-01T04:30:00Z",
    "finished_at": "2026-03-01T04:30:02Z",
    "people": 214,
    "questions": 1,
    "answers": 214,
    "linked": 1,
    "shift": 0.04,
    "starts_anew": False,
    "has_converged": True,
    "log_likelihood": -131.6,
    "updated_at": "2026-03-01T04:30:02Z",
    "parameters": [PARAMETERS],
}
HEALTH: dict[str, Any] = {
    "id": examples.ITEM_VERSION,
    "item": examples.ITEM,
    "skill": examples.SKILL,
    "state": "held",
    "reasons": ["wrong_key"],
    "computed_at": "2026-03-01T04:30:02Z",
    "people": 214,
    "answers": 214,
    "p_value": 0.31,
    "point_biserial": -0.28,
    "options": [
        {"key": "a", "score": 1, "count": 66, "thirds": [31, 22, 13], "level": 1.9},
        {"key": "b", "score": 0, "count": 148, "thirds": [40, 50, 58], "level": 2.6},
    ],
    "information": 0.04,
    "exposure": 0.46,
    "drift": None,
    "sure_and_wrong": 0.37,
    "seconds_median": 38.0,
    "looked_at": None,
    "looked_at_by": None,
    "note": "",
    "updated_at": "2026-03-01T04:30:02Z",
}


class ParametersOutput(OutputSerializer):
    """Where a version of a question lies on the levels of its skill.

    The chance of a score of k or more at level θ is 1 / (1 + exp(−slope · (θ − thresholds[k − 1]))).
    """

    version = IdField("itv", source="version.public_id")
    slope = MeasureField(help_text=_("Logits a level."))
    slope_error = MeasureField(source="slope_se", allow_null=True)
    thresholds = StoredMeasuresField(help_text=_("Levels, one a point, in order."))
    threshold_errors = StoredMeasuresField(allow_null_items=True, source="threshold_ses")
    answers = serializers.IntegerField()
    moved = MeasureField(
        allow_null=True, help_text=_("Levels from the calibration before; null where it had none.")
    )
    is_linking = serializers.BooleanField(help_text=_("It links this calibration with the one before."))
    is_in_force = serializers.BooleanField(help_text=_("Sittings that begin now use these."))


@extend_schema_serializer(examples=[examples.example(CALIBRATION)])
class CalibrationOutput(OutputSerializer):
    """Where all questions of a skill lie on its levels, by the answers of two years."""

    id = IdField("cal", source="public_id")
    skill = IdField("skl", source="skill.public_id")
    number = serializers.IntegerField(help_text=_("Of this skill’s calibrations."))
    state = serializers.ChoiceField(CalibrationState.choices)
    asked_by = IdField(
        "per", source="asked_by.public_id", allow_null=True, help_text=_("Null where no person asked.")
    )
    asked_at = MomentField()
    finished_at = MomentField(allow_null=True)
    people = serializers.IntegerField()
    questions = serializers.IntegerField(source="items")
    answers = serializers.IntegerField()
    linked = serializers.IntegerField(help_text=_("Questions over which it is linked with the one before."))
    shift = MeasureField(
        help_text=_("Levels by which the questions were moved to stay with the calibration before.")
    )
    starts_anew = serializers.BooleanField(
        help_text=_("They were not moved: levels before and after are apart by the shift.")
    )
    has_converged = serializers.BooleanField()
    log_likelihood = MeasureField(allow_null=True)
    updated_at = MomentField()
    parameters = ParametersOutput(many=True)


class OptionOutput(OutputSerializer):
    """Who chose one answer. A number with one to four people behind it is null."""

    key = serializers.CharField(help_text=_("Of the question’s body, or what was typed."))
    score = serializers.IntegerField()
    count = serializers.IntegerField(allow_null=True)
    thirds = serializers.ListField(
        child=serializers.IntegerField(allow_null=True),
        help_text=_("How many of the people with the lowest, the middle and the highest levels."),
    )
    level = MeasureField(allow_null=True, help_text=_("Mean level of those who chose it."))


@extend_schema_serializer(examples=[examples.example(HEALTH)])
class ItemHealthOutput(OutputSerializer):
    """What people’s answers say of a version of a question, of at least five people."""

    id = IdField("itv", source="public_id", help_text=_("Of the version."))
    item = IdField("itm", source="version.item.public_id")
    skill = IdField("skl", source="version.item.skill.public_id")
    state = serializers.ChoiceField(
        HealthState.choices,
        help_text=_("held: it does not count towards levels until somebody has looked at it."),
    )
    reasons = serializers.ListField(
        child=serializers.ChoiceField(HealthReason.choices), help_text=_("What is wrong, the worst first.")
    )
    computed_at = MomentField()
    people = serializers.IntegerField()
    answers = serializers.IntegerField()
    p_value = MeasureField(allow_null=True, help_text=_("The mean score over the highest."))
    point_biserial = MeasureField(
        allow_null=True,
        help_text=_("Correlation of the score with the level that the person’s other answers tell."),
    )
    options = OptionOutput(many=True)
    information = MeasureField(allow_null=True, help_text=_("At the level that it was written for."))
    exposure = MeasureField(
        allow_null=True, help_text=_("Share of the people who were asked it, of those asked in this skill.")
    )
    drift = MeasureField(
        allow_null=True, help_text=_("Levels by which it has become harder in the last 90 days.")
    )
    sure_and_wrong = MeasureField(
        allow_null=True, help_text=_("Share of all answers that people were sure of, and that are wrong.")
    )
    seconds_median = MeasureField(allow_null=True)
    looked_at = MomentField(allow_null=True)
    looked_at_by = IdField("per", source="looked_at_by.public_id", allow_null=True)
    note = serializers.CharField(help_text=_("Of the person who has looked at it."))
    updated_at = MomentField()


def _skill_parameter() -> ReferenceField:
    return ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("Of this skill.")
    )


def _since_parameter() -> MomentField:
    return MomentField(required=False, help_text=_("Changed at or after this moment."))


class CalibrationParameters(ListParameters):
    skill = _skill_parameter()
    updated_since = _since_parameter()
    state = serializers.ChoiceField(CalibrationState.choices, required=False, help_text=_("In this state."))


class CalibrationViewSet(ResourceViewSet):
    prefix, one, many = "cal", _("calibration"), _("calibrations")
    about = _(
        "Where test questions lie on the levels of their skill, by people’s answers: a calibration a month "
        "and skill, each linked with the one before. For content authors, HR admins and systems."
    )
    scopes = {"read": "items:read"}
    serializer_class = CalibrationOutput
    list_parameters = CalibrationParameters
    filters = {
        "skill": lambda rows, skill: rows.filter(skill=skill),
        "state": lambda rows, state: rows.filter(state=state),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Calibration]:
        parameters = ItemParameters.objects.select_related("version").order_by("version")
        rows = Calibration.objects.visible_to(self.request.user).select_related("skill", "asked_by")
        return rows.prefetch_related(Prefetch("parameters", parameters))


class ItemHealthParameters(ListParameters):
    skill = _skill_parameter()
    updated_since = _since_parameter()
    state = serializers.ChoiceField(HealthState.choices, required=False, help_text=_("In this state."))


class ItemHealthViewSet(ResourceViewSet):
    prefix, one, many = "itv", _("health of a question"), _("health of questions")
    about = _(
        "What answers say of each version of a test question: how easy it is, whether those who know more "
        "answer it better, who chose what. It is computed anew when at least five more people have answered. "
        "For content authors, HR admins and systems."
    )
    scopes = {"read": "items:read"}
    serializer_class = ItemHealthOutput
    list_parameters = ItemHealthParameters
    filters = {
        "skill": lambda rows, skill: rows.filter(version__item__skill=skill),
        "state": lambda rows, state: rows.filter(state=state),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[ItemHealth]:
        rows = ItemHealth.objects.visible_to(self.request.user).annotate(public_id=F("version__public_id"))
        return rows.select_related("version__item__skill", "looked_at_by")
