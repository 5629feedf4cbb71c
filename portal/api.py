"""What the portal offers in the API, gathered for the URLs."""

from django.urls import re_path

from portal.search.api import SearchViewSet

search = SearchViewSet.as_view({"get": "list"}, basename="search", detail=False)
urlpatterns = [re_path(r"^search/?$", search, name="search-list")]
