"""Housekeeping in the background. It may run twice, and be killed at any moment."""

from allauth.idp.oidc.models import Token
from celery import shared_task
from django.core.management import call_command


@shared_task
def forget_what_ran_out() -> None:
    """Delete sessions and API tokens that are past their end: they open nothing, and would only pile up."""
    call_command("clearsessions")
    Token.objects.expired().delete()
