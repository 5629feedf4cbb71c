"""What is the same for everybody is rendered once, and holds nothing of the page around it."""

from django.template import Context, Template
from django.utils import translation


def test_it_is_rendered_once_a_language():
    page = Template(
        "{% load constant i18n %}{% constant %}{% get_current_language as code %}{{ code }}{% endconstant %}"
    )
    assert page.render(Context()) == "en"
    with translation.override("de"):
        assert page.render(Context()) == "de"
    [node] = page.nodelist.get_nodes_by_type(type(page.nodelist[1]))
    node.nodelist.clear()
    assert page.render(Context()) == "en"


def test_nothing_of_the_page_comes_in():
    page = Template("{% load constant %}{{ name }}{% constant %}: {{ name }}{% endconstant %}")
    assert page.render(Context({"name": "Abena"})) == "Abena: "
    assert page.render(Context({"name": "Priya"})) == "Priya: "


def test_components_stand_in_it():
    page = Template("{% load constant %}{% constant %}{% include 'components/mark.html' %}{% endconstant %}")
    assert page.render(Context()).count("<svg") == 1
