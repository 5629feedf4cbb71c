"""Pictures that authors paste, drop or choose while they write."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from content.authoring.forms import PictureForm, why_refused
from content.authoring.views import for_authors
from lifow.base.media.addresses import picture_address
from lifow.base.requests import SignedInRequest


@for_authors
@require_POST
def pictures(request: SignedInRequest) -> JsonResponse:
    """Keep a picture, and say where it is shown. It is in no text yet: the editor puts it there."""
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": why_refused(form)}, status=422)
    picture = form.cleaned_data["file"]
    return JsonResponse({"address": picture_address(picture.public_id)}, status=201)
