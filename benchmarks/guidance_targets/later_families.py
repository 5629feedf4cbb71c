"""Families and designs of pages that no weight was fitted on, and looked at once before the last fit."""

from random import Random

from benchmarks.guidance_targets.designs import Design, kebab
from benchmarks.guidance_targets.families import two
from benchmarks.guidance_targets.nodes import Node, node, record

ROOMS = ["Atrium", "Bridge", "Canopy", "Dock", "Estuary", "Forum", "Grove", "Hangar", "Isle", "Jetty"]

DESIGNS = [
    Design(
        "lightning",
        {
            "button": "slds-button slds-button_neutral",
            "button-main": "slds-button_brand",
            "button-danger": "slds-button_destructive",
            "input": "slds-input",
            "label": "slds-form-element__label",
            "field": "slds-form-element",
            "table": "slds-table",
            "row": "slds-hint-parent",
            "cell": "slds-cell-wrap",
            "section": "slds-card",
            "title": "slds-card__header",
            "body": "slds-card__body",
            "bar": "slds-button-group",
            "nav": "slds-context-bar",
            "nav-item": "slds-context-bar__item",
            "nav-link": "slds-context-bar__label-action",
            "header": "slds-page-header",
            "main": "slds-template__container",
        },
        ids="hashed",
        icons="sprite",
        wrappers={"field": 1, "section": 2},
    ),
    Design(
        "chakra",
        {
            "button": "chakra-button css-1w7v3tr",
            "button-main": "css-9z2kq1",
            "icon": "chakra-icon css-onkibi",
            "input": "chakra-input css-1c6j008",
            "field": "chakra-form-control css-1kxonj9",
            "label": "chakra-form__label css-1jkmcfa",
            "section": "css-8atqhb",
            "bar": "chakra-stack css-8g8ihq",
            "nav-link": "chakra-link css-f4h6uy",
            "row": "css-k008qs",
            "main": "css-rnnx2x",
        },
        ids="camel",
        test_ids=True,
        tables="grid",
        labels="for",
        icons="path",
        header_first=False,
    ),
    Design(
        "old",
        {
            "button": "submit",
            "table": "listing",
            "row": "odd",
            "section": "box",
            "title": "caption",
            "nav": "sidebar",
            "label": "desc",
            "link": "more",
        },
        ids="kebab",
        own_classes=True,
    ),
]


def calendar(rng: Random, design: Design) -> Node:
    """Rooms that are booked by the hour."""
    rows: list[list[Node | str]] = [
        [
            two(rng, ROOMS, ["One", "Two", "Three"]),
            rng.choice(["morning", "noon", "evening"]),
            design.button(f"booking/{at}/change", "Change"),
            design.button(f"booking/{at}/drop", "Drop booking", icon="cross", bare=True),
        ]
        for at in range(rng.randint(4, 9))
    ]
    views = [design.button(f"view/{kebab(text)}", text) for text in ["Day", "Week", "Month", "Agenda"]]
    fields = [
        design.field("booking/title", "Title"),
        design.field("booking/start", "Starts", kind="time"),
        design.field("booking/end", "Ends", kind="time"),
        design.field("booking/room", "Room", kind="select", hint="|".join(ROOMS[:4])),
        design.field("booking/guests", "Guests", hint="Names"),
    ]
    sections = [
        design.section(
            "week", "Bookings", design.bar(*views), design.table("bookings", ["Room", "When", "", ""], rows)
        ),
        design.section(
            "book",
            "Book a room",
            *fields,
            design.bar(
                design.button("book/save", "Book", tone="main"),
                design.button("book/series", "Make it weekly"),
            ),
        ),
    ]
    menu = [
        ("Calendar", "/calendar"),
        ("Rooms", "/rooms"),
        ("Equipment", "/equipment"),
        ("Visitors", "/visitors"),
    ]
    return design.page(
        "Rooms",
        design.navigation(menu),
        [
            design.button("today", "Today"),
            design.button("earlier", "Earlier", icon="left", bare=True),
            design.button("later", "Later", icon="right", bare=True),
        ],
        sections,
    )


def conversation(rng: Random, design: Design) -> Node:
    """Channels and messages of a chat."""
    messages = [
        node(
            "article",
            record("strong", two(rng, ROOMS, ["Smith", "Diaz", "Khan"])),
            record("p", two(rng, ["Shipped", "Blocked", "Ready", "Asking"], ROOMS)),
            design.button(f"message/{at}/reply", "Reply"),
            design.button(f"message/{at}/more", "More actions", icon="dots", bare=True),
            class_="message",
        )
        for at in range(rng.randint(4, 9))
    ]
    tools = [
        design.button(f"tool/{kebab(text)}", text, icon=kebab(text), bare=True)
        for text in ["Emoji", "Mention", "Attach", "Record clip"]
    ]
    writing = [
        node("div", key="write", contenteditable="true", role="textbox", aria_label="Write a message"),
        design.bar(*tools, design.button("send", "Send", tone="main", icon="plane")),
    ]
    people: list[list[Node | str]] = [
        [two(rng, ROOMS, ["Smith", "Diaz", "Khan"]), design.button(f"member/{at}/call", "Call")]
        for at in range(rng.randint(3, 6))
    ]
    sections = [
        design.section("talk", "general", *messages, *writing),
        design.section(
            "members",
            "Members",
            design.table("members", ["Name", ""], people),
            design.button("invite", "Invite people"),
        ),
    ]
    menu = [
        (f"{text}", f"/c/{kebab(text)}")
        for text in ["general", "random", "incidents", "releases", "lunch", "hiring"]
    ]
    return design.page(
        "Chat",
        design.navigation(menu),
        [
            design.field("find", "Search messages", kind="search"),
            design.button("mute", "Mute", icon="bell"),
            design.button("pins", "Pinned"),
        ],
        sections,
    )


def files(rng: Random, design: Design) -> Node:
    """Files in folders."""
    rows: list[list[Node | str]] = [
        [
            node("input", key=f"file/{at}/pick", type="checkbox", aria_label="Select file"),
            design.link(
                f"file/{at}/name",
                two(rng, ["Budget", "Minutes", "Scan", "Photo"], ROOMS),
                f"/f/{rng.randint(100, 999)}",
            ),
            f"{rng.randint(1, 90)} MB",
            design.button(f"file/{at}/share", "Share"),
            design.button(f"file/{at}/menu", "File menu", icon="dots", bare=True),
        ]
        for at in range(rng.randint(5, 11))
    ]
    acts = [
        design.button(f"act/{kebab(text)}", text) for text in ["Download", "Move to", "Rename", "Make a copy"]
    ]
    sections = [
        design.section(
            "files",
            "Files",
            design.bar(*acts, design.button("act/bin", "Move to bin", tone="danger")),
            design.table("files", ["", "Name", "Size", "", ""], rows),
        ),
        design.section(
            "space",
            "Storage",
            record("p", f"{rng.randint(1, 99)} GB used"),
            design.link("space/more", "Get more space", "/plans"),
            design.button("space/clean", "Free up space"),
        ),
    ]
    menu = [
        ("My files", "/mine"),
        ("Shared with me", "/shared"),
        ("Recent", "/recent"),
        ("Favourites", "/fav"),
        ("Deleted", "/bin"),
    ]
    return design.page(
        "Drive",
        design.navigation(menu),
        [
            design.button("new", "New folder", icon="plus", tone="main"),
            design.button("upload", "Upload files", icon="up"),
            design.field("find", "Search files", kind="search"),
            design.button("grid", "Grid view", icon="grid", bare=True),
        ],
        sections,
    )


FAMILIES = [calendar, conversation, files]
