from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from lifow.base.passages.registry import register_findable
        from portal.search.finding.colleagues import Colleagues
        from portal.search.finding.mentors import Mentors
        from portal.search.finding.pages import Pages
        from portal.search.finding.people import People

        register_findable(People())
        register_findable(Mentors())
        register_findable(Colleagues())
        register_findable(Pages())
