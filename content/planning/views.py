"""Learning from a module, and the minutes a week that there are for it."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.frameworks.models import Skill
from assessments.gaps.reports import SkillStanding, standings_by_skill
from assessments.testing.sittings.reports import with_check_offered
from content.activity.models import Activity
from content.activity.services import count_learning, start_module
from content.assignments.reports import is_asked_again
from content.bookmarks.models import SavedModule
from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.reports import Wanted, address_of, filed_under
from content.catalogue.services import draft_of
from content.kinds.path.reports import Path, paths_with
from content.kinds.quiz.reports import text_of_module
from content.kinds.update.reports import changed_since, with_changes
from content.planning.forms import LearningForm, LearningTimeForm, PauseForm
from content.planning.models import Plan
from content.planning.reports import learning_time_of, left_to_do, plan_of, plans_module
from content.planning.services import begin_path, complete_module, pause_module, set_learning_time
from content.searches.services import note_led_search
from content.votes.reports import helpfulness_of, own_vote, with_own_vote, with_votes
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person

NOTHING_NEXT: Mapping[str, object] = {
    Plan.Outcome.NO_GAPS: gettext_lazy("You have no gaps for your role."),
    Plan.Outcome.WAITING: gettext_lazy("Your plan waits for ratings by others."),
    Plan.Outcome.NO_CONTENT: gettext_lazy("There is no other module for your gaps yet."),
    Plan.Outcome.MATERIAL_DONE: gettext_lazy("You have done every module for your level."),
    Plan.Outcome.WEEK_DONE: gettext_lazy("This week’s plan is done."),
    Plan.Outcome.NOTHING_FITS: gettext_lazy("No other step fits into your minutes a week."),
    Plan.Outcome.PUT_OFF: gettext_lazy("You have put off the rest of your plan."),
}


@login_required
@require_safe
def module(request: SignedInRequest, module_id: str) -> HttpResponse:
    """A module to read: its text, what it raises and where the reader stands there."""
    found = get_object_or_404(_shown_to(request.user), public_id=module_id)
    if "q" in request.GET and found.status == Module.Status.PUBLISHED:
        said = {"text": request.GET["q"], "module_id": found.pk, "person_id": request.user.pk}
        note_led_search(**said, as_of=timezone.now())
    return _module_page(request, found)


def _shown_to(person: Person) -> QuerySet[Module]:
    """The modules whose page somebody can open, each with what they did with it and said of it, whether they
    have saved it, can open the one that replaces it, and are on a path at all; for authors with its draft and
    the votes on it."""
    saved = SavedModule.objects.filter(person=person, module=OuterRef("pk"))
    visible: Any = Module.objects.readable_by(person)
    instead = Module.objects.readable_by(person).filter(pk=OuterRef("replaced_by"))
    paths = Activity.objects.for_person(person).open().filter(module__kind=ModuleKind.PATH)
    own = FilteredRelation("activities", condition=Q(activities__person=person))
    shown: Any = visible.annotate(
        own_activity=own,
        is_saved=Exists(saved),
        has_instead=Exists(instead),
        is_reader_on_a_path=Exists(paths),
        is_asked_again=is_asked_again(person, OuterRef("pk"), "own_activity"),
    ).select_related("author", "replaced_by", "product_update", "own_activity")
    if person.has_perm("content.change_module"):
        shown = with_votes(shown.with_draft())
    return with_own_vote(with_changes(shown, "own_activity"), person)


def _module_page(
    request: SignedInRequest, found: Module, pause_form: PauseForm | None = None
) -> HttpResponse:
    activity: Activity | None = getattr(found, "own_activity", None)
    kind, effects = kind_of(found.kind), _effects(found, request.user)
    is_apart = not kind.is_done_by_itself
    if pause_form is None and activity and is_apart and _is_in_parts(activity, request.user):
        pause_form = PauseForm(module=found, initial={"minutes_done": activity.minutes_done or None})
    may_change = request.user.has_perm("content.change_module")
    is_open = found.status == Module.Status.PUBLISHED
    asks_again = is_open and vars(found)["is_asked_again"]
    is_done = activity is not None and activity.completed_at is not None and not asks_again
    context = {
        "pause_form": pause_form,
        "module": found,
        "blocks": text_of_module(found, request.user),
        "kind": kind,
        "player": kind.player(found, request.user),
        "activity": activity,
        "changed": changed_since(found, activity) if vars(found)["has_changed"] else (),
        "effects": effects,
        "paths": _paths(found, request.user) if is_apart and is_open else (),
        **_beside(found, request.user),
        "facets": _facets(found),
        "is_open": is_open,
        "is_done": is_done,
        "asks_again": asks_again,
        "known_by": _skill_to_prove(effects) if is_open and not is_done else None,
        "instead": found.replaced_by if getattr(found, "has_instead", False) else None,
        "may_change": may_change,
        "draft": draft_of(found) if may_change else None,
        "vote": own_vote(found) if is_done else None,
        "helpfulness": helpfulness_of(found) if may_change else None,
        "copy_token": secrets.token_urlsafe(8),
    }
    status = 422 if pause_form is not None and pause_form.is_bound else 200
    return render(request, "content/planning/module.html", context, status=status)


def _paths(module: Module, person: Person) -> Sequence[tuple[Path, int]]:
    """The paths that the reader is on and that the module is part of, each with its place there."""
    return paths_with(module, person, timezone.now()) if getattr(module, "is_reader_on_a_path", True) else ()


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
    if found.kind == Module.Kind.PATH:
        begin_path(person=request.user, module=found, as_of=timezone.now())
        return redirect("content:module", module_id=found.public_id)
    is_extra = "extra" in request.POST and not plans_module(request.user, found)
    start_module(person=request.user, module=found, started_at=timezone.now(), is_extra=is_extra)
    if request.POST.get("then") == "home":
        messages.info(request, _("You can resume “%(module)s” here.") % {"module": found})
        return redirect("portal:home")
    return redirect("content:module", module_id=found.public_id)


@login_required
@require_POST
def learned(request: SignedInRequest, module_id: str) -> HttpResponse:
    """Count what a page tells while it is read, and when it is left."""
    _counted(request, get_object_or_404(Module.objects.published(), public_id=module_id))
    return HttpResponse(status=204)


def _counted(request: SignedInRequest, module: Module) -> Activity | None:
    """What was done with the module so far, with what the page has counted."""
    seconds, reached = LearningForm(request.POST).counted
    if seconds or reached:
        return count_learning(
            person=request.user, module=module, seconds=seconds, reached=reached, at=timezone.now()
        )
    return Activity.objects.for_person(request.user).filter(module=module).first()


@login_required
@require_POST
def pause(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Note how far the reader has come, and say when the rest comes."""
    found = get_object_or_404(_shown_to(request.user), status=Module.Status.PUBLISHED, public_id=module_id)
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
    activity = _counted(request, found)
    if left := left_to_do(found, request.user, activity):
        messages.error(request, left)
        return redirect("content:module", module_id=found.public_id)
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


def _effects(module: Module, person: Person) -> list[tuple[ModuleEffect, SkillStanding | None]]:
    """What the module raises, each with where the person stands in it, as far as that is known or needed, and
    whether a quick check of it is offered; two queries."""
    rows = Skill.objects.filter(module_effects__module=module).select_related("framework").with_scale_ends()
    levels = {"from_level": F("module_effects__from_level"), "to_level": F("module_effects__to_level")}
    told = with_check_offered(rows.annotate(**levels), person, timezone.now())
    skills = {one.pk: one for one in told.order_by("name")}
    standings = standings_by_skill(person, skills)
    return [
        (
            ModuleEffect(
                module=module,
                skill=one,
                from_level=vars(one)["from_level"],
                to_level=vars(one)["to_level"],
            ),
            standings.get(one.pk),
        )
        for one in skills.values()
    ]


def _skill_to_prove(effects: Sequence[tuple[ModuleEffect, SkillStanding | None]]) -> Skill | None:
    """The skill in which somebody who knows this already may answer a few questions; None where there is no
    test of any that the module raises."""
    skills = [effect.skill for effect, _standing in effects]
    return next((skill for skill in skills if vars(skill)["is_check_offered"]), None)


def _beside(module: Module, person: Person) -> dict[str, Any]:
    """What comes before the module, each with whether the person has done it, and what it prepares for; one
    query."""
    done = Activity.objects.for_person(person).completed().filter(module=OuterRef("pk"))
    links: Any = Module.prerequisites.through.objects
    required = links.filter(from_module=module)
    # Either way round by its own index: asked together, the database would look at every module.
    named = required.values("to_module").union(links.filter(to_module=module).values("from_module"))
    told = Module.objects.visible_to(person).filter(pk__in=named).order_by("title")
    told = told.annotate(is_done=Exists(done), is_before=Exists(required.filter(to_module=OuterRef("pk"))))
    before, after = [], []
    for one in told.defer("body", "parts", "parts_text"):
        if one.is_before:
            before.append((one, one.is_done))
        elif one.status == Module.Status.PUBLISHED:
            after.append(one)
    return {"before": before, "after": after}


def _facets(module: Module) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the module is filed under, with the address that finds its like."""
    return [
        (one.name, [(value.name, address_of(Wanted(facets={one.key: value.key}))) for value in one.values])
        for one in filed_under(module)
    ]
