"""What is written in the admin has its consequences, and nobody gives themselves more rights."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from allauth.idp.oidc.models import Token
from auditlog.models import LogEntry
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.frameworks.models import RoleLevel
from assessments.marks.models import StaleMark
from assessments.roles.models import RoleAssignment
from content.activity.services import start_module
from content.catalogue.models import Module
from content.planning.models import LearningTime, Plan
from content.planning.services import people_with_stale_plans, refresh_plans
from lifow.people.persons.models import Person

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
ABENA = "abena.osei@larkfield.example"


def address(name: str, *args) -> str:
    return reverse(f"admin:{name}", args=args)


@pytest.fixture
def abena(company) -> Person:
    return Person.objects.get(email=ABENA)


def module_form(module: Module, **changes: object) -> dict[str, object]:
    effects = list(module.effects.all())
    form: dict[str, object] = {
        "title": module.title,
        "key": module.key,
        "kind": module.kind,
        "minutes": module.minutes,
        "summary": module.summary,
        "body": module.body,
        "facets": "product: payments",
        "prerequisites": [one.pk for one in module.prerequisites.all()],
        "effects-TOTAL_FORMS": len(effects),
        "effects-INITIAL_FORMS": len(effects),
    }
    for place, effect in enumerate(effects):
        form |= {
            f"effects-{place}-id": effect.pk,
            f"effects-{place}-skill": effect.skill_id,
            f"effects-{place}-from_level": effect.from_level,
            f"effects-{place}-to_level": effect.to_level,
        }
    return form | changes


def test_a_module_deleted_in_the_admin_makes_plans_stale(root):
    one, *others = Module.objects.published().filter(activities=None)[:3]
    for address_of, said in (
        (address("content_module_delete", one.pk), {"post": "yes"}),
        (
            address("content_module_changelist"),
            {"action": "delete_selected", "post": "yes", "_selected_action": [other.pk for other in others]},
        ),
    ):
        refresh_plans(person_ids=people_with_stale_plans(timezone.now()), as_of=timezone.now())
        assert root.post(address_of, said).status_code == 302
        assert people_with_stale_plans(timezone.now())
    assert not Module.objects.filter(pk__in=[one.pk, *(other.pk for other in others)]).exists()


def test_a_role_given_by_hand_marks_the_person_stale_and_is_ended_not_rewritten(root, abena):
    level = RoleLevel.objects.exclude(assignments__person=abena).first()
    said = {"person": abena.pk, "role_level": level.pk, "starts_on": "2026-01-05"}
    assert root.post(address("assessments_roleassignment_add"), said).status_code == 302
    given = RoleAssignment.objects.get(person=abena, role_level=level)
    assert (given.source, StaleMark.objects.get(person=abena).reason) == ("hand", "role")
    StaleMark.objects.all().delete()
    change = address("assessments_roleassignment_change", given.pk)
    assert root.post(change, {"ends_on": "2026-06-30", "starts_on": "2020-01-01"}).status_code == 302
    given.refresh_from_db()
    assert (given.starts_on, given.ends_on) == (date(2026, 1, 5), date(2026, 6, 30))
    assert StaleMark.objects.filter(person=abena).exists()
    assert (
        root.post(address("assessments_roleassignment_delete", given.pk), {"post": "yes"}).status_code == 403
    )


def test_a_role_is_not_given_twice_and_does_not_end_before_it_begins(root, abena):
    level = RoleLevel.objects.exclude(assignments__person=abena).first()
    said = {"person": abena.pk, "role_level": level.pk, "starts_on": "2026-01-05"}
    root.post(address("assessments_roleassignment_add"), said)
    again = root.post(address("assessments_roleassignment_add"), said | {"starts_on": "2025-01-05"})
    assert "They have had this role since Jan. 5, 2026" in again.content.decode()
    given = RoleAssignment.objects.get(person=abena, role_level=level)
    change = address("assessments_roleassignment_change", given.pk)
    assert "It starts on Jan. 5, 2026." in root.post(change, {"ends_on": "2025-12-31"}).content.decode()
    root.post(change, {"ends_on": "2026-01-31"})
    root.post(address("assessments_roleassignment_add"), said | {"starts_on": "2026-03-01"})
    answer = root.post(change, {"ends_on": ""})
    assert "The same role has been open since March 1, 2026." in answer.content.decode()


def test_a_role_that_was_ended_is_opened_again(root, abena):
    given = RoleAssignment.objects.filter(person=abena, ends_on=None).first()
    change = address("assessments_roleassignment_change", given.pk)
    for last_day in (given.starts_on, None):
        assert root.post(change, {"ends_on": last_day or ""}).status_code == 302
        given.refresh_from_db()
        assert given.ends_on == last_day


def test_a_module_changed_in_the_admin_makes_plans_stale(root):
    module = Module.objects.published().first()
    before = len(people_with_stale_plans(timezone.now()))
    response = root.post(
        address("content_module_change", module.pk), module_form(module, title="Another title")
    )
    assert response.status_code == 302
    module.refresh_from_db()
    assert (module.title, module.facets) == ("Another title", {"product": ["payments"]})
    assert len(people_with_stale_plans(timezone.now())) > before


def test_a_circle_of_modules_is_refused_in_the_admin_too(root):
    module = Module.objects.filter(prepares_for__isnull=False).first()
    later = module.prepares_for.first()
    response = root.post(
        address("content_module_change", module.pk), module_form(module, prerequisites=[later.pk])
    )
    assert response.status_code == 200
    assert "The prerequisites form a circle" in response.content.decode()


def test_levels_off_the_scale_are_refused_in_the_admin_too(root):
    module = Module.objects.filter(effects__isnull=False).first()
    form = module_form(module, **{"effects-0-to_level": "9"})
    response = root.post(address("content_module_change", module.pk), form)
    assert "within 0 to 5" in response.content.decode()


def test_modules_are_archived_from_the_list(root):
    modules = Module.objects.order_by("pk")[:2]
    chosen = {"action": "archive", "_selected_action": [module.pk for module in modules]}
    root.post(address("content_module_changelist"), chosen)
    assert {module.status for module in Module.objects.order_by("pk")[:2]} == {Module.Status.ARCHIVED}


def test_new_minutes_make_a_new_plan(root, abena):
    LearningTime.objects.filter(person=abena).delete()
    root.post(address("content_learningtime_add"), {"person": abena.pk, "minutes_per_week": "7"})
    assert Plan.objects.get(person=abena).minutes == 7


def test_a_failed_report_is_tried_again(root, abena):
    mark = StaleMark.objects.create(
        person=abena,
        reason="evidence",
        marked_at="2026-01-05T09:00Z",
        attempts=3,
        set_aside_at="2026-01-05T10:00Z",
    )
    chosen = {"action": "try_again", "_selected_action": [mark.pk]}
    root.post(address("assessments_stalemark_changelist"), chosen)
    mark.refresh_from_db()
    assert (mark.attempts, mark.set_aside_at) == (0, None)


def test_evidence_stays_as_it_is(root):
    evidence = Evidence.objects.order_by("pk").first()
    change = address("assessments_evidence_change", evidence.pk)
    assert root.post(change, {"level": "5", "person": evidence.person_id}).status_code == 403
    assert root.post(address("assessments_evidence_delete", evidence.pk), {"post": "yes"}).status_code == 403
    page = root.get(change).content.decode()
    assert 'name="_save"' not in page
    assert Evidence.objects.filter(pk=evidence.pk, level=evidence.level).exists()


def test_nobody_is_deleted_beside_erasing_not_even_by_a_superuser(root, abena):
    assert root.post(address("people_person_delete", abena.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [abena.pk]}
    root.post(address("people_person_changelist"), chosen)
    assert Person.objects.filter(pk=abena.pk).exists()
    page = root.get(address("people_person_change", abena.pk)).content.decode()
    assert "Erase this person" in page
    assert address("people_person_delete", abena.pk) not in page


def test_a_module_that_somebody_has_opened_is_not_deleted_with_what_they_did(root, abena):
    opened, other = (
        Module.objects.create(key=key, title=key, minutes=3, body="Text", status="published") for key in "ab"
    )
    start_module(person=abena, module=opened, started_at=timezone.now())
    for one in (opened, other):
        root.post(address("content_module_delete", one.pk), {"post": "yes"})
    assert list(Module.objects.filter(key__in="ab")) == [opened]
    assert abena.activities.filter(module=opened).exists()


def test_an_hr_admin_keeps_records(ruth, abena):
    for name in ("people_person", "assessments_skill", "content_module", "mentoring_mentor"):
        assert ruth.get(address(f"{name}_changelist")).status_code == 200
    assert ruth.get(address("people_person_change", abena.pk)).status_code == 200


def test_an_hr_admin_registers_a_system_and_ends_its_tokens(ruth, client):
    assert "Clients" in ruth.get(reverse("admin:index")).content.decode()
    said = {
        "id": "hris-sync",
        "name": "HR system",
        "type": "confidential",
        "grant_types": "client_credentials",
        "scopes": "people:read",
        "default_scopes": "people:read",
        "response_types": "code",
        "created_at_0": "2026-03-02",
        "created_at_1": "12:00",
        "data": "null",
    }
    page = ruth.post(address("allauth_idp_oidc_client_add"), said, follow=True).content.decode()
    secret = re.search(r'type="text" value="([^"]+)"', page)
    assert secret is not None
    asked = {
        "grant_type": "client_credentials",
        "client_id": "hris-sync",
        "client_secret": unescape(secret[1]),
    }
    token = client.post(reverse("idp:oidc:token"), asked).json()["access_token"]
    people, bearer = "/api/v1/people", {"Authorization": f"Bearer {token}"}
    assert client.get(people, headers=bearer).status_code == 200
    row = Token.objects.get(client_id="hris-sync")
    assert ruth.get(address("allauth_idp_oidc_token_change", row.pk)).status_code == 200
    ruth.post(address("allauth_idp_oidc_token_delete", row.pk), {"post": "yes"})
    assert client.get(people, headers=bearer).status_code == 401


def test_a_superuser_sees_the_company_on_the_pages_and_in_the_api(root, superuser):
    assert root.get(reverse("portal:organisation")).status_code == 200
    assert len(root.get("/api/v1/people?page_size=10").json()["data"]) == 10
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=superuser.pk).update(is_hr_admin=False)


def test_an_hr_admin_gives_nobody_the_rights_of_a_superuser(ruth, superuser, abena):
    form = ruth.get(address("people_person_change", abena.pk)).context["adminform"].form
    assert not {"is_superuser", "is_staff", "groups", "user_permissions"} & set(form.fields)
    assert ruth.post(address("people_person_change", superuser.pk), {}).status_code == 403
    assert ruth.post(reverse("people:password_link", args=[superuser.public_id])).status_code == 403


@pytest.mark.audit_log
def test_who_changed_what_is_logged(root, superuser, abena):
    unit = abena.employments.current().get().org_unit
    said = {
        "name": "Money support",
        "key": unit.key,
        "external_ids-TOTAL_FORMS": 0,
        "external_ids-INITIAL_FORMS": 0,
    }
    root.post(address("people_orgunit_change", unit.pk), said)
    entry = LogEntry.objects.get_for_object(unit).latest("pk")
    assert (entry.actor, entry.changes["name"]) == (superuser, [unit.name, "Money support"])


@pytest.mark.audit_log
def test_a_password_is_never_logged(root, abena):
    abena.set_password("a-new-password")
    abena.save()
    assert not [
        entry for entry in LogEntry.objects.get_for_object(abena) if "password" in (entry.changes or {})
    ]


def test_who_is_ended_in_the_admin_may_no_longer_sign_in(root, abena):
    row = abena.employments.current().get()
    Person.objects.update(updated_at=LONG_AGO)
    said = {
        "person": abena.pk,
        "org_unit": row.org_unit_id,
        "job_title": row.job_title,
        "status": "terminated",
        "starts_on": row.starts_on,
    }
    assert root.post(address("people_employment_change", row.pk), said).status_code == 302
    abena.refresh_from_db()
    assert not abena.is_active
    assert abena.updated_at > LONG_AGO


def test_a_person_has_changed_when_their_external_id_has(root, abena):
    Person.objects.update(updated_at=LONG_AGO)
    said = {"source": "payroll", "value": "P-7", "person": abena.pk}
    assert root.post(address("people_externalid_add"), said).status_code == 302
    assert list(Person.objects.filter(updated_at__gt=LONG_AGO)) == [abena]
    given = abena.external_ids.get(source="payroll")
    Person.objects.update(updated_at=LONG_AGO)
    root.post(address("people_externalid_delete", given.pk), {"post": "yes"})
    assert list(Person.objects.filter(updated_at__gt=LONG_AGO)) == [abena]
