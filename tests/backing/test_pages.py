"""The browser fixtures see what they promise to see."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.urls import path

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.backing.test_pages")]

PAGE = """<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head>
<body><main><h1>A page</h1>{}</main></body></html>"""


def plain(request):
    response = HttpResponse(PAGE.format(request.user.is_authenticated))
    response["Content-Security-Policy"] = "default-src 'none'; img-src data:"
    return response


def wrong(request):
    return HttpResponse(PAGE.format('<script>missing()</script><img src="data:,">'))


urlpatterns = [path("", plain), path("wrong", wrong)]


def test_a_page_is_checked_under_its_own_policy(page, axe):
    page.goto("/")
    axe(page)


def test_a_page_that_some_cannot_read_is_refused(page, axe, console_errors):
    page.goto("/wrong")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
    assert any("Content Security Policy" in error for error in console_errors)
    console_errors.clear()


@pytest.mark.parametrize("viewport", [(390, 844)])
@pytest.mark.parametrize("color_scheme", ["dark"])
def test_a_test_chooses_size_and_colours(page, viewport, color_scheme):
    page.goto("/")
    assert page.evaluate("innerWidth") == 390
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")


def test_a_page_belongs_to_the_person_signed_in(page, sign_in, django_user_model):
    page.goto("/")
    assert page.locator("main").inner_text().endswith("False")
    sign_in(django_user_model.objects.create(email="ada@example.org"))
    page.reload()
    assert page.locator("main").inner_text().endswith("True")


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_migrations_made_is_there_again_after_each_test(page, time):
    assert ContentType.objects.exists()
