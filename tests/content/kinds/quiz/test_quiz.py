"""A quiz asks questions of the bank one at a time; first answers are evidence, second tries never count."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.testing.bank.models import Item
from assessments.testing.bank.services import retire_item
from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.services import AnsweredAlreadyError, SittingError, start_quick_check
from content.activity.models import Activity
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.kinds.quiz.models import QuizSitting, SecondTry
from content.kinds.quiz.reports import Question, quiz_of
from content.kinds.quiz.services import answer_question, begin_quiz, try_again
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import module, person, skill
from tests.item_bank import items, place_of

pytestmark = pytest.mark.django_db


@world
def bank() -> list[Item]:
    return [one.item for one in items(skill("Refund policy"), each=1, levels=(2, 3, 4))]


@world
def quiz(bank) -> Module:
    return of(bank)


def of(bank: list[Item], title: str = "Refunds?") -> Module:
    parts = {"questions": [{"key": f"q{at}", "item": one.public_id} for at, one in enumerate(bank)]}
    return module(title, skill("Refund policy"), 1, 3, kind="quiz", body="", parts=parts)


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def begin(who: Person, what: Module) -> Sitting:
    sitting = begin_quiz(person=who, module=what, as_of=timezone.now())
    assert sitting is not None
    return sitting


def answer(who: Person, what: Module, *, right: bool) -> Question:
    """Answer the question that waits; as it is then."""
    asked = quiz_of(what, who).current
    given = place_of(asked.asked.item, right=right)
    answer_question(question=asked, given=given, confidence="sure", as_of=timezone.now())
    found = quiz_of(what, who).question(asked.key)
    assert found is not None
    return found


def evidence(who: Person):
    return Evidence.objects.standing().for_person(who).filter(source="test")


def test_questions_are_asked_in_the_author_s_order_and_the_answers_become_evidence(quiz, bank):
    abena = person()
    begin(abena, quiz)
    assert begin(abena, quiz) == begin(abena, quiz)
    for key in ("q0", "q1", "q2"):
        assert quiz_of(quiz, abena).current.key == key
        assert not evidence(abena).exists()
        answer(abena, quiz, right=key != "q1")
    found = quiz_of(quiz, abena)
    assert (found.answered, found.right, list(found.left)) == (3, 2, [])
    told = evidence(abena).get()
    # Three answers say little, and the evidence says so.
    assert told.standard_error > 0.5
    assert told.origin["title"] == "Refunds?"
    assert ItemAnswer.objects.filter(person=abena, counts=True, confidence="sure").count() == 3
    assert begin_quiz(person=abena, module=quiz, as_of=timezone.now()) is None


def test_a_second_try_is_kept_and_counts_nowhere(quiz):
    abena = person()
    begin(abena, quiz)
    asked = answer(abena, quiz, right=False)
    assert asked.may_try_again
    item, counted = asked.asked.item, ItemAnswer.objects.count()
    for _twice in range(2):
        try_again(item=item, given=place_of(item, right=True), as_of=timezone.now())
    again = quiz_of(quiz, abena).question(asked.key)
    assert (again.is_right, again.is_right_at_second, again.may_try_again) == (False, True, False)
    assert ItemAnswer.objects.count() == counted
    assert SittingItem.objects.get(pk=item.pk).score == 0
    with pytest.raises(AnsweredAlreadyError):
        try_again(item=item, given=place_of(item, right=False), as_of=timezone.now())


def test_there_is_no_second_try_before_the_first_nor_after_a_right_one(quiz):
    abena = person()
    begin(abena, quiz)
    waiting = quiz_of(quiz, abena).current.asked.item
    with pytest.raises(SittingError):
        try_again(item=waiting, given=place_of(waiting), as_of=timezone.now())
    right = answer(abena, quiz, right=True).asked.item
    with pytest.raises(SittingError):
        try_again(item=right, given=place_of(right, right=False), as_of=timezone.now())
    assert not SecondTry.objects.exists()


def test_a_question_that_was_met_lately_is_asked_and_does_not_count(bank):
    abena = person()
    first, second = of(bank[:1], "First"), of(bank, "Second")
    begin(abena, first)
    answer(abena, first, right=True)
    begin(abena, second)
    assert list(Sitting.objects.latest("pk").items.order_by("number").values_list("counts", flat=True)) == [
        False,
        True,
        True,
    ]


def test_what_was_retired_is_not_asked_and_its_author_is_told(quiz, bank):
    abena, ines = person(), person("Ines Carvalho", is_author=True)
    retire_item(item=bank[0], by=ines, reason="Wrong by now", as_of=timezone.now())
    begin(abena, quiz)
    assert [one.key for one in quiz_of(quiz, abena).questions] == ["q1", "q2"]
    address = reverse("content:module", args=[quiz.public_id])
    assert "It was retired" in client_of(ines).get(address).content.decode()
    assert "It was retired" not in client_of(abena).get(address).content.decode()
    assert (
        "It was retired"
        in client_of(ines).get(reverse("content:edit", args=[quiz.public_id])).content.decode()
    )


def test_what_is_retired_after_it_was_answered_stays_answered(quiz, bank):
    abena = person()
    begin(abena, quiz)
    answer(abena, quiz, right=True)
    retire_item(item=bank[0], by=None, reason="Wrong by now", as_of=timezone.now())
    found = quiz_of(quiz, abena)
    assert next((one.key, one.is_answered) for one in found.questions) == ("q0", True)


def test_a_quiz_of_which_nothing_can_be_asked_can_be_done(quiz, bank):
    abena = person()
    for one in bank:
        retire_item(item=one, by=None, reason="Old", as_of=timezone.now())
    assert kind_of("quiz").left_to_do(quiz, abena) == ""
    page = client_of(abena).get(reverse("content:module", args=[quiz.public_id])).content.decode()
    assert "None of its questions can be asked now." in page
    with pytest.raises(SittingError, match="can be asked"):
        begin(abena, quiz)


def test_what_is_added_or_was_left_open_for_too_long_is_asked_in_a_further_sitting(quiz, bank):
    abena = person()
    sitting = begin(abena, quiz)
    answer(abena, quiz, right=True)
    Sitting.objects.filter(pk=sitting.pk).update(
        started_at=timezone.now() - timedelta(days=9), deadline_at=timezone.now() - timedelta(days=2)
    )
    further = begin(abena, quiz)
    assert further != sitting
    assert further.items.count() == 2
    assert quiz_of(quiz, abena).current.key == "q1"
    assert QuizSitting.objects.filter(person=abena).count() == 2


def test_a_question_that_is_taken_out_holds_nobody_up(quiz, bank):
    abena = person()
    begin(abena, quiz)
    answer(abena, quiz, right=True)
    quiz.parts = {"questions": [one for one in quiz.parts["questions"] if one["key"] != "q1"]}
    quiz.save()
    begin(abena, quiz)
    assert quiz_of(quiz, abena).current.key == "q2"


def test_a_quiz_stands_beside_the_quick_check_of_its_skill(quiz):
    abena = person()
    items(skill("Refund policy"), each=2, levels=(2, 3))
    check = start_quick_check(person=abena, skills=[skill("Refund policy")], most=3, as_of=timezone.now())
    assert begin(abena, quiz) != check


def test_it_is_done_once_all_is_answered(quiz):
    abena = person()
    kind, done = kind_of("quiz"), reverse("content:complete", args=[quiz.public_id])
    client = client_of(abena)
    assert "3 questions" in kind.left_to_do(quiz, abena)
    client.post(done)
    assert not Activity.objects.completed().exists()
    begin(abena, quiz)
    for _each in range(3):
        answer(abena, quiz, right=False)
    client.post(done)
    assert Activity.objects.completed().filter(person=abena).exists()


def test_pages_lead_from_begin_to_the_reason_and_tell_nothing_before(quiz):
    abena = person()
    client = client_of(abena)
    page = client.get(reverse("content:module", args=[quiz.public_id])).content.decode()
    assert "Begin the questions" in page
    assert "This one" not in page
    waiting = client.post(reverse("content:quiz_begin", args=[quiz.public_id])).url
    shown = client.get(waiting).content.decode()
    for word in ("is_right", "It is so.", "It is not.", "Not right"):
        assert word not in shown
    assert client.post(waiting, {}).status_code == 422
    item = quiz_of(quiz, abena).current.asked.item
    assert client.post(waiting, {**place_of(item, right=False), "confidence": "guess"}).url == waiting
    told = client.get(waiting).content.decode()
    assert "It is not." in told
    assert "Right is:" not in told
    assert "Right is:" in client.get(waiting, {"answer": "1"}).content.decode()
    again = f"{waiting}again/"
    assert client.get(again).status_code == 200
    assert client.post(again, {"skip": "1"}).status_code == 422
    assert client.post(again, place_of(item, right=True)).url == waiting
    assert "Your second try" in client.get(waiting).content.decode()
    # Another first answer is refused, and the first one stays.
    assert client.post(waiting, place_of(item, right=True)).status_code == 409
    assert SittingItem.objects.get(pk=item.pk).score == 0


def test_nobody_reads_a_question_that_is_not_asked_of_them_yet(quiz):
    abena, kofi = person(), person("Kofi Mensah")
    begin(abena, quiz)
    later = reverse("content:quiz_question", args=[quiz.public_id, "q2"])
    assert client_of(abena).get(later).url.endswith("/questions/q0/")
    assert client_of(kofi).get(later).status_code == 302
    assert client_of(abena).get(later.replace("q2", "q9")).status_code == 404


def test_its_page_asks_as_many_queries_whatever_its_questions(django_assert_max_num_queries):
    abena = person()
    long = of([one.item for one in items(skill("Refund policy"), each=3, levels=(2, 3, 4))])
    begin(abena, long)
    for _each in range(4):
        answer(abena, long, right=False)
    with django_assert_max_num_queries(2):
        assert quiz_of(long, abena).answered == 4
