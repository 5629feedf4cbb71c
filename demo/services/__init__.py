"""Loading the demo company. Each part is one transaction and comes once: what is there is left as it is.

So a second run adds what a newer release brought (a module, a tour login) and touches nothing that somebody
entered or changed meanwhile.
"""

from demo.services.access import API_CLIENT, DEMO_PASSWORD, ForeignDatabaseError, refuse_other_companies
from demo.services.channels import open_mails
from demo.services.loading import PARTS, Loading
from demo.services.mails import send_mails, tell_of_the_week

__all__ = [
    "API_CLIENT",
    "DEMO_PASSWORD",
    "PARTS",
    "ForeignDatabaseError",
    "Loading",
    "open_mails",
    "refuse_other_companies",
    "send_mails",
    "tell_of_the_week",
]
