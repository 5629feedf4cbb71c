"""What may follow the question mark of a list: checked as a whole, a typing error is never passed over."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request

from lifow.base.api.cursors import CURSOR_PATTERN
from lifow.base.api.exceptions import PARAMETER, InvalidInput
from lifow.base.api.pagination import LARGEST_SIZE, USUAL_SIZE


class ListParameters(serializers.Serializer):
    """What every list takes. A resource adds its filters, each with a `help_text`."""

    cursor = serializers.RegexField(
        CURSOR_PATTERN,
        required=False,
        error_messages={"invalid": gettext_lazy("Take the cursor from next or previous, or leave it out.")},
        help_text=gettext_lazy("Where the page starts; taken from next or previous."),
    )
    page_size = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_SIZE,
        help_text=format_lazy(
            gettext_lazy("Rows per page: {usual} by default, at most {largest}."),
            usual=USUAL_SIZE,
            largest=LARGEST_SIZE,
        ),
    )


def read_parameters(kind: type[ListParameters], request: Request) -> dict[str, Any]:
    """The parameters of a request, each as its field makes it.

    Raises InvalidInput for a parameter that is unknown, given twice or wrong, and for one that names what
    does not exist, or what the caller may not see.
    """
    parameters = kind(data=request.query_params.dict(), context={"request": request})
    errors: dict[str, list[ErrorDetail]] = {}
    for name, values in request.query_params.lists():
        if name not in parameters.fields:
            known = ", ".join(parameters.fields)
            errors[name] = [
                ErrorDetail(_("Unknown parameter. Known parameters: %s.") % known, "unknown_name")
            ]
        elif len(values) > 1:
            errors[name] = [
                ErrorDetail(_("The parameter is given more than once. Give one value."), "repeated")
            ]
    if not parameters.is_valid():
        errors = {**parameters.errors, **errors}
    if errors:
        raise InvalidInput(errors, PARAMETER)
    return parameters.validated_data
