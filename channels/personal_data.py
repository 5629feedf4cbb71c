"""What the channels keep of people."""

from lifow.people.privacy.reports import Kept

KEPT: tuple[Kept, ...] = ()
