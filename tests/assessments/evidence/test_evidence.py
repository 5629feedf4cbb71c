"""The ledger takes what was observed, once, and never lets go of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError
from assessments.marks.models import StaleMark
from tests.company import FIRST_DAY, NOON, observe, person, skill

pytestmark = pytest.mark.django_db


def test_an_observation_marks_the_person_stale():
    abena = person()
    observe(abena, skill(), 2)
    assert StaleMark.objects.get(person=abena).reason == "evidence"


def test_the_same_key_records_once():
    abena = person()
    first = observe(abena, skill(), 2, idempotency_key="test:17")
    again = observe(abena, skill(), 2, idempotency_key="test:17")
    assert again == first
    assert Evidence.objects.count() == 1


def test_the_same_key_for_something_else_is_an_error():
    abena = person()
    observe(abena, skill(), 2, idempotency_key="test:17")
    with pytest.raises(EvidenceError, match="other evidence") as error:
        observe(abena, skill(), 4, idempotency_key="test:17")
    assert error.value.field == "idempotency_key"


def test_the_same_key_for_another_source_or_rater_is_an_error():
    abena, ruth, rui = person(), person("Ruth Amankwah"), person("Rui Pacheco")
    seen = observe(abena, skill(), 2, source="observed", rater=ruth, idempotency_key="seen:17")
    assert observe(abena, skill(), 2, source="observed", rater=ruth, idempotency_key="seen:17") == seen
    for told in ({"source": "peer", "rater": ruth}, {"source": "observed", "rater": rui}):
        with pytest.raises(EvidenceError, match="used for other evidence"):
            observe(abena, skill(), 2, idempotency_key="seen:17", **told)
    ruth.delete()
    assert observe(abena, skill(), 2, source="observed", rater=rui, idempotency_key="seen:17") == seen


@pytest.mark.parametrize("level", [-1, 5.5, 99])
def test_a_level_off_the_scale_is_refused(level):
    with pytest.raises(EvidenceError, match="from 0 to 5") as error:
        observe(person(), skill(), level)
    assert error.value.field == "level"
    assert not StaleMark.objects.exists()


def test_level_zero_is_a_level():
    assert observe(person(), skill(), 0).level == Decimal("0")


@pytest.mark.parametrize("source", ["manager", "peer", "mentor"])
def test_nobody_rates_themselves_as_another(source):
    abena = person()
    with pytest.raises(EvidenceError) as error:
        observe(abena, skill(), 3, source=source, rater=abena)
    assert error.value.field == "rater"


def test_only_the_person_gives_a_self_rating():
    with pytest.raises(EvidenceError):
        observe(person(), skill(), 3, source="self", rater=person("Marta Kowalczyk"))


def test_the_future_cannot_be_observed():
    with pytest.raises(EvidenceError) as error:
        observe(person(), skill(), 3, observed_at=NOON + timedelta(hours=1), recorded_at=NOON)
    assert error.value.field == "observed_at"


def test_a_correction_supersedes_and_is_itself_corrected_only_by_a_newer_one():
    abena = person()
    wrong = observe(abena, skill(), 4)
    right = observe(abena, skill(), 2, supersedes=wrong)
    assert list(Evidence.objects.standing()) == [right]
    with pytest.raises(EvidenceError, match="newer"):
        observe(abena, skill(), 3, supersedes=wrong)


def test_a_correction_is_about_the_same_skill():
    abena = person()
    wrong = observe(abena, skill(), 4)
    with pytest.raises(EvidenceError) as error:
        observe(abena, skill("SQL"), 2, supersedes=wrong)
    assert error.value.field == "supersedes"


def test_a_correction_that_is_sent_again_is_the_same_correction():
    abena = person()
    wrong = observe(abena, skill(), 4)
    right = observe(abena, skill(), 2, supersedes=wrong, idempotency_key="correction:1")
    StaleMark.objects.all().delete()
    assert observe(abena, skill(), 2, supersedes=wrong, idempotency_key="correction:1") == right
    assert not StaleMark.objects.exists()


def test_the_database_refuses_to_change_evidence():
    evidence = observe(person(), skill(), 2)
    evidence.level = Decimal(5)
    with pytest.raises(DatabaseError), transaction.atomic():
        evidence.save()
    with pytest.raises(TypeError, match="append-only"):
        Evidence.objects.update(level=5)
    assert Evidence.objects.get().level == 2


@pytest.mark.parametrize("column", ["id", "recorded_at", "rater_id"])
def test_the_database_refuses_to_move_evidence_in_time_or_to_another_rater(column):
    marta, noor = person("Marta Kowalczyk"), person("Noor Haddad")
    abena = person(manager=marta)
    observe(abena, skill(), 2, source="manager", rater=marta)
    value = {"id": 99, "recorded_at": NOON - timedelta(days=9), "rater_id": noor.pk}[column]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE assessments_evidence SET {column} = %s", [value])
    assert Evidence.objects.get().rater == marta


def test_evidence_outlives_its_rater():
    marta = person("Marta Kowalczyk")
    observe(person(manager=marta), skill(), 2, source="manager", rater=marta)
    marta.delete()
    assert Evidence.objects.get().rater is None


def test_evidence_goes_with_its_person_and_not_without():
    abena = person()
    wrong = observe(abena, skill(), 4)
    observe(abena, skill(), 2, supersedes=wrong)
    with pytest.raises(TypeError, match="append-only"):
        Evidence.objects.all().delete()
    with pytest.raises(TypeError, match="append-only"):
        wrong.delete()
    assert Evidence.objects.count() == 2
    abena.delete()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("source", ["test", "observed"])
def test_nobody_proves_themselves(source):
    abena = person()
    with pytest.raises(EvidenceError, match="by somebody else"):
        observe(abena, skill(), 3, source=source, rater=abena)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("source", ["test", "observed", "manager", "peer", "mentor"])
def test_nobody_records_of_themselves_what_others_have_seen(source):
    marta = person("Marta Kowalczyk")
    abena = person(manager=marta)
    rater = None if source == "test" else marta
    with pytest.raises(EvidenceError, match="by somebody else"):
        observe(abena, skill(), 3, source=source, rater=rater, recorded_by=abena)
    assert observe(abena, skill(), 3, source=source, rater=rater, recorded_by=marta)


def test_a_self_rating_is_recorded_by_oneself():
    abena = person()
    assert observe(abena, skill(), 3, source="self", recorded_by=abena)


def test_only_those_above_a_person_rate_as_their_manager():
    grace = person("Grace Adeyemi")
    marta = person("Marta Kowalczyk", manager=grace)
    abena = person(manager=marta)
    for above in (marta, grace):
        assert observe(abena, skill(), 3, source="manager", rater=above)
    for nobody in (person("Kofi Mensah", manager=marta), person("Rui Pacheco")):
        with pytest.raises(EvidenceError, match="reporting line") as error:
            observe(abena, skill(), 3, source="manager", rater=nobody)
        assert error.value.field == "rater"
        assert observe(abena, skill(), 3, source="peer", rater=nobody)


def test_who_was_the_manager_on_the_day_rates_as_one():
    marta, rui = person("Marta Kowalczyk"), person("Rui Pacheco")
    abena = person(manager=rui)
    before = abena.employments.get()
    moved_on = NOON.date()
    abena.employments.create(
        org_unit=before.org_unit, manager=marta, starts_on=FIRST_DAY, ends_on=moved_on - timedelta(days=1)
    )
    abena.employments.filter(pk=before.pk).update(starts_on=moved_on)
    day_before = NOON - timedelta(days=1)
    for rater, moment in ((marta, day_before), (rui, NOON)):
        assert observe(abena, skill(), 3, source="manager", rater=rater, observed_at=moment)
    for rater, moment in ((rui, day_before), (marta, NOON)):
        with pytest.raises(EvidenceError, match="reporting line"):
            observe(abena, skill(), 3, source="manager", rater=rater, observed_at=moment)


def test_a_reporting_line_that_goes_round_in_a_circle_has_an_end():
    marta = person("Marta Kowalczyk")
    abena = person(manager=marta)
    marta.employments.update(manager=abena)
    with pytest.raises(EvidenceError, match="reporting line"):
        observe(abena, skill(), 3, source="manager", rater=person("Rui Pacheco"))
