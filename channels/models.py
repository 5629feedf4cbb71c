"""Every model of the app, gathered for Django; code imports them from their own applets."""

from channels.push.models import Device

__all__ = ["Device"]
