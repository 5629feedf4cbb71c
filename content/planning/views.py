"""Learning from a module, and the minutes a week that there are for it."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.gaps.reports import gaps_of
from content.activity.models import Activity
from content.activity.services import start_module
from content.catalogue.models import Module
from content.catalogue.reports import Wanted, address_of, in_words
from content.catalogue.services import draft_of
from content.planning.forms import LearningTimeForm, PauseForm
from content.planning.models import Plan
from content.planning.reports import learning_time_of, plan_of, plans_module
from content.planning.services import complete_module, pause_module, set_learning_time
from lifow.base.markdown import render_markdown
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

NOTHING_NEXT: Mapping[str, object] = {
    Plan.Outcome.NO_GAPS: gettext_lazy("You have no gaps for your role."),
    Plan.Outcome.WAITING: gettext_lazy("Your plan waits for ratings by others."),
    Plan.Outcome.NO_CONTENT: gettext_lazy("There is no other module for your gaps yet."),
    Plan.Outcome.MATERIAL_DONE: gettext_lazy("You have done every module for your level."),
    Plan.Outcome.WEEK_DONE: gettext_lazy("This week’s plan is done."),
    Plan.Outcome.NOTHING_FITS: gettext_lazy("No other step fits into your minutes a week."),
}


@login_required
@require_safe
def module(request: SignedInRequest, module_id: str) -> HttpResponse:
    """A module to read: its text, what it raises and where the reader stands there."""
    visible = Module.objects.visible_to(request.user).select_related("author")
    return _module_page(request, get_object_or_404(visible, public_id=module_id))


def _module_page(
    request: SignedInRequest, found: Module, pause_form: PauseForm | None = None
) -> HttpResponse:
    activity = Activity.objects.for_person(request.user).filter(module=found).select_related("module").first()
    if pause_form is None and activity and _is_in_parts(activity, request.user):
        pause_form = PauseForm(module=found, initial={"minutes_done": activity.minutes_done or None})
    may_change = request.user.has_perm("content.change_module")
    context = {
        "pause_form": pause_form,
        "module": found,
        "body": render_markdown(found.body),
        "activity": activity,
        "effects": _effects(found, request.user),
        "before": _prerequisites(found, request.user),
        "after": found.prepares_for.published().order_by("title"),
        "facets": _facets(found),
        "is_open": found.status == Module.Status.PUBLISHED,
        "may_change": may_change,
        "draft": draft_of(found) if may_change else None,
    }
    status = 422 if pause_form is not None and pause_form.is_bound else 200
    return render(request, "content/planning/module.html", context, status=status)


def _is_in_parts(activity: Activity, person: Person) -> bool:
    """Whether a module that is started was paused, or takes more than the person's minutes a week."""
    if activity.completed_at:
        return False
    return activity.minutes_done > 0 or activity.module.minutes > learning_time_of(person).minutes


@login_required
@require_POST
def start(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Note that the reader has begun, so that the home page offers to resume."""
    found = get_object_or_404(Module.objects.published(), public_id=module_id)
    is_extra = "extra" in request.POST and not plans_module(request.user, found)
    start_module(person=request.user, module=found, started_at=timezone.now(), is_extra=is_extra)
    if request.POST.get("then") == "home":
        messages.info(request, _("You can resume “%(module)s” here.") % {"module": found})
        return redirect("portal:home")
    return redirect("content:module", module_id=found.public_id)


@login_required
@require_POST
def pause(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Note how far the reader has come, and say when the rest comes."""
    found = get_object_or_404(Module.objects.published(), public_id=module_id)
    if Activity.objects.for_person(request.user).completed().filter(module=found).exists():
        return _done_already(request, found)
    form = PauseForm(request.POST, module=found)
    if not form.is_valid():
        return _module_page(request, found, form)
    minutes = form.cleaned_data["minutes_done"]
    activity = pause_module(person=request.user, module=found, minutes_done=minutes, paused_at=timezone.now())
    if activity.completed_at:
        return _done_already(request, found)
    said = {"module": found, "done": activity.minutes_done, "minutes": found.minutes}
    saved = _("“%(module)s”: %(done)s of %(minutes)s min are done.") % said
    messages.success(request, f"{saved} {_rest(request.user, found)}")
    return redirect("portal:home")


def _done_already(request: SignedInRequest, module: Module) -> HttpResponseBase:
    messages.info(request, _("“%(module)s” is done already; nothing has changed.") % {"module": module})
    return redirect("content:module", module_id=module.public_id)


def _rest(person: Person, module: Module) -> str:
    """When the rest of a paused module comes, as the plan has it."""
    plan = plan_of(person, timezone.localtime())
    if any(step.item.module_id == module.pk for step in plan.steps):
        return _("The rest is in this week’s plan.")
    if plan.next_week is not None and plan.next_week.module == module:
        return _("The rest comes first next week.")
    return _("It is not a step of your plan; you can resume it on its page.")


@login_required
@require_POST
def complete(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Note that the reader is through, and say what comes next."""
    found = get_object_or_404(Module.objects.published(), public_id=module_id)
    complete_module(person=request.user, module=found, completed_at=timezone.now())
    done = _("“%(module)s” is done.") % {"module": found}
    messages.success(request, f"{done} {_next(request.user)}".strip())
    return redirect("portal:home")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def learning_time(request: SignedInRequest) -> HttpResponseBase:
    """Choose the minutes a week, and what they go to first; the plan follows at once."""
    now = learning_time_of(request.user)
    chosen = {"minutes": now.minutes, "critical_first": now.critical_first}
    form = LearningTimeForm(request.POST or None, initial=chosen)
    if form.is_valid():
        minutes = form.cleaned_data["minutes"]
        set_learning_time(
            person=request.user,
            minutes_per_week=minutes,
            critical_first=form.cleaned_data["critical_first"],
            as_of=timezone.now(),
        )
        messages.success(
            request, _("Saved. Your plan now uses up to %(minutes)s min a week.") % {"minutes": minutes}
        )
        return redirect("portal:home")
    status = 422 if form.is_bound else 200
    return render(request, "content/planning/learning_time.html", {"form": form}, status=status)


def _next(person: Person) -> str:
    """What comes next, or why nothing does; nothing to say where there is no plan."""
    plan = plan_of(person, timezone.localtime())
    step = plan.next_step
    if step is None:
        return str(NOTHING_NEXT.get(plan.plan.outcome, "")) if plan.plan else ""
    if step.item.module is None and step.item.is_test:
        return _("Next: a few questions on %(skill)s.") % {"skill": step.item.skill}
    if step.item.module is None:
        return _("Next: rate yourself in %(skill)s.") % {"skill": step.item.skill}
    said = {"module": step.item.module, "minutes": step.item.minutes}
    return _("Next: “%(module)s”, %(minutes)s min.") % said


def _effects(module: Module, person: Person):
    """What the module raises, each with where the person stands in it, as far as that is known or needed."""
    gaps = gaps_of(person)
    standings = {standing.skill.pk: standing for standing in (*gaps.required, *gaps.others)}
    effects = module.effects.select_related("skill").order_by("skill__name")
    return [(effect, standings.get(effect.skill_id)) for effect in effects]


def _prerequisites(module: Module, person: Person) -> list[tuple[Module, bool]]:
    """What comes before the module, and whether the person has done it."""
    finished = Activity.objects.for_person(person).completed().values_list("module_id", flat=True)
    done = set(finished.filter(module__prepares_for=module))
    visible = Module.objects.visible_to(person).filter(prepares_for=module)
    return [(one, one.pk in done) for one in visible.order_by("title")]


def _facets(module: Module) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the module is filed under, in words, with the address that finds its like."""
    return [
        (in_words(name), [(in_words(value), address_of(Wanted(facets={name: value}))) for value in values])
        for name, values in sorted(module.facets.items())
    ]
