import os

from django.core.asgi import get_asgi_application

from lifow.base.database.limits import hold_to_limits_of_the_site

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")

application = get_asgi_application()
hold_to_limits_of_the_site()
