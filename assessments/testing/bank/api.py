"""/api/v1/items"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.reports import in_words
from assessments.testing.bank.services import (
    LONGEST_ALT,
    ItemContents,
    ItemError,
    create_item,
    set_item_picture,
    submit_version,
)
from lifow.base.api import examples
from lifow.base.api.authentication import person_calling
from lifow.base.api.exceptions import Conflict
from lifow.base.api.fields import (
    ExternalIdField,
    ExternalIdOutput,
    IdField,
    MomentField,
    ReferenceField,
    TextField,
)
from lifow.base.api.idempotency import create_once
from lifow.base.api.inputs import Input
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.parsers import JSONParser, PictureParser
from lifow.base.api.pictures import picture_file
from lifow.base.api.viewsets import ResourceViewSet
from lifow.base.bounds import LONGEST_TEXT
from lifow.base.media.models import Picture
from lifow.base.media.services import PictureError

BODY = {
    "options": [
        {"key": "a", "text": "14 days", "is_right": True, "rationale": "By the policy of 2024."},
        {"key": "b", "text": "30 days", "is_right": False, "rationale": "That was before 2024."},
    ]
}
VERSION: dict[str, Any] = {
    "id": examples.ITEM_VERSION,
    "number": 1,
    "state": "published",
    "kind": "single",
    "level": 2,
    "stem": "How long can a customer return a device?",
    "body": BODY,
    "picture": None,
    "picture_alt": "",
    "highest_score": 1,
    "seconds_expected": 45,
    "created_by": examples.MANAGER,
    "submitted_at": "2026-03-02T09:00:00Z",
    "reviewed_by": examples.PERSON,
    "reviewed_at": "2026-03-02T12:00:00Z",
    "review_note": "",
    "published_at": "2026-03-02T12:00:00Z",
}
EXAMPLE: dict[str, Any] = {
    "id": examples.ITEM,
    "external_ids": [{"source": "moodle", "value": "q-4410"}],
    "skill": examples.SKILL,
    "language": "en",
    "author": examples.MANAGER,
    "state": "published",
    "versions": [VERSION],
    "retired_at": None,
    "retired_reason": "",
    "created_at": "2026-03-02T08:00:00Z",
    "updated_at": "2026-03-02T12:00:00Z",
}
EXAMPLE_TO_ADD = {
    "skill": examples.SKILL,
    "kind": "single",
    "level": 2,
    "stem": "How long can a customer return a device?",
    "body": BODY,
    "external_id": "moodle:q-4410",
    "submit": True,
}


@extend_schema_field({"type": "object", "additionalProperties": True})
class BodyField(serializers.DictField):
    """The answers of a question, by its kind."""


@extend_schema_field(ExternalIdOutput(many=True))
class ItemExternalIds(serializers.Field):
    """The name that another system gives to a question, if one does, as a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        return [{"source": value.external_source, "value": value.external_id}] if value.external_id else []


class PictureOutput(OutputSerializer):
    """The picture of a question, as it is kept."""

    media_type = serializers.ChoiceField(Picture.Type.choices)
    width = serializers.IntegerField(help_text=_("In pixels."))
    height = serializers.IntegerField(help_text=_("In pixels."))
    bytes = serializers.IntegerField()


class ItemVersionOutput(OutputSerializer):
    """One wording of a question. Nothing of a published one changes but its state."""

    id = IdField("itv", source="public_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(ItemVersion.State.choices)
    kind = serializers.ChoiceField(ItemVersion.Kind.choices, help_text=_("How it is answered."))
    level = serializers.IntegerField(help_text=_("A person who is just at it has an even chance."))
    stem = serializers.CharField(help_text=_("What is asked, in Markdown."))
    body = BodyField(help_text=_("The answers with what is right and why, by kind: see the guide."))
    picture = PictureOutput(allow_null=True, help_text=_("Null where it has none."))
    picture_alt = serializers.CharField(help_text=_("What its picture shows; empty without one."))
    highest_score = serializers.IntegerField()
    seconds_expected = serializers.IntegerField()
    created_by = IdField("per", source="created_by.public_id", allow_null=True)
    submitted_at = MomentField(allow_null=True)
    reviewed_by = IdField("per", source="reviewed_by.public_id", allow_null=True)
    reviewed_at = MomentField(allow_null=True)
    review_note = serializers.CharField()
    published_at = MomentField(allow_null=True)


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class ItemOutput(OutputSerializer):
    """A question that tests ask, with its versions, the newest first."""

    id = IdField("itm", source="public_id")
    external_ids = ItemExternalIds()
    skill = IdField("skl", source="skill.public_id")
    language = serializers.CharField()
    author = IdField("per", source="author.public_id", allow_null=True)
    state = serializers.ChoiceField(
        Item.State.choices, help_text=_("Whether it is asked. What a version waits for is its own state.")
    )
    versions = ItemVersionOutput(many=True)
    retired_at = MomentField(allow_null=True)
    retired_reason = serializers.CharField()
    created_at = MomentField()
    updated_at = MomentField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE_TO_ADD, is_request=True)])
class ItemInput(Input):
    """A question to add, as a draft or at once sent for review."""

    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), help_text=_("What it measures: one that is assessed.")
    )
    language = TextField(20, required=False, default="en", help_text=_("A code, such as en or pt-BR."))
    kind = serializers.ChoiceField(ItemVersion.Kind.choices)
    level = serializers.IntegerField(min_value=1, max_value=99, help_text=_("1 to the top of its scale."))
    stem = TextField(LONGEST_TEXT, help_text=_("What is asked, in Markdown."))
    body = BodyField(help_text=_("The answers with what is right and why, by kind: see the guide."))
    seconds_expected = serializers.IntegerField(
        min_value=5, max_value=3600, required=False, default=45, help_text=_("To answer it.")
    )
    external_id = ExternalIdField(required=False, help_text=_("The name that the system gives it."))
    submit = serializers.BooleanField(
        required=False, default=False, help_text=_("true: sends it for review at once; it has to be whole.")
    )


@extend_schema_serializer(
    examples=[
        examples.example(
            {"file": "@invoice.png", "picture_alt": "An invoice with a table of three lines"},
            is_request=True,
            media_type="multipart/form-data",
        )
    ]
)
class PictureInput(Input):
    """A picture, and what it shows in words."""

    file = serializers.FileField(help_text=_("PNG, JPEG, GIF or WebP, at most 5 MB."))
    picture_alt = TextField(
        LONGEST_ALT, help_text=_("For those who cannot see it; without giving the answer away.")
    )


class ItemParameters(ListParameters):
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("Measuring this skill.")
    )
    language = serializers.CharField(required=False, max_length=20, help_text=_("In this language."))
    state = serializers.ChoiceField(Item.State.choices, required=False, help_text=_("In this state."))
    external_id = ExternalIdField(required=False, help_text=_("That a system calls so: moodle:q-4410."))
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class ItemViewSet(ResourceViewSet):
    prefix, one, many = "itm", _("test question"), _("test questions")
    about = _(
        "What tests ask, with what is right and why: for HR admins, content authors and systems with a token "
        "alone. People who are asked a question never get these."
    )
    about_adding = _(
        "Add a question. It is a draft, which its authors finish, or is sent for review at once: nobody is "
        "asked it before a content author has read and published it. One with a picture is added as a draft, "
        "given its picture, and then sent for review."
    )
    about_acts = {
        "submit": _("Send the draft of a question for review. One that waits already stays so."),
        "picture": _("The picture of the newest version. It has none: 404."),
        "set_picture": _(
            "Give the draft of a question its picture, in place of another one, as multipart/form-data; one "
            "that is published gets a next version with it. Twice is once. The file is encoded anew, without "
            "what a camera adds. While it is reviewed, or retired, nothing is changed."
        ),
    }
    act_inputs = {"set_picture": PictureInput}
    uploads = ("set_picture",)
    downloads = {"picture": "image/*"}
    shown = {"picture": "(the bytes of the picture)"}
    parser_classes = (JSONParser, PictureParser)
    scopes = {"read": "items:read", "write": "items:write"}
    serializer_class = ItemOutput
    input_class = ItemInput
    list_parameters = ItemParameters
    filters = {
        "skill": lambda rows, skill: rows.filter(skill=skill),
        "language": lambda rows, language: rows.filter(language=language),
        "state": lambda rows, state: rows.filter(state=state),
        "external_id": lambda rows, pair: rows.filter(external_source=pair[0], external_id=pair[1]),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Item]:
        linked = ("created_by", "reviewed_by", "picture")
        versions = ItemVersion.objects.select_related(*linked).order_by("-number")
        found = Item.objects.visible_to(self.request.user).select_related("skill", "author")
        return found.prefetch_related(Prefetch("versions", versions))

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._added(request), place=self._place)

    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:
        item = self.get_object()
        newest = next(iter(item.versions.all()))
        try:
            submit_version(version=newest, by=person_calling(request), as_of=timezone.now())
        except ItemError as error:
            raise serializers.ValidationError(faults_of(error)) from error
        return Response(ItemOutput(self.get_object()).data)

    @action(detail=True)
    def picture(self, request: Request, id: str) -> HttpResponse:
        return picture_file(next(iter(self.get_object().versions.all())).picture)

    @picture.mapping.post
    def set_picture(self, request: Request, id: str) -> Response:
        item = self.get_object()
        given = PictureInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        try:
            set_item_picture(
                item=item,
                data=given.validated_data["file"].read(),
                alt=given.validated_data["picture_alt"],
                by=person_calling(request),
                as_of=timezone.now(),
            )
        except PictureError as error:
            raise serializers.ValidationError({"file": [str(error)]}) from error
        except ItemError as error:
            raise Conflict(str(error)) from error
        return Response(ItemOutput(self.get_object()).data)

    def _place(self, body: Any) -> str:
        return reverse("api:items-detail", kwargs={"id": body["id"]}, request=self.request)

    def _added(self, request: Request) -> dict[str, Any]:
        given = ItemInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told = given.validated_data
        source, external_id = told.get("external_id", ("", ""))
        names = ("kind", "level", "stem", "body", "seconds_expected")
        try:
            version = create_item(
                skill=told["skill"],
                contents=ItemContents(**{name: told[name] for name in names}),
                author=person_calling(request),
                language=told["language"],
                external_source=source,
                external_id=external_id,
            )
            if told["submit"]:
                submit_version(version=version, by=person_calling(request), as_of=timezone.now())
        except ItemError as error:
            raise serializers.ValidationError(faults_of(error)) from error
        return dict(ItemOutput(self.get_queryset().get(pk=version.item_id)).data)


def faults_of(error: ItemError) -> dict[Any, Any]:
    """What a service refused, by its place in the body that was sent."""
    if not error.problems:
        return {error.field or "non_field_errors": [str(error)]}
    faults: dict[Any, Any] = {}
    for problem in error.problems:
        row = [] if problem.row is None else [problem.row]
        _put(faults, ["body", problem.field, *row, *filter(None, [problem.part])], in_words(problem))
    return faults


def _put(faults: dict[Any, Any], path: Sequence[Any], message: str) -> None:
    """One fault at its place. What is wrong with a list as a whole stands beside what is with its rows."""
    *above, last = path
    for name in above:
        inner = faults.setdefault(name, {})
        if isinstance(inner, list):
            inner = faults[name] = {"non_field_errors": inner}
        faults = inner
    known = faults.get(last)
    if isinstance(known, dict):
        known.setdefault("non_field_errors", []).append(message)
    else:
        faults.setdefault(last, []).append(message)
