from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lifow.people"
    label = "people"
    verbose_name = _("People")

    def ready(self):
        from lifow.base.backups.beside import KeptBeside, keep_beside
        from lifow.people.privacy.declarations import KEPT
        from lifow.people.privacy.reports import declare
        from lifow.people.privacy.services import keep_list

        declare(*KEPT)
        again = _("Before the site starts, erase again who was erased since: manage.py erase_again %(file)s")
        keep_beside(KeptBeside("erasures.json", keep_list, again))
