"""Writing things under the ids of another system: one by PUT, or a thousand in a batch, each row answered."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from lifow.base.api.authentication import caller_id
from lifow.base.api.errors import field_errors
from lifow.base.api.exceptions import BODY, HEADER, PARAMETER, InvalidInput, PreconditionFailed
from lifow.base.api.fields import TextField
from lifow.base.api.idempotency import REPLAYED, Answer, answer_once, key_of
from lifow.base.api.inputs import Input
from lifow.base.api.viewsets import ResourceViewSet

MOST_ROWS = 1_000
PLACE = r"by-external-id/(?P<source>[^/:]{1,50})/(?P<external_id>[^/]{1,200})"


@dataclass(frozen=True, slots=True)
class Said:
    """What was sent of one thing: the id that the system gives it, and its fields as its input has them."""

    line: int
    external_id: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: where in it (“employment/manager”), a code for programs, words for people."""

    place: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a row: the public id of the thing, "" where nothing of it was written."""

    public_id: str
    is_new: bool
    faults: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Rows of one system to be written. `check` runs under the lock of the service, before it writes.

    `let_through` has how many of a kind of change are let through this once, and `reason` why.
    """

    source: str
    rows: Sequence[Said]
    written_by: str
    check: Callable[[], None] | None = None
    let_through: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


class BatchInput(Input):
    """Rows of one system. Each is checked by itself, so that a bad one stops no other."""

    source: Any = TextField(50, help_text=_("The system that gives the ids, such as hris."))
    rows = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST_ROWS)


class WrittenByExternalId(ResourceViewSet):
    """A resource whose things are also read and written under the ids of other systems.

    row_input      the fields of one thing, without its id
    batch_input    the body of a batch; `batch_name` is what its rows are called in the description
    about_writing  what writing one means
    """

    row_input: ClassVar[type[Input]]
    batch_input: ClassVar[type[BatchInput]] = BatchInput
    about_writing: ClassVar[str | Promise]
    http_method_names = ["get", "post", "put", "head"]

    def of_external_id(self, source: str, external_id: str) -> Any:
        """What the caller may see that a system calls so; None where there is none."""
        raise NotImplementedError

    def write(self, order: Order) -> Sequence[Outcome]:
        """Write the rows; what came of each, in their order."""
        raise NotImplementedError

    @action(detail=False, methods=["get"], url_path=PLACE, url_name="by-external-id")
    def by_external_id(self, request: Request, source: str, external_id: str) -> Response:
        found = self.of_external_id(source, external_id)
        if found is None:
            raise Http404
        return Response(self.told(found))

    @by_external_id.mapping.put
    def put_by_external_id(self, request: Request, source: str, external_id: str) -> Response:
        _check_names(source, external_id)
        if request.headers.get("If-None-Match", "*").strip() != "*":
            raise InvalidInput(
                {"If-None-Match": [_("Only * is taken here: write what is new alone.")]}, HEADER
            )
        given = self.row_input(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)

        def check() -> None:
            refuse_another_state(request, self.of_external_id(source, external_id), self.told)

        said = Said(1, external_id, given.validated_data)
        is_bound = any(name in request.headers for name in ("If-Match", "If-None-Match"))
        order = Order(
            source=source, rows=[said], written_by=caller_id(request), check=check if is_bound else None
        )
        [outcome] = self.write(order)
        if outcome.faults:
            raise serializers.ValidationError(_nested(outcome.faults))
        told = self.told(self.of_external_id(source, external_id))
        headers = {"ETag": etag_of(told)}
        if outcome.is_new:
            address = {"id": outcome.public_id}
            headers["Location"] = reverse(f"api:{self.basename}-detail", kwargs=address, request=request)
        return Response(told, status=201 if outcome.is_new else 200, headers=headers)

    @action(detail=False, methods=["post"])
    def batch(self, request: Request) -> Response:
        answer = answer_once(
            client=caller_id(request),
            key=key_of(request),
            request=request,
            as_of=timezone.now(),
            write=lambda: Answer(200, self._batch(request)),
        )
        return Response(
            answer.body, status=answer.status, headers={REPLAYED: "true"} if answer.is_replayed else {}
        )

    def told(self, found: Any) -> dict[str, Any]:
        """A thing as the resource tells it."""
        return dict(self.get_serializer(self.present([found])[0]).data)

    def _batch(self, request: Request) -> dict[str, Any]:
        given = self.batch_input(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told = given.validated_data
        answers: list[dict[str, Any]] = [{} for _ in told["rows"]]
        good: list[Said] = []
        sent: Any = request.data
        for index, row in enumerate(sent["rows"]):
            one = row_input_of(self.row_input)(data=row, context={"request": request})
            if one.is_valid():
                fields = dict(one.validated_data)
                good.append(Said(index + 1, fields.pop("external_id"), fields))
            else:
                errors = field_errors(_full(one.errors), place=BODY, path=f"/rows/{index}")
                answers[index] = _refused(row, list(errors))
        order = Order(
            source=told["source"],
            rows=good,
            written_by=caller_id(request),
            let_through=told.get("let_through", {}),
            reason=told.get("reason", ""),
        )
        for said, outcome in zip(good, self.write(order) if good else (), strict=True):
            answers[said.line - 1] = _answer(said, outcome)
        failed = sum(not one["id"] for one in answers)
        return {"written": len(answers) - failed, "failed": failed, "rows": answers}


def row_input_of(kind: type[Input]) -> type[Input]:
    """The fields of a row of a batch: those of one thing, and the id that the system gives it."""
    external_id = TextField(help_text=_("The id that the system gives it."))
    return type(f"{kind.__name__}Row", (kind,), {"external_id": external_id, "__doc__": kind.__doc__})


def etag_of(told: Mapping[str, Any]) -> str:
    """The ETag that the thing has where it is read."""
    return f'"{hashlib.md5(JSONRenderer().render(told), usedforsecurity=False).hexdigest()}"'


def refuse_another_state(request: Request, found: Any, told: Callable[[Any], Mapping[str, Any]]) -> None:
    """Raise PreconditionFailed where If-Match names another state than the thing is in, or where it is there
    already and If-None-Match says that it must not be."""
    wanted = request.headers.get("If-Match")
    if wanted is not None and (found is None or not _names(wanted, etag_of(told(found)))):
        raise PreconditionFailed
    if found is not None and "If-None-Match" in request.headers:
        raise PreconditionFailed


def _names(header: str, etag: str) -> bool:
    return header.strip() == "*" or etag in {one.strip() for one in header.split(",")}


def _check_names(source: str, external_id: str) -> None:
    names = {"source": (source, 50), "external_id": (external_id, 200)}
    errors = {}
    for name, (text, most) in names.items():
        try:
            if TextField(most).run_validation(text) != text:
                raise serializers.ValidationError(_("Leave out the spaces around it."), "invalid")
        except serializers.ValidationError as error:
            errors[name] = error.detail
    if errors:
        raise InvalidInput(errors, PARAMETER)


def _nested(faults: Sequence[Fault]) -> dict[str, Any]:
    """Faults as the errors of a serializer: by field, and by field of the field."""
    nested: dict[str, Any] = {}
    for one in faults:
        *above, last = one.place.split("/")
        inner = nested
        for name in above:
            inner = inner.setdefault(name, {})
        inner.setdefault(last, []).append(ErrorDetail(one.detail, one.code))
    return nested


def _full(errors: Any) -> Any:
    """A serializer's errors with their codes, as an exception tells them."""
    return serializers.ValidationError(errors).get_full_details()


def _refused(row: Any, errors: list[dict[str, str]]) -> dict[str, Any]:
    external_id = row.get("external_id") if isinstance(row, Mapping) else None
    return {
        "external_id": external_id if isinstance(external_id, str) else None,
        "id": None,
        "status": HTTPStatus.UNPROCESSABLE_ENTITY.value,
        "errors": errors,
        "warnings": [],
    }


def _answer(said: Said, outcome: Outcome) -> dict[str, Any]:
    at = f"#/rows/{said.line - 1}"
    told = {
        name: [
            {"pointer": f"{at}/{one.place}".rstrip("/"), "code": one.code, "detail": one.detail}
            for one in those
        ]
        for name, those in (("errors", outcome.faults), ("warnings", outcome.warnings))
    }
    status = 201 if outcome.is_new else 200
    return {
        "external_id": said.external_id,
        "id": None if outcome.faults else outcome.public_id or None,
        "status": HTTPStatus.UNPROCESSABLE_ENTITY.value if outcome.faults else status,
        **told,
    }
