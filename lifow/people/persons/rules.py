"""Who may see and change whom."""

import rules
from django.db.models import Exists, OuterRef, Value

from lifow.people.persons.models import Person, PersonQuerySet


@rules.predicate
def is_oneself(user, person) -> bool:
    return person is not None and user.pk == person.pk


@rules.predicate
def is_above(user, person) -> bool:
    """Whether the person is in the reporting line of the user, at any depth.

    It is asked from below: a person has a handful of people above, a senior manager thousands below. The
    answer is kept with the object: a page asks for several rights over one person.
    """
    if person is None or user.pk is None:
        return False
    answers = vars(person).setdefault("_above", {})
    if user.pk not in answers:
        answers[user.pk] = Person.objects.above(Value(person.pk)).filter(pk=user.pk).exists()
    return bool(answers[user.pk])


def with_place_above(user) -> PersonQuerySet:
    """People, each with whether the user is above them: for `remember_place_above`."""
    return Person.objects.annotate(below_user=Exists(Person.objects.above(OuterRef("pk")).filter(pk=user.pk)))


def remember_place_above(user, person) -> None:
    """Have `is_above` know what came with a person `with_place_above`, and ask no more."""
    vars(person).setdefault("_above", {})[user.pk] = person.below_user


@rules.predicate
def is_hr_admin(user) -> bool:
    return bool(user.is_authenticated and user.is_hr_admin)


@rules.predicate
def may_author(user) -> bool:
    """Whether somebody makes modules and questions: content authors, and HR admins."""
    return bool(user.is_authenticated and (user.is_author or user.is_hr_admin))


@rules.predicate
def is_no_more_than(user, person) -> bool:
    """Whether the person has no right that the user lacks: superusers' accounts are superusers' alone."""
    return person is not None and (user.is_superuser or not person.is_superuser)


@rules.predicate
def has_reports(user) -> bool:
    """Whether anybody reports to the user."""
    return bool(user.is_authenticated and Person.objects.reporting_to(user).exists())


rules.add_perm("people.view_person", is_oneself | is_above | is_hr_admin)
rules.add_perm("people.view_team", has_reports | is_hr_admin)
rules.add_perm("people.view_organisation", is_hr_admin)
rules.add_perm("people.send_password_link", is_hr_admin & is_no_more_than)
