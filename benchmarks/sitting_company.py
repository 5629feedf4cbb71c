"""Questions, a test and people to sit it, for the benchmark of sittings; and what is left in the database."""

from collections import Counter
from collections.abc import Mapping

from benchmarks import company
from benchmarks.role_pages import sign_in
from benchmarks.sitting_clients import Told, Who

SKILLS, QUESTIONS = 3, 150
RIGHT = "This one"
BODY = f"""jsonb_build_object('options', jsonb_build_array(
    jsonb_build_object('key', 'a', 'text', '{RIGHT}', 'is_right', true, 'rationale', 'It is so.'),
    jsonb_build_object('key', 'b', 'text', 'Not this one', 'is_right', false, 'rationale', 'It is not.'),
    jsonb_build_object('key', 'c', 'text', 'Nor this one', 'is_right', false, 'rationale', ''),
    jsonb_build_object('key', 'd', 'text', 'Never this one', 'is_right', false, 'rationale', '')))"""


def fill_bank() -> None:
    """150 published questions of each of three skills, over all levels, each calibrated by 400 answers."""
    from assessments.testing.bank.models import Item, ItemVersion
    from assessments.testing.calibration.models import Calibration, ItemParameters

    level = f"(1 + i % {company.TOP})"
    rows = f"generate_series(1, {SKILLS * QUESTIONS}) AS i"
    company.insert(Item, rows, skill_id=f"1 + (i - 1) / {QUESTIONS}", state="'published'", external_id="''")
    company.insert(
        ItemVersion,
        rows,
        item_id="i",
        state="'published'",
        kind="'single'",
        level=level,
        stem=f"'At level ' || {level} || ' which of these holds? (' || i || ')'",
        body=BODY,
        reviewed_at="now()",
        published_at="now()",
    )
    company.insert(
        Calibration,
        f"generate_series(1, {SKILLS}) AS i",
        skill_id="i",
        number="1",
        state="'done'",
        asked_at="now()",
        finished_at="now()",
        has_converged="true",
    )
    company.insert(
        ItemParameters,
        rows,
        version_id="i",
        calibration_id=f"1 + (i - 1) / {QUESTIONS}",
        slope="1.4",
        slope_se="0.1",
        thresholds=f"jsonb_build_array({level} - 0.5 + (i % 7 - 3) / 10.0)",
        threshold_ses="'[0.1]'::jsonb",
        answers="400",
        is_in_force="true",
    )


def learners(number: int) -> tuple[str, list[Who]]:
    """The public id of an adaptive test of all these skills, and so many people who are signed in."""
    from django.utils import timezone

    from assessments.frameworks.models import Skill
    from assessments.testing.sittings.services import FormContents, SectionContents, create_form, publish_form
    from lifow.people.persons.models import Person

    skills = Skill.objects.order_by("pk")[:SKILLS]
    sections = [SectionContents(one, questions=8, needed_level=3) for one in skills]
    contents = FormContents(title="All of it", chance_to_decide=90, feedback="never", sections=sections)
    form = publish_form(form=create_form(contents=contents, by=None), by=None, as_of=timezone.now())
    people = Person.objects.order_by("pk")[1 : number + 1]
    who = [Who(sign_in(one), 1 + place % 9 / 2) for place, one in enumerate(people)]
    return form.public_id, who


def differences(told: Told) -> list[str]:
    """What the rows say otherwise than the clients' own lists: lost, doubled, or never sent."""
    from django.db import connection

    from assessments.testing.sittings.models import SittingItem

    # The one of before has gone with the server that was restarted.
    connection.close()
    asked = SittingItem.objects.answered().select_related("version", "sitting")
    rows = {(one.sitting.public_id, one.number): one for one in asked}
    kept = {name: _chosen(one.version.body, one.answer or {}) for name, one in rows.items()}
    found = [f"lost: {name}" for name in told.acknowledged.keys() - kept.keys()]
    found += [f"never acknowledged: {name}" for name in kept.keys() - told.acknowledged.keys()]
    found += [
        f"another answer: {name}: {text}, {kept[name]}"
        for name, text in told.acknowledged.items()
        if name in kept and kept[name] != text
    ]
    return (
        found + _of_calibrations({(one.sitting.public_id, one.version_id) for one in asked}) + _of_evidence()
    )


def _chosen(body: Mapping[str, list[Mapping[str, str]]], answer: Mapping[str, str]) -> str:
    return next((one["text"] for one in body["options"] if one["key"] == answer.get("key")), "")


def _of_calibrations(answered: set[tuple[str, int]]) -> list[str]:
    from assessments.testing.calibration.models import ItemAnswer

    read = Counter(ItemAnswer.objects.values_list("sitting_key", "version_id"))
    found = [f"calibrations lack {name}" for name in answered - read.keys()]
    return found + [f"calibrations have {count} of {name}" for name, count in read.items() if count != 1]


def _of_evidence() -> list[str]:
    """Each skill that was concluded has its evidence; nobody has two open sittings."""
    from assessments.evidence.models import Evidence
    from assessments.testing.sittings.models import Sitting, SittingSkill

    concluded = SittingSkill.objects.filter(sitting__in=Sitting.objects.ended(), level__isnull=False)
    sittings = Counter(concluded.values_list("sitting__public_id", "skill_id"))
    evidence = Evidence.objects.filter(source="test", origin__kind="test")
    told = Counter(evidence.values_list("origin__id", "skill_id"))
    found = [f"evidence: {one}" for one in sorted(set((told - sittings) + (sittings - told)))]
    found += [f"no link to evidence: {one}" for one in concluded.filter(evidence__isnull=True)]
    open_ones = Counter(Sitting.objects.open().values_list("person_id", flat=True))
    return found + [f"{count} open sittings of {one}" for one, count in open_ones.items() if count > 1]
