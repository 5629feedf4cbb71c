"""Families of pages on which the weights are fitted. The benchmark has none of them."""

from random import Random

from benchmarks.guidance_targets.designs import Design, kebab
from benchmarks.guidance_targets.nodes import Node, node

FIRST = [
    "Amara",
    "Boris",
    "Chidi",
    "Dana",
    "Elif",
    "Farid",
    "Greta",
    "Hana",
    "Ivan",
    "Jonas",
    "Kira",
    "Luca",
    "Mina",
    "Noor",
    "Olga",
    "Pavel",
    "Rosa",
    "Samir",
    "Tara",
    "Uma",
]
LAST = [
    "Abara",
    "Brandt",
    "Costa",
    "Dube",
    "Engel",
    "Ferro",
    "Gupta",
    "Haas",
    "Imai",
    "Jansen",
    "Kovac",
    "Lindt",
    "Moreau",
    "Novak",
    "Okoro",
    "Petit",
]
THINGS = ["Parcel", "Invoice", "Login", "Battery", "Voucher", "Delivery"]
TROUBLES = ["late", "lost", "broken", "wrong", "twice"]
PROGRAMS = ["Payroll", "Website", "Warehouse", "Mailer", "Backup", "Tracker"]


def person(rng: Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def tickets(rng: Random, design: Design) -> Node:
    """A list of support tickets."""
    rows: list[list[Node | str]] = []
    for number in range(rng.randint(5, 12)):
        subject = f"{rng.choice(THINGS)} {rng.choice(TROUBLES)}"
        rows.append(
            [
                node("input", key=f"ticket/{number}/mark", type="checkbox", aria_label="Mark ticket"),
                design.link(
                    f"ticket/{number}/subject",
                    f"{subject} {rng.randint(100, 999)}",
                    f"/tickets/{rng.randint(1000, 9999)}",
                ),
                person(rng),
                rng.choice(["Open", "Waiting", "Solved"]),
                node(
                    "span",
                    design.button(f"ticket/{number}/assign", "Assign"),
                    design.button(f"ticket/{number}/close", "Close ticket", icon="check", bare=True),
                ),
            ]
        )
    filters = [
        design.field("status", "Status", kind="select", hint="Open|Waiting|Solved"),
        design.field("agent", "Agent", hint="Anybody"),
        design.field("since", "Opened since", kind="date"),
        design.button("apply", "Apply filters"),
        design.link("reset", "Reset filters", "/tickets"),
    ]
    header = [
        design.field("search", "Search tickets", kind="search", hint="Subject or customer"),
        design.button("new-ticket", "New ticket", icon="plus", tone="main"),
        design.button("bell", "Alerts", icon="bell", bare=True),
    ]
    sections = [
        design.section("filters", "Filter", *filters),
        design.section(
            "list",
            "Tickets",
            design.bar(
                design.button("bulk/merge", "Merge"), design.button("bulk/delete", "Delete", tone="danger")
            ),
            design.table("tickets", ["", "Subject", "Customer", "State", ""], rows),
        ),
    ]
    menu = [
        ("Tickets", "/tickets"),
        ("Customers", "/customers"),
        ("Macros", "/macros"),
        ("Reports", "/reports"),
        ("Admin", "/admin"),
    ]
    return design.page("Support desk", design.navigation(menu), header, sections)


def profile(rng: Random, design: Design) -> Node:
    """A form about a person."""
    groups = {
        "Person": ["First name", "Last name", "Birthday", "Pronouns"],
        "Contact": ["Work email", "Phone", "Street", "Postcode", "City"],
        "Bank": ["Account holder", "IBAN", "Bank name"],
        "Emergency": ["Contact name", "Contact phone", "Relation"],
    }
    sections = []
    for title, labels in groups.items():
        key = kebab(title)
        fields = [
            design.field(f"{key}/{kebab(label)}", label, hint=rng.choice(["", "Required", "Optional"]))
            for label in labels
        ]
        acts = design.bar(
            design.button(f"{key}/save", "Save", tone="main"), design.button(f"{key}/cancel", "Cancel")
        )
        sections.append(design.section(key, title, node("form", *fields, acts)))
    files: list[list[Node | str]] = [
        [
            f"{person(rng)} contract",
            design.link(f"file/{at}/open", "Open", f"/files/{at}"),
            design.button(f"file/{at}/remove", "Remove", icon="bin", bare=True),
        ]
        for at in range(rng.randint(3, 7))
    ]
    sections.append(
        design.section(
            "files",
            "Documents",
            design.table("files", ["Name", "", ""], files),
            design.button("upload", "Upload document", icon="up"),
        )
    )
    menu = [
        ("Overview", "/me"),
        ("Time off", "/leave"),
        ("Pay slips", "/pay"),
        ("Goals", "/goals"),
        ("Documents", "/documents"),
        ("Colleagues", "/people"),
    ]
    return design.page(
        "My profile",
        design.navigation(menu),
        [
            design.button("help", "Help", icon="help", bare=True),
            design.link("sign-out", "Sign out", "/logout"),
        ],
        sections,
    )


def switches(rng: Random, design: Design) -> Node:
    """Settings of an administrator."""
    chosen = rng.sample(
        [
            "Email digest",
            "Two steps",
            "Single sign-on",
            "Public links",
            "Guest access",
            "Audit log",
            "Weekly report",
            "Beta features",
            "Data export",
        ],
        6,
    )
    options = [
        node(
            "div",
            node("span", text, class_="option-text"),
            node(
                "input",
                key=f"option/{kebab(text)}",
                type="checkbox",
                role="switch",
                aria_label=text,
                name=kebab(text),
            ),
            class_="option",
        )
        for text in chosen
    ]
    tokens: list[list[Node | str]] = [
        [
            f"{rng.choice(PROGRAMS)} {person(rng).split()[1]}",
            rng.choice(["read", "write"]),
            design.button(f"token/{at}/copy", "Copy"),
            design.button(f"token/{at}/revoke", "Revoke", tone="danger"),
        ]
        for at in range(rng.randint(3, 8))
    ]
    tabs = node(
        "div",
        *(
            node("button", text, key=f"tab/{kebab(text)}", role="tab", class_="tab")
            for text in ["General", "Security", "Billing", "Members"]
        ),
        role="tablist",
    )
    sections = [
        design.section(
            "options",
            "Options",
            *options,
            design.bar(design.button("options/save", "Save options", tone="main")),
        ),
        design.section(
            "tokens",
            "Access tokens",
            design.table("tokens", ["Name", "Rights", "", ""], tokens),
            design.button("token/new", "Create token", icon="key"),
        ),
        design.section(
            "company",
            "Company",
            design.field("company/name", "Company name"),
            design.field("company/zone", "Time zone", kind="select", hint="UTC|CET|PST"),
            design.field("company/notes", "Notes", kind="area", hint="Seen by administrators"),
            design.bar(
                design.button("company/save", "Save company", tone="main"),
                design.button("company/close", "Close account", tone="danger"),
            ),
        ),
    ]
    menu = [
        ("Home", "/"),
        ("Users", "/users"),
        ("Groups", "/groups"),
        ("Settings", "/settings"),
        ("Log", "/log"),
    ]
    return design.page(
        "Settings",
        design.navigation(menu),
        [tabs, design.field("search", "Search settings", kind="search")],
        sections,
    )


def notice(rng: Random, design: Design) -> Node:
    """A page with next to nothing on it: signed out, not found, done."""
    title = rng.choice(["Signed out", "Page not found", "Thank you", "Something is missing"])
    texts = rng.sample(["Sign in", "Go back", "Home", "Try again", "Contact", "Other"], rng.randint(1, 3))
    acts = [design.button(f"notice/{kebab(text)}", text) for text in texts]
    menu = [("Home", "/"), ("Help", "/help")][: rng.randint(0, 2)]
    return design.page(title, design.navigation(menu), [], [node("p", "Nothing to do here."), *acts])


FAMILIES = [tickets, profile, switches]
# Where a target of another page is looked for in vain.
ELSEWHERE = [*FAMILIES, notice]
