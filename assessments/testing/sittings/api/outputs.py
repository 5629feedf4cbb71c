"""What is told of sittings: not what is right before it may be, and never parameters of questions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from assessments.testing.bank.choices import ItemKind
from assessments.testing.calibration.choices import Confidence
from assessments.testing.sittings.choices import Conclusion, Purpose, SittingState, StopReason
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MeasureField, MomentField
from lifow.base.api.outputs import OutputSerializer

OF_SKILL = {
    "skill": examples.SKILL,
    "needed": 3.0,
    "conclusion": "meets",
    "chance": 0.9134,
    "level": 3.62,
    "standard_error": 0.81,
    "stop_reason": "decided",
    "evidence": examples.EVIDENCE,
}
QUESTION: dict[str, Any] = {
    "number": 2,
    "skill": examples.SKILL,
    "kind": "single",
    "language": "en",
    "stem": "How long can a customer return a device?",
    "body": {"options": [{"key": "1", "text": "30 days"}, {"key": "2", "text": "14 days"}]},
    "picture": None,
    "picture_alt": "",
    "seconds_expected": 45,
}
EXAMPLE: dict[str, Any] = {
    "id": examples.SITTING,
    "person": examples.PERSON,
    "state": "open",
    "most": 4,
    "skills": [
        {
            **OF_SKILL,
            **dict.fromkeys(("chance", "level", "standard_error", "evidence")),
            "conclusion": "",
            "stop_reason": "",
        }
    ],
    "question": QUESTION,
    "answers": [
        {"number": 1, "answer": ["14 days"], "confidence": "sure", "is_late": False, "feedback": None}
    ],
    "started_at": "2026-03-02T12:00:00Z",
    "expires_at": "2026-03-09T12:00:00Z",
    "finished_at": None,
    "updated_at": "2026-03-02T12:00:40Z",
}
EXAMPLE_OF_TEST = {
    "id": examples.SITTING,
    "person": examples.PERSON,
    "purpose": "certification",
    "title": "Refunds, certified",
    "attempt": 1,
    "state": "finished",
    "is_passed": True,
    "skills": [OF_SKILL],
    "started_at": "2026-03-02T12:00:00Z",
    "finished_at": "2026-03-02T12:20:00Z",
    "updated_at": "2026-03-02T12:20:00Z",
}


@extend_schema_field({"type": "object", "additionalProperties": True})
class BodyField(serializers.DictField):
    """What can be answered, by the kind of question."""


class SkillResultOutput(OutputSerializer):
    """A skill that a sitting measures, and what it concluded."""

    skill = IdField("skl", source="skill.public_id")
    needed = MeasureField(
        source="required", allow_null=True, help_text=_("Null where no level is asked for.")
    )
    conclusion = serializers.ChoiceField(
        Conclusion.choices,
        allow_blank=True,
        help_text=_("Empty while it is open, and without a needed level."),
    )
    chance = MeasureField(
        allow_null=True, help_text=_("That the needed level is met, with what was known before.")
    )
    level = MeasureField(allow_null=True, help_text=_("What the answers by themselves say."))
    standard_error = MeasureField(allow_null=True, help_text=_("Of that level, in levels."))
    stop_reason = serializers.ChoiceField(
        StopReason.choices, allow_blank=True, help_text=_("Why no more was asked.")
    )
    evidence = IdField("evd", source="evidence.public_id", allow_null=True)


class QuestionOutput(OutputSerializer):
    """A question to answer, without what is right."""

    number = serializers.IntegerField(source="item.number")
    skill = IdField("skl", source="item.part.skill.public_id")
    kind = serializers.ChoiceField(ItemKind.choices, source="shown.kind")
    language = serializers.CharField(source="shown.language")
    stem = serializers.CharField(source="item.version.stem", help_text=_("What is asked, in Markdown."))
    body = BodyField(
        source="shown.body",
        help_text=_(
            "Options, steps, areas, or left and right sides, each with the key by which it is chosen."
        ),
    )
    picture = serializers.CharField(
        source="picture_url",
        allow_null=True,
        help_text=_("Its address on this site, for the person; clients get it below the quick check."),
    )
    picture_alt = serializers.CharField(source="shown.picture_alt")
    seconds_expected = serializers.IntegerField(source="item.version.seconds_expected")


class RemarkOutput(OutputSerializer):
    """Something that was answered."""

    text = serializers.CharField()
    is_right = serializers.BooleanField()
    rationale = serializers.CharField()


class FeedbackOutput(OutputSerializer):
    """What is right, and why."""

    is_right = serializers.BooleanField()
    score = serializers.IntegerField()
    highest = serializers.IntegerField()
    chosen = RemarkOutput(many=True)
    right = serializers.ListField(child=serializers.CharField(), read_only=True)
    rationale = serializers.CharField()


class AnswerOutput(OutputSerializer):
    """A question that was answered."""

    number = serializers.IntegerField(source="item.number")
    answer = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text=_("In words; empty where none was given.")
    )
    confidence = serializers.ChoiceField(Confidence.choices, source="item.confidence", allow_blank=True)
    is_late = serializers.BooleanField(
        source="item.is_late", help_text=_("It came after the end, and does not count.")
    )
    feedback = FeedbackOutput(allow_null=True, help_text=_("Null before it may be told."))


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class QuickCheckOutput(OutputSerializer):
    """A few questions to one person about skills that are not known enough."""

    id = IdField("sit", source="public_id")
    person = IdField("per", source="person.public_id")
    state = serializers.ChoiceField(SittingState.choices)
    most = serializers.IntegerField(help_text=_("Questions at most; it ends as soon as it is decided."))
    skills = SkillResultOutput(source="parts", many=True)
    question = QuestionOutput(
        allow_null=True, help_text=_("That waits for an answer; null for all but the person and clients.")
    )
    answers = AnswerOutput(many=True, help_text=_("None for all but the person and clients."))
    started_at = MomentField()
    expires_at = MomentField(source="deadline_at")
    finished_at = MomentField(allow_null=True)
    updated_at = MomentField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE_OF_TEST)])
class SittingOutput(OutputSerializer):
    """One time that somebody sat a test or a quick check, and the levels that it concluded."""

    id = IdField("sit", source="public_id")
    person = IdField("per", source="person.public_id")
    purpose = serializers.ChoiceField(Purpose.choices)
    title = serializers.CharField(help_text=_("Of the test; empty for a quick check."))
    attempt = serializers.IntegerField()
    state = serializers.ChoiceField(SittingState.choices)
    is_passed = serializers.BooleanField(
        allow_null=True, help_text=_("Null while it is open, and where it can be neither passed nor failed.")
    )
    skills = SkillResultOutput(source="parts", many=True)
    started_at = MomentField()
    finished_at = MomentField(allow_null=True)
    updated_at = MomentField()
