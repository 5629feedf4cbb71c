"""Browsers that show what their person is told, also while no page of lifow is open."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField, PublicIdField
from lifow.people.persons.models import Person

LONGEST_NAME = 100
LONGEST_ENDPOINT = 1_000
LONGEST_KEY = 100
LONGEST_SECRET = 50


class Device(models.Model):
    """A browser of a phone or a computer that has subscribed to push messages (RFC 8030).

    `endpoint` is the address at the browser's push service; whoever knows it and the two keys (RFC 8291) can
    send to this browser alone. `endpoint_digest` is its SHA-256, by which it is found. A browser is one
    person's: who subscribes last has it.
    """

    public_id = PublicIdField(prefix="dev")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="devices", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    endpoint = models.CharField(_("endpoint"), max_length=LONGEST_ENDPOINT)
    endpoint_digest = models.CharField(_("digest of the endpoint"), max_length=64, unique=True)
    public_key = models.CharField(_("public key"), max_length=LONGEST_KEY)
    auth_secret = models.CharField(_("authentication secret"), max_length=LONGEST_SECRET)
    created_at = MomentField(_("created at"))
    used_at = MomentField(_("last used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")

    def __str__(self) -> str:
        return self.name
