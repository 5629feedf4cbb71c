"""What HR keeps for the search: other words for the same, beside what people look for and do not find."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from content.searches.reports import abandoned_searches, failed_searches, rephrased_searches
from lifow.base.access import needs_permission
from lifow.base.passages.models import Synonym
from lifow.base.passages.reports import median_opening
from lifow.base.passages.services import SynonymError, add_synonym, remove_synonym
from lifow.base.requests import SignedInRequest
from portal.search.forms import SynonymForm

MOST = 50
MOST_SYNONYMS = 500
DAYS = 28
LONGEST_ID = 19
for_hr = needs_permission(
    "content.keep_facets", who=gettext_lazy("HR admins keep the words of the search. Ask one of them.")
)


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def searches(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Synonyms, what may be some, what was searched for in vain, and how long finding takes."""
    now = timezone.now()
    began = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in ("words", "means")}
    form = SynonymForm(request.POST if request.method == "POST" else None, initial=began)
    if form.is_valid():
        try:
            made = add_synonym(**form.cleaned_data, as_of=now)
        except SynonymError as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, _("A search for “%(words)s” finds “%(means)s” too.") % vars(made))
            return redirect("portal:searches")
    known = set(Synonym.objects.values_list("folded", "means"))
    context = {
        "form": form,
        "synonyms": Synonym.objects.order_by("words", "means", "pk")[:MOST_SYNONYMS],
        "rephrased": [one for one in rephrased_searches(MOST) if (one.query, one.later) not in known],
        "failed": failed_searches(MOST),
        "abandoned": abandoned_searches(MOST),
        "opening": median_opening(DAYS, now.date()),
        "days": DAYS,
    }
    return render(request, "portal/search/searches.html", context, status=422 if form.errors else 200)


@for_hr
@require_POST
def remove(request: SignedInRequest) -> HttpResponseBase:
    """Keep two words no longer for the same. Twice is once."""
    sent = request.POST.get("synonym", "")
    if sent.isascii() and sent.isdigit() and len(sent) < LONGEST_ID:
        remove_synonym(synonym_id=int(sent))
    messages.success(request, _("The search takes these words apart again."))
    return redirect("portal:searches")
