"""An OutputSerializer writes what REST framework's own serializer writes."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from rest_framework import serializers

from lifow.base.api.fields import MeasureField, MomentField
from lifow.base.api.outputs import OutputSerializer


def declared(base: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The same answer on either base."""

    class Inner(base):  # type: ignore[misc, valid-type]
        first = serializers.CharField()
        second = serializers.IntegerField(allow_null=True)

    class Outer(base):  # type: ignore[misc, valid-type]
        name = serializers.CharField()
        status = serializers.ChoiceField([("open", "Open"), ("over", "Over")], source="state")
        share = MeasureField(allow_null=True)
        at = MomentField()
        on = serializers.DateField(allow_null=True)
        is_open = serializers.BooleanField()
        city = serializers.CharField(source="place.city", allow_null=True)
        words = serializers.CharField(source="said")
        given = serializers.CharField(default="nothing")
        inner = Inner(allow_null=True)
        inners = Inner(many=True)
        itself = Inner(source="*")
        made = serializers.SerializerMethodField()

        def get_made(self, row: Any) -> str:
            return f"of {row.name}"

    return Outer


class Row(SimpleNamespace):
    """Something that a report gives: with all that the answer tells."""

    def said(self) -> str:
        return f"{self.name} said"


ROW: dict[str, Any] = {
    "name": "Abena",
    "state": "open",
    "share": 0.123456,
    "at": datetime(2026, 3, 2, 12, 0, 7, tzinfo=UTC),
    "on": date(2026, 3, 2),
    "is_open": True,
    "place": SimpleNamespace(city="Accra"),
    "inner": SimpleNamespace(first="a", second=1),
    "inners": [{"first": "b", "second": None}, SimpleNamespace(first=1, second=2)],
    "first": "c",
    "second": 3,
}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"name": 7, "share": 1, "is_open": 0, "second": "4"},
        {"share": None, "on": None, "inner": None},
        {"place": None},
        {"place": {"city": "Accra"}},
        {"state": "something else"},
        {"inners": []},
    ],
    ids=[
        "plain",
        "other types",
        "nothing there",
        "a path that ends",
        "a mapping",
        "an unknown choice",
        "none",
    ],
)
def test_it_writes_what_the_serializer_writes(changed):
    row = Row(**ROW | changed)
    ours, theirs = (declared(base)(row).data for base in (OutputSerializer, serializers.Serializer))
    assert ours == theirs
    assert {name: type(value) for name, value in ours.items()} == {
        name: type(value) if not isinstance(value, dict) else dict for name, value in theirs.items()
    }


def test_a_missing_value_is_an_error_in_both():
    for base in (OutputSerializer, serializers.Serializer):
        with pytest.raises(AttributeError):
            declared(base)(SimpleNamespace(name="Abena")).data  # noqa: B018
