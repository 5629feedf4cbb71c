"""What is the same for everybody is rendered once, and holds nothing of the page around it."""

import gc
import weakref

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from lifow.base.templatetags.constant import ConstantNode


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


VALUES = (
    "{% load constant %}{% constant name=one.name level=level %}"
    "{{ name }} {{ level }} {{ one }}{% endconstant %}"
)


def test_it_is_rendered_once_for_its_values():
    page = Template(VALUES)
    shown = [
        page.render(Context({"one": {"name": name}, "level": level}))
        for name, level in (("SQL", 3), ("SQL", 3.0), ("<SQL>", 3), ("SQL", 3))
    ]
    assert shown == ["SQL 3 ", "SQL 3.0 ", "&lt;SQL&gt; 3 ", "SQL 3 "]
    [node] = page.nodelist.get_nodes_by_type(ConstantNode)
    assert len(node.kept) == 3


def test_what_is_looked_up_late_is_kept_without_what_looks_it_up():
    class Request:
        """Whoever asks; their account and session hang on it."""

    def late(request, value):
        return SimpleLazyObject(lambda: (request, value)[1])

    page = Template(VALUES)
    request = Request()
    alive = weakref.ref(request)
    assert page.render(Context({"one": {"name": late(request, "SQL")}, "level": 3})) == "SQL 3 "
    del request
    gc.collect()
    assert alive() is None
    assert page.render(Context({"one": {"name": "SQL"}, "level": 3})) == "SQL 3 "
    [node] = page.nodelist.get_nodes_by_type(ConstantNode)
    assert len(node.kept) == 1


def test_what_is_kept_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr("lifow.base.templatetags.constant.MOST_KEPT", 2)
    page = Template(VALUES)
    for level in range(5):
        assert page.render(Context({"one": {"name": "SQL"}, "level": level})) == f"SQL {level} "
    [node] = page.nodelist.get_nodes_by_type(ConstantNode)
    assert len(node.kept) == 2


def test_a_value_has_a_name():
    with pytest.raises(TemplateSyntaxError, match=r"row\.skill is no name=value"):
        Template("{% load constant %}{% constant row.skill %}{% endconstant %}")


def test_components_stand_in_it():
    page = Template("{% load constant %}{% constant %}{% include 'components/mark.html' %}{% endconstant %}")
    assert page.render(Context()).count("<svg") == 1
