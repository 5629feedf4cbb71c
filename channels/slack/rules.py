"""Who connects the company's workspace: HR admins."""

import rules

from lifow.people.persons.rules import is_hr_admin

rules.add_perm("channels.connect_slack", is_hr_admin)
