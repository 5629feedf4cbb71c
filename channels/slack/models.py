"""The company's Slack workspace, whose accounts there are whose here, and what is to be done for them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels.slack.choices import WorkKind
from channels.slack.encryption import decrypted
from channels.slack.querysets import SlackWorkQuerySet
from lifow.base.fields import MomentField, ObjectField, PublicIdField
from lifow.people.persons.models import Person

LONGEST_ID = 40
LONGEST_TOKEN = 2_000


class SlackInstallation(models.Model):
    """That the company's app is installed in its workspace: one at a time.

    `bot_token` and `refresh_token` are encrypted (`encryption.py`); `expires_at` is when the bot token ends
    where Slack rotates it, and `rotating_until` is until when one process alone asks for the next one.
    `paused_until` is until when Slack wants no messages (its Retry-After).
    """

    team_id = models.CharField(_("workspace id"), max_length=LONGEST_ID)
    team_name = models.CharField(_("workspace"), max_length=200, blank=True)
    app_id = models.CharField(_("app id"), max_length=LONGEST_ID, blank=True)
    bot_user_id = models.CharField(_("bot user id"), max_length=LONGEST_ID, blank=True)
    bot_token = models.CharField(_("bot token"), max_length=LONGEST_TOKEN, editable=False)
    refresh_token = models.CharField(_("refresh token"), max_length=LONGEST_TOKEN, blank=True, editable=False)
    expires_at = MomentField(_("token ends at"), null=True, blank=True)
    rotating_until = MomentField(_("being rotated until"), null=True, blank=True, editable=False)
    installed_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("installed by"),
    )
    installed_at = MomentField(_("installed at"))
    paused_until = MomentField(_("paused until"), null=True, blank=True)
    ended_at = MomentField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Slack workspace")
        verbose_name_plural = _("Slack workspaces")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at__isnull=True), name="slack_installed_once"
            )
        ]

    def __str__(self) -> str:
        return self.team_name or self.team_id

    @property
    def token(self) -> str:
        """The bot token as Slack takes it; empty where no key that is known opens it."""
        return decrypted(self.bot_token)


class SlackLink(models.Model):
    """That an account in Slack is this person's: its email address is theirs, and they have confirmed it.

    `last_delivery_id` is that of the last message that Slack has taken: tried again, it is not sent twice.
    """

    public_id = PublicIdField(prefix="slk")
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="slack_link", verbose_name=_("person")
    )
    team_id = models.CharField(_("workspace id"), max_length=LONGEST_ID)
    slack_user_id = models.CharField(_("user id in Slack"), max_length=LONGEST_ID)
    confirmed_at = MomentField(_("confirmed at"))
    used_at = MomentField(_("last used at"), null=True, blank=True)
    last_delivery_id = models.CharField(_("last delivery"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("Slack account")
        verbose_name_plural = _("Slack accounts")
        constraints = [
            models.UniqueConstraint(fields=["team_id", "slack_user_id"], name="slack_account_once")
        ]

    def __str__(self) -> str:
        return self.public_id


class SlackWork(models.Model):
    """One thing that Slack asked for: written before Slack is answered, carried out by a worker.

    `key` is the event's id or the digest of the request: what comes twice is one row. `payload` is what is
    needed of it, and emptied once it is done or set aside. `attempts` counts those that have begun.
    """

    Kind = WorkKind

    key = models.CharField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=WorkKind)
    team_id = models.CharField(_("workspace id"), max_length=LONGEST_ID)
    slack_user_id = models.CharField(_("user id in Slack"), max_length=LONGEST_ID, blank=True)
    payload = ObjectField(_("what was asked"), default=dict, blank=True)
    received_at = MomentField(_("received at"))
    not_before = MomentField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    done_at = MomentField(_("done at"), null=True, blank=True)
    set_aside_at = MomentField(_("set aside at"), null=True, blank=True)

    objects = SlackWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("request from Slack")
        verbose_name_plural = _("requests from Slack")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(set_aside_at__isnull=True),
                name="slack_work_done_or_set_aside",
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(done_at__isnull=True, set_aside_at__isnull=True),
                name="slack_work_waiting",
            ),
            models.Index(fields=["received_at"], name="slack_work_received"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
