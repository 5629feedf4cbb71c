"""Addresses of resources: lists and one thing of them, with or without a slash at the end."""

from rest_framework.routers import SimpleRouter


class ResourceRouter(SimpleRouter):
    """Both `/people` and `/people/` are the list: a redirect between them would lose a POST's body."""

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"
