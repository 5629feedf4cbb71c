"""The browser fixtures see what they promise to see."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.urls import path

from tests.backing.pages import COLOURS

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.backing.test_pages")]

PAGE = """<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head>
<body><main><h1>A page</h1>{}</main></body></html>"""


def plain(request):
    response = HttpResponse(PAGE.format(request.user.is_authenticated))
    response["Content-Security-Policy"] = "default-src 'none'; img-src data:"
    return response


def wrong(request):
    return HttpResponse(PAGE.format('<script>missing()</script><img src="data:,">'))


def dim(request):
    night = "@media (prefers-color-scheme: dark) { body { background: #111; color: #222 } }"
    response = HttpResponse(PAGE.format(f"<style>{night}</style><p>Dim <input></p>"))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return response


urlpatterns = [path("", plain), path("wrong", wrong), path("dim", dim)]


def test_a_page_is_checked_under_its_own_policy(page, axe):
    page.goto("/")
    axe(page)


def test_a_page_that_some_cannot_read_is_refused(page, axe, console_errors):
    page.goto("/wrong")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
    assert any("Content Security Policy" in error for error in console_errors)
    console_errors.clear()


def test_colours_are_checked_without_the_rest(page, axe):
    page.goto("/dim")
    axe(page, COLOURS)
    with pytest.raises(AssertionError, match="label"):
        axe(page)
    page.emulate_media(color_scheme="dark")
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page, COLOURS)


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


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_page_has_nothing_of_an_earlier_test(page, time):
    page.goto("/")
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, innerWidth]") == [0, 0, 1280]
    assert not page.locator("h1:hover").count()
    assert "Intercepted" not in page.content()
    page.context.add_cookies([{"name": "kept", "value": "yes", "url": page.url}])
    page.evaluate("localStorage.setItem('kept', 'yes'), sessionStorage.setItem('kept', 'yes')")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.locator("h1").hover()
    page.route("**/*", lambda route: route.fulfill(body="Intercepted"))
    page.context.new_page()


@pytest.mark.own_window
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_window_with_a_clock_of_its_own_is_closed(page, time):
    page.goto("/")
    assert page.evaluate("new Date().getFullYear()") > 2020
    page.clock.set_fixed_time("2001-01-01")


def test_a_page_that_cannot_be_left_is_not_given_to_the_next_test(window):
    page = window.page((1280, 800), "light")
    page.close()
    window.empty()
    assert not window.page((1280, 800), "light").is_closed()
