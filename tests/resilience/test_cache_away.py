"""The cache goes away and comes back: nobody notices."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from lifow.base.cache import ForgivingRedisCache
from tests.company import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.redis
def test_it_is_used_again_as_soon_as_it_is_back(redis_proxy, monkeypatch):
    monkeypatch.setattr("lifow.base.circuit_breaker.REST_FACTOR", 0)
    proxy, url = redis_proxy
    cache = ForgivingRedisCache(url, {})
    cache.set("colour", "blue")
    proxy.close()
    assert cache.get("colour") is None
    cache.set("colour", "red")
    proxy.open()
    assert cache.get("colour") == "blue"


def test_people_sign_in_and_work_without_it(site_without_redis):
    # Hashed as the site does it; the tests' own hasher is unknown there.
    abena = person("Abena Osei", password=PBKDF2PasswordHasher().encode("larkfield", "salt", iterations=1))
    served = site_without_redis
    wrong = served.post("/accounts/login/", {"login": abena.email, "password": "something"})
    assert wrong.status == 200, "tries are counted in the cache; who mistypes is told so all the same"
    right = served.post("/accounts/login/", {"login": abena.email, "password": "larkfield"})
    assert (right.status, right.headers["Location"]) == (302, "/start/")
    abena.refresh_from_db()
    served.sign_in(abena)
    assert served.get("/").status == 200
