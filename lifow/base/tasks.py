"""Housekeeping in the background. It may run twice, and be killed at any moment."""

from allauth.idp.oidc.models import Token
from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from lifow.base.file_imports.services import forget_files


@shared_task
def forget_what_ran_out() -> None:
    """Delete sessions and API tokens that are past their end, and files of imports of weeks ago.

    They open nothing and are needed no more, and would only pile up.
    """
    call_command("clearsessions")
    Token.objects.expired().delete()
    forget_files(as_of=timezone.now())
