"""The admin opens everything to a superuser, in few queries, and lets nobody change what is only added to."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import CASCADE
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lifow.base.admin import LookOnlyAdmin, ServiceAdmin
from lifow.people.persons.models import Person
from lifow.people.privacy.reports import all_kept

OURS = ("base", "events", "people", "notifications", "assessments", "content", "mentoring", "channels")
DERIVED = (
    "assessments.accommodation",
    "assessments.calibration",
    "assessments.certificate",
    "assessments.evidence",
    "assessments.evidencewithdrawal",
    "assessments.formfigures",
    "assessments.frameworkversion",
    "assessments.gapreport",
    "assessments.item",
    "assessments.itemanswer",
    "assessments.itemhealth",
    "assessments.itemparameters",
    "assessments.requirement",
    "assessments.sectionitem",
    "assessments.sitting",
    "assessments.sittingitem",
    "assessments.sittingskill",
    "assessments.stalemark",
    "assessments.testform",
    "assessments.testformsection",
    "base.idempotencykey",
    "base.picture",
    "base.scheduledjob",
    "base.storedfile",
    "base.tombstone",
    "base.upload",
    "content.activity",
    "content.captionsdraft",
    "content.moduledraft",
    "content.moduleversion",
    "content.plan",
    "content.videoprogress",
    "events.delivery",
    "events.event",
    "mentoring.feedback",
    "mentoring.pairing",
    "mentoring.task",
    "mentoring.unmatched",
    "mentoring.waiting",
    "notifications.bounce",
    "notifications.dispatch",
    "notifications.kindpreference",
    "notifications.message",
    "notifications.pausedaddress",
    "notifications.preferences",
    "people.currentleave",
    "people.rosterwrite",
)
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
NAMES = [model._meta.label_lower for model in REGISTERED]


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as made:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(made)


def test_every_model_of_ours_is_in_the_admin_itself_or_below_another():
    inlines = {inline.model for one in admin.site._registry.values() for inline in one.inlines}
    known = {*admin.site._registry, *inlines}
    ours = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    assert [model for model in ours if model not in known] == []


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_a_list_opens_in_as_many_queries_whatever_its_length(root, model, monkeypatch):
    url = address(model, "changelist")
    monkeypatch.setattr(type(admin.site._registry[model]), "list_per_page", 20)
    many = queries_of(root, url)
    monkeypatch.setattr(type(admin.site._registry[model]), "list_per_page", 2)
    assert many <= queries_of(root, url) <= 32


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_a_list_can_be_searched(root, model):
    if admin.site._registry[model].search_fields:
        assert root.get(address(model, "changelist"), {"q": "a refund"}).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_a_row_opens(root, model):
    row = model._default_manager.order_by("pk").first()
    if row is not None:
        assert queries_of(root, address(model, "change", row.pk)) <= 60


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_a_new_row_has_a_form_or_none_at_all(root, model):
    status = root.get(address(model, "add")).status_code
    assert status == (403 if model._meta.label_lower in DERIVED else status)
    assert status in (200, 403)


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_or_only_added_to_cannot_be_changed(root, name):
    model = apps.get_model(name)
    assert root.post(address(model, "add"), {}).status_code == 403
    row = model._default_manager.order_by("pk").first()
    if row is not None:
        assert root.post(address(model, "change", row.pk), {}).status_code == 403
        assert root.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        assert model._default_manager.filter(pk=row.pk).exists()


def test_what_can_be_changed_is_written_by_a_service():
    """Consequences are nobody's `save_model`: each admin says which service writes, and no more."""
    ours = [one for model, one in admin.site._registry.items() if model._meta.app_label in OURS]
    kept = [one for one in ours if not isinstance(one, LookOnlyAdmin)]
    assert len(kept) > 10
    for one in kept:
        assert isinstance(one, ServiceAdmin), one
        assert type(one).save_record is not ServiceAdmin.save_record, one
        for name in ("save_model", "save_related", "delete_model", "delete_queryset"):
            assert getattr(type(one), name) is getattr(ServiceAdmin, name), (one, name)


# Rows that hang on what is deleted, and are about people: none of them says what somebody did or was told.
GO_ALONG = {
    "django_mcpz_oauth.AccessToken": "a token is nothing without the program that holds it",
    "django_mcpz_oauth.AuthorizationCode": "a code is for one program",
    "django_mcpz_oauth.RefreshToken": "a token is nothing without the program that holds it",
    "assessments.SkillOwner": "who answers for a skill is nothing without it",
    "content.PlanItem": "plans are made again",
    "content.ScormLaunch": "that a package is open is nothing without its module",
    "content.ModuleVote": "who has voted has opened it, and what was opened is not deleted",
    "content.SavedModule": "a line of a list that leads nowhere without it",
    "content.EditingSession": "what an author typed of a module is nothing without it",
    "mentoring.Seat": "seats are their mentor's",
    "people.ExternalId": "those of an org unit",
    "allauth_idp_oidc.Token": "those of a machine",
}


def test_nothing_that_is_about_people_goes_with_something_else_that_is_deleted(rf):
    request = rf.get("/")
    request.user = Person(is_active=True, is_staff=True, is_superuser=True, is_hr_admin=True)
    about = {one.model for one in all_kept() if one.about}
    for model, one in admin.site._registry.items():
        if one.has_delete_permission(request):
            going = {below._meta.label for below in going_with(model)} & about
            assert going <= GO_ALONG.keys(), model._meta.label


def going_with(model, found=None) -> set:
    """Models whose rows are deleted with one of this model."""
    found = set() if found is None else found
    for relation in model._meta.related_objects:
        below = relation.related_model
        if relation.on_delete is CASCADE and below not in found:
            found.add(below)
            going_with(below, found)
    return found
