"""What is made once in a process: parts of a page that are the same for everybody, and addresses."""

from functools import lru_cache

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class ConstantNode(Node):
    """What a `{% constant %}` holds: rendered the first time it is shown, and once more for each language."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        kept = self.kept.get(language)
        if kept is None:
            # Nothing of this request comes in, as it would be shown to all others.
            kept = self.kept[language] = self.nodelist.render(context.new())
        return kept


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
    the language: every page has a hundred such nodes around what it shows. Variables of the page are empty
    inside of it.
    """
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist)
