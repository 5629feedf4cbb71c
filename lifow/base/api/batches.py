"""What a batch looks like in the OpenAPI document, and what is answered to one."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from lifow.base.api import examples
from lifow.base.api.outputs import OutputSerializer

KEPT = ("title", "description", "example")
WRONG = {"pointer": "#/rows/1/employment/manager", "code": "unknown", "detail": "Nothing has the id “E1”."}
ANSWER = {
    "written": 1,
    "failed": 1,
    "rows": [
        {"external_id": "E1042", "id": examples.PERSON, "status": 201, "errors": [], "warnings": []},
        {"external_id": "E1043", "id": None, "status": 422, "errors": [WRONG], "warnings": []},
    ],
}


class RowFaultOutput(OutputSerializer):
    """One thing about a row: where in the body, a code for programs, words for people."""

    pointer = serializers.CharField(help_text=_("A JSON pointer into the body (RFC 6901)."))
    code = serializers.CharField()
    detail = serializers.CharField()


class RowOutput(OutputSerializer):
    """What came of a row."""

    external_id = serializers.CharField(allow_null=True)
    id = serializers.CharField(
        allow_null=True, help_text=_("Of the thing; null where nothing of the row was written.")
    )
    status = serializers.ChoiceField(
        [200, 201, 422], help_text=_("201: it is new. 200: it was there. 422: errors say what is wrong.")
    )
    errors: Any = RowFaultOutput(many=True)
    warnings = RowFaultOutput(many=True, help_text=_("What to know of a row that is written."))


@extend_schema_serializer(examples=[examples.example(ANSWER)])
class BatchOutput(OutputSerializer):
    """What came of a batch, the rows in the order in which they were sent."""

    written = serializers.IntegerField()
    failed = serializers.IntegerField()
    rows = RowOutput(many=True)


@cache
def described_batch(row_input: Any, batch_input: Any) -> type[serializers.Serializer]:
    """The body of a resource's batch.

    Of a row the fields are named and no more: one that is wrong is answered by itself, and the request is
    right all the same.
    """
    name = row_input.__name__.removesuffix("Input")
    fields = {
        field: {"description": f"{said}"} if (said := one.help_text) else {}
        for field, one in row_input().fields.items()
    }
    row = {
        "type": "object",
        "description": str(_("The fields of one thing, and the id that the system gives it.")),
        "properties": {"external_id": {"description": str(_("Each row needs one."))}, **fields},
    }

    @extend_schema_field({"type": "array", "minItems": 1, "maxItems": 1000, "items": row})
    class Rows(serializers.ListField):
        pass

    example = {"source": "hris", "rows": [{"external_id": "E1042", **example_of_input(row_input)}]}
    body = type(f"{name}BatchInput", (batch_input,), {"rows": Rows(), "__doc__": batch_input.__doc__})
    return extend_schema_serializer(examples=[examples.example(example, is_request=True)])(body)


def example_of_input(kind: Any) -> dict[str, Any]:
    """The example that an input has of itself."""
    [found] = kind._spectacular_annotation["examples"]
    return dict(found.value)
