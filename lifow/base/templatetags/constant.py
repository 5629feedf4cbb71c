"""What is made once in a process: parts of a page that are the same for everybody, and addresses."""

from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Parser,
    Token,
    token_kwargs,
)
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.urls import get_script_prefix, reverse
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 2_048


class ConstantNode(Node):
    """What a `{% constant %}` holds: rendered once for each language, and for each set of its values."""

    def __init__(self, nodelist: NodeList, values: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = tuple(values.values())
        self.names = tuple(values)
        self.kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()

    def render(self, context: Context) -> SafeString:
        values = [_itself(value.resolve(context)) for value in self.values]
        # With their types: 3 and 3.0 are equal, and are written in two ways.
        key = (get_language(), *values, *map(type, values))
        kept = self.kept.get(key)
        if kept is None:
            # Of the page nothing else comes in, as it would be shown to all others.
            kept = self.nodelist.render(context.new(dict(zip(self.names, values, strict=True))))
            self.kept[key] = kept
            if len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
        return kept


def _itself(value: Any) -> Any:
    """What stands behind a value that is looked up late: kept as it is, it would keep its request with it."""
    if not isinstance(value, LazyObject):
        return value
    # Whether something is empty is asked of the value itself, so it is there afterwards.
    bool(value)
    return value._wrapped


@register.simple_tag
def address(name: str, *args: str) -> str:
    """`{% url %}` for rows of a list: the addresses that were asked for lately are kept."""
    return _address(name, args, get_script_prefix())


@lru_cache(maxsize=8192)
def _address(name: str, args: tuple[str, ...], _prefix: str) -> str:
    return reverse(name, args=args)


@register.tag
def constant(parser: Parser, token: Token) -> ConstantNode:
    """`{% constant %} … {% endconstant %}` around words, addresses and components that depend on nothing but
    the language: every page has a hundred such nodes around what it shows.

    `{% constant name=row.skill.name needed=row.required %}` also depends on these values, texts and numbers,
    and is for rows that many people see alike. All other variables of the page are empty inside of it.
    """
    _name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"constant: {bits[0]} is no name=value.")
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist, values)
