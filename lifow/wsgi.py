import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from lifow.base.call_stack import on_one_chunk
from lifow.base.database.limits import hold_to_limits_of_the_site
from lifow.base.garbage import freeze_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")

application = on_one_chunk(get_wsgi_application())
hold_to_limits_of_the_site()
# Django would load the pages with the first request, after the garbage collector was told.
get_resolver().url_patterns  # noqa: B018
freeze_what_is_loaded()
