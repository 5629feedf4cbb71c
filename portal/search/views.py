"""One box that finds modules, skills and the people one may see."""

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment, Person

MOST_OF_A_KIND = 8


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """What matches `q`, by kind; the list alone for the search dialog."""
    text = request.GET.get("q", "").strip()
    jobs = Employment.objects.current().filter(person=OuterRef("pk"))
    people = Person.objects.visible_to(request.user).annotate(
        job_title=Subquery(jobs.values("job_title")[:1])
    )
    context = {
        "q": text,
        "modules": Module.objects.visible_to(request.user).best_matches(text, MOST_OF_A_KIND),
        "skills": Skill.objects.assessable().select_related("parent").best_matches(text, MOST_OF_A_KIND),
        "people": people.best_matches(text, MOST_OF_A_KIND, is_narrow=not request.user.is_hr_admin),
    }
    return render(
        request, "portal/search/search_results.html" if request.htmx else "portal/search/search.html", context
    )
