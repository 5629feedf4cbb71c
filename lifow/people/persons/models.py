"""People, where they work, and by which names other systems know them."""

import datetime
import re
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import DayField, ListField, MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.choices import EmploymentStatus
from lifow.people.persons.querysets import EmploymentQuerySet, OrgUnitQuerySet, PersonQuerySet

__all__ = [
    "CurrentLeave",
    "Employment",
    "ExternalId",
    "OrgUnit",
    "OrgUnitQuerySet",
    "Person",
    "PersonManager",
    "PersonQuerySet",
]

MONDAY_TO_FRIDAY = 0b0011111
OWN_MANAGER = _("Nobody reports to themself. Choose somebody else, or nobody.")
OPEN_TWICE = _("A person has one open employment at a time. Give the earlier one a last day.")
ID_TAKEN = _("This source has given this id already. Find the person or org unit that has it.")
IN_ITSELF = _("An org unit is not a part of itself, nor of one below it.")
NO_HOURS = _("Work cannot start and end at the same time. An end before the start is on the next day.")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def validate_timezone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("%(name)s is not a time zone. Use a name such as Europe/Berlin."), params={"name": name}
        )


def validate_languages(codes: Any) -> None:
    is_list = isinstance(codes, list) and bool(codes)
    if not (is_list and all(isinstance(code, str) and LANGUAGE_CODE.fullmatch(code) for code in codes)):
        raise ValidationError(
            _("Write a list of language codes, such as [“en”, “pt-BR”], the best known first.")
        )


def speaks_english() -> list[str]:
    return ["en"]


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]  # made by Django as it runs
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields) -> "Person":
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Person":
        """Somebody new with all rights, or whoever has the email already, with a new password."""
        rights = {"is_staff": True, "is_superuser": True, "is_hr_admin": True}
        known = self.with_email(email).first()
        if known is None:
            return self.create_user(email, password, **rights, **fields)
        for name in (*rights, "is_active"):
            setattr(known, name, True)
        known.set_password(password)
        known.save(using=self._db)
        return known


class Person(AbstractBaseUser, PermissionsMixin, Timestamped):
    """Someone who works here, and the account they sign in with.

    `merged_into` is the record that stands for this one where two are of one person; it is never merged
    itself. Only `lifow.people.merging` writes it.
    """

    public_id = PublicIdField(prefix="per")
    email = models.EmailField(
        _("email"),
        unique=True,
        null=True,
        blank=True,
        help_text=_(
            "What somebody signs in with. Whoever has none is known, rated and planned for all the same."
        ),
    )
    given_name = models.CharField(_("given name"), max_length=150)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)

    timezone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_timezone])
    languages = ListField(
        _("languages"),
        default=speaks_english,
        validators=[validate_languages],
        help_text=_("Codes such as “en”, the best known first."),
    )
    work_starts_at = models.TimeField(_("work starts at"), default=datetime.time(9))
    work_ends_at = models.TimeField(
        _("work ends at"),
        default=datetime.time(17),
        help_text=_("Before the start: on the next day."),
    )
    workdays = models.PositiveSmallIntegerField(
        _("workdays"),
        default=MONDAY_TO_FRIDAY,
        help_text=_("One bit a day on which work starts, Monday the lowest."),
    )

    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    is_hr_admin = models.BooleanField(_("HR admin"), default=False)
    is_author = models.BooleanField(_("content author"), default=False)
    # Found by its index below: nearly nobody has one.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="merged_records",
        verbose_name=_("merged into"),
    )

    objects = PersonManager()
    search_fields = ("given_name", "family_name", "email")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # Lists by name read a page of it, and not the company.
        indexes = [
            models.Index(fields=["family_name", "given_name", "id"], name="person_by_name"),
            models.Index(fields=["updated_at"], name="person_updated"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged_into"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once_whatever_its_case",
                violation_error_message=_("Another person has this email already."),
            ),
            models.CheckConstraint(
                condition=~Q(email=""),
                name="person_email_or_none",
                violation_error_message=_("Give an email or none: an empty one would be everybody’s."),
            ),
            # Pages ask for rights, of which a superuser has all; rows that may be seen ask for this one.
            models.CheckConstraint(
                condition=Q(is_superuser=False) | Q(is_hr_admin=True),
                name="person_superuser_is_hr_admin",
                violation_error_message=_("A superuser is an HR admin too: give both or neither."),
            ),
            models.CheckConstraint(
                condition=Q(workdays__lt=128),
                name="person_workdays_in_a_week",
                violation_error_message=_("Workdays are a number up to 127: one bit for each day of a week."),
            ),
            models.CheckConstraint(
                condition=~Q(work_ends_at=F("work_starts_at")),
                name="person_work_takes_time",
                violation_error_message=NO_HOURS,
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(is_active=False, email__isnull=True)),
                name="person_merged_does_not_sign_in",
                violation_error_message=_("This record is merged into another one, with which they sign in."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="person_not_merged_into_itself",
                violation_error_message=_("This is one record already. Choose another one to merge."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_short_name(self) -> str:
        return self.given_name


class OrgUnit(Timestamped):
    """A node of the organisation: company, department, team."""

    public_id = PublicIdField(prefix="org")
    key = models.CharField(_("key"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    closed_on = DayField(_("closed on"), null=True, blank=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("org unit")
        verbose_name_plural = _("org units")
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="org_unit_not_part_of_itself",
                violation_error_message=IN_ITSELF,
            ),
        ]
        indexes = [models.Index(fields=["parent", "name"], name="org_unit_by_place")]

    def __str__(self) -> str:
        return self.name


class Employment(Timestamped):
    """What a person did, where and for whom, from one day to another.

    A change closes one row and opens the next.
    """

    Status = EmploymentStatus

    public_id = PublicIdField(prefix="emp")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="employments", verbose_name=_("person")
    )
    org_unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, related_name="employments", verbose_name=_("org unit")
    )
    manager = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed",
        verbose_name=_("manager"),
    )
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    job_code = models.CharField(_("job code"), max_length=100, blank=True, db_index=True)
    status = models.CharField(
        _("status"), max_length=20, choices=EmploymentStatus, default=EmploymentStatus.ACTIVE
    )
    source = models.CharField(
        _("source"),
        max_length=50,
        blank=True,
        default="",
        db_default="",
        help_text=_("The system whose files say so; empty where it was entered by hand."),
    )
    starts_on = DayField(_("starts on"))
    ends_on = DayField(
        _("ends on"), null=True, blank=True, help_text=_("The last day; empty while it is open.")
    )

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="employment_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(manager=F("person")),
                name="employment_not_ones_own_manager",
                violation_error_message=OWN_MANAGER,
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on__isnull=True),
                name="employment_open_once_a_person",
                violation_error_message=OPEN_TWICE,
            ),
        ]
        indexes = [
            models.Index(fields=["manager", "ends_on"], name="employment_reporting_line"),
            models.Index(fields=["updated_at"], name="employment_updated"),
            # Of many people few are on leave: who is one of them is asked again and again.
            models.Index(
                fields=["person", "starts_on", "ends_on"],
                condition=Q(status=EmploymentStatus.LEAVE),
                name="employment_leave",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_title} ({self.get_status_display()})"


class CurrentLeave(models.Model):
    """Somebody of whom it was told that their leave has begun (`LeaveBegan`), and not yet that it has ended.

    Who is on leave is said by the employments and the day where the person is; this row makes of its begin
    and its end one event each.
    """

    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="current_leave",
        verbose_name=_("person"),
    )
    told_at = MomentField(_("told at"), help_text=_("When the event was published."))

    class Meta:
        verbose_name = _("current leave")
        verbose_name_plural = _("current leaves")

    def __str__(self) -> str:
        return str(self.person)


class ExternalId(models.Model):
    """The name that another system gives to a person or an org unit.

    A source gives a thing one name, and a name to one thing. `absent_since` is the day of the first file of
    the source that named it no more, None while it does.
    """

    source = models.CharField(_("source"), max_length=50)
    value = models.CharField(_("value"), max_length=200)
    absent_since = DayField(_("absent since"), null=True, blank=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    org_unit = models.ForeignKey(
        OrgUnit, on_delete=models.CASCADE, null=True, blank=True, related_name="external_ids"
    )

    class Meta:
        verbose_name = _("external id")
        verbose_name_plural = _("external ids")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(org_unit__isnull=True),
                name="external_id_of_one_thing",
                violation_error_message=_("Choose a person or an org unit, and not both."),
            ),
            models.UniqueConstraint(
                fields=["source", "value"],
                condition=Q(person__isnull=False),
                name="external_id_of_one_person",
                violation_error_message=ID_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["source", "value"],
                condition=Q(org_unit__isnull=False),
                name="external_id_of_one_org_unit",
                violation_error_message=ID_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["source", "person"],
                name="external_id_once_a_source_and_person",
                violation_error_message=_("The person has an id of this source already. Change that one."),
            ),
            models.UniqueConstraint(
                fields=["source", "org_unit"],
                name="external_id_once_a_source_and_unit",
                violation_error_message=_("The org unit has an id of this source already. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"
