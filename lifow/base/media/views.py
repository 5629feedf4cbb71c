"""Pictures as they are shown on pages: to those who see what they are used for."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lifow.base.media.access import may_see
from lifow.base.media.models import Picture
from lifow.base.media.serving import picture_response


@login_required
@require_safe
def picture(request: HttpRequest, picture_id: str) -> HttpResponseBase:
    """The file of a picture."""
    row = get_object_or_404(Picture, public_id=picture_id)
    if not may_see(request.user, row):
        raise Http404
    return picture_response(request, row)
