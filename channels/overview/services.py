"""Testing what is connected, and keeping what was found."""

from contextlib import suppress
from datetime import datetime

import structlog
from django.utils.translation import gettext as _

from channels.overview.models import ConnectionTest
from channels.registry import Check, Integration, all_integrations, find_integration
from lifow.base.outages import is_outage
from lifow.notifications.registry import all_ways

LONGEST = ConnectionTest._meta.get_field("says").max_length

log = structlog.get_logger(__name__)


class UnknownConnectionError(LookupError):
    """There is neither an integration nor a way of this key that can be tested."""


def try_connection(*, key: str, as_of: datetime) -> ConnectionTest:
    """Try one integration or way now, and keep what was found; nobody is sent anything.

    Raises UnknownConnectionError. Of two tests at once the one that ends last is kept.
    """
    integration = find_integration(key)
    check = _tried(key, integration, as_of)
    values = {
        "is_well": check.is_well,
        "says": str(check.says)[:LONGEST],
        "people": integration.counted_people() if integration else None,
        "tested_at": as_of,
    }
    if not check.is_well:
        log.warning("connection_not_well", connection=key, says=values["says"])
    return ConnectionTest.objects.update_or_create(key=key, defaults=values)[0]


def try_connections(*, as_of: datetime) -> int:
    """Test everything that is set up, one after the other; how many work. What is gone is forgotten."""
    keys, well = keys_to_try(), 0
    ConnectionTest.objects.exclude(key__in=keys).delete()
    for key in keys:
        with suppress(UnknownConnectionError):
            well += try_connection(key=key, as_of=as_of).is_well
    return well


def keys_to_try() -> list[str]:
    """Integrations that are set up, and ways without an integration, in the order in which they are shown."""
    integrations = [one.key for one in all_integrations() if one.is_set_up()]
    ways = [way.key for way in all_ways() if find_integration(way.key) is None]
    return [*ways, *integrations]


def _tried(key: str, integration: Integration | None, as_of: datetime) -> Check:
    """What a test finds. One that fails in a way that nobody thought of has found that it does not work."""
    try:
        return integration.check(as_of=as_of) if integration else _check_of_way(key)
    except UnknownConnectionError:
        raise
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("test_of_connection_failed", connection=key)
        return Check(False, _("The test ended with an error. The log of the server says which."))


def _check_of_way(key: str) -> Check:
    way = next((one for one in all_ways() if one.key == key), None)
    check = way.check() if way else None
    if check is None:
        raise UnknownConnectionError(key)
    return check
