"""What is asked of an account before it opens anything."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings


def lacks_second_step(user: Any) -> bool:
    """Whether somebody has to turn on two-step sign-in before they go on: where the site requires it of those
    who can read the whole company, and they are one of them and have not done so."""
    return settings.TWO_STEP_REQUIRED and _can_read_everything(user) and not _has_second_step(user)


def _can_read_everything(user: Any) -> bool:
    return bool(user.is_authenticated and (user.is_hr_admin or user.is_staff))


def _has_second_step(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
