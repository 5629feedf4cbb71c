"""The assistant's endpoint with all of its tools, for the addresses of the site."""

from channels.assistant.endpoint import server
from channels.assistant.tools import checking, finding, learning, organisation, team

__all__ = ["checking", "finding", "learning", "organisation", "server", "team"]
