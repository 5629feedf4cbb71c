"""Families of pages that the benchmark changes. No weight has seen them."""

from random import Random

from benchmarks.guidance_targets.designs import Design, kebab
from benchmarks.guidance_targets.nodes import Node, node, record

NAMES = [
    "Aurora",
    "Basalt",
    "Cobalt",
    "Dahlia",
    "Ember",
    "Fjord",
    "Garnet",
    "Harbor",
    "Indigo",
    "Juniper",
    "Krypton",
    "Lagoon",
    "Meadow",
    "Nimbus",
    "Onyx",
    "Pampas",
    "Quartz",
    "Raven",
    "Sierra",
    "Topaz",
]
GOODS = [
    "Lamp",
    "Desk",
    "Chair",
    "Shelf",
    "Carpet",
    "Mirror",
    "Kettle",
    "Clock",
    "Basket",
    "Pillow",
    "Curtain",
    "Drawer",
]


def two(rng: Random, first: list[str], second: list[str]) -> str:
    return f"{rng.choice(first)} {rng.choice(second)}"


def orders(rng: Random, design: Design) -> Node:
    """Orders of a shop, and the one that is open."""
    rows: list[list[Node | str]] = [
        [
            two(rng, NAMES, ["Ltd", "GmbH", "Inc", "Group"]),
            two(rng, NAMES, GOODS),
            f"{rng.randint(10, 900)}.00",
            design.link(f"order/{at}/view", "View order", f"/orders/{rng.randint(100, 999)}"),
            design.button(f"order/{at}/refund", "Refund", tone="danger"),
        ]
        for at in range(rng.randint(4, 10))
    ]
    detail = [
        design.field("detail/reason", "Refund reason", kind="select", hint="Damaged|Late|Other"),
        design.field("detail/amount", "Amount", hint="Full amount"),
        design.field("detail/note", "Note for the customer", kind="area", hint="Sent by email"),
        design.bar(
            design.button("detail/send", "Send refund", tone="main"),
            design.button("detail/hold", "Put on hold"),
            design.button("detail/print", "Print", icon="print", bare=True),
        ),
    ]
    pages = [
        design.link(f"page/{at}", text, f"/orders?page={at}")
        for at, text in enumerate(["Previous", "Next", "Last"])
    ]
    sections = [
        design.section(
            "orders",
            "Orders",
            design.table("orders", ["Customer", "Product", "Total", "", ""], rows),
            node("nav", *pages, aria_label="Pages"),
        ),
        design.section("detail", "Order details", *detail),
    ]
    header = [
        design.field("find", "Find an order", kind="search", hint="Number or customer"),
        design.button("export", "Export", icon="down"),
        design.button("create", "Create order", icon="plus", tone="main"),
    ]
    menu = [
        ("Orders", "/orders"),
        ("Products", "/products"),
        ("Customers", "/customers"),
        ("Discounts", "/discounts"),
        ("Shipping", "/shipping"),
        ("Payments", "/payments"),
    ]
    return design.page("Shop", design.navigation(menu), header, sections)


def checkout(rng: Random, design: Design) -> Node:
    """Paying in a shop: three addresses of the same fields."""
    parts = []
    for title in ["Billing", "Delivery"]:
        key = kebab(title)
        labels = ["Full name", "Company", "Street", "Town", "Postal code"]
        fields = [
            design.field(f"{key}/{kebab(label)}", label, name=f"{key}_{kebab(label)}") for label in labels
        ]
        parts.append(
            design.section(
                key,
                f"{title} address",
                *fields,
                design.field(f"{key}/country", "Country", kind="select", hint="Italy|Kenya|Peru"),
            )
        )
    pay = [
        node(
            "label",
            node("input", key=f"pay/{kebab(text)}", type="radio", name="pay", value=kebab(text)),
            text,
        )
        for text in ["Card", "Bank transfer", "Invoice", "Gift card"]
    ]
    basket: list[list[Node | str]] = [
        [
            two(rng, NAMES, GOODS),
            node("input", key=f"basket/{at}/count", type="number", name=f"count-{at}", aria_label="Quantity"),
            design.button(f"basket/{at}/remove", "Remove", icon="bin", bare=True),
        ]
        for at in range(rng.randint(3, 6))
    ]
    parts.append(
        design.section(
            "payment",
            "Payment",
            *pay,
            design.field("payment/voucher", "Voucher code"),
            design.button("payment/redeem", "Redeem"),
        )
    )
    parts.append(
        design.section(
            "basket",
            "Basket",
            design.table("basket", ["Item", "Quantity", ""], basket),
            design.link("basket/edit", "Back to the shop", "/shop"),
        )
    )
    parts.append(
        design.section(
            "finish",
            "Overview",
            node("label", node("input", key="terms", type="checkbox", name="terms"), "I accept the terms"),
            design.bar(
                design.button("place", "Place order", tone="main"), design.button("quote", "Ask for a quote")
            ),
        )
    )
    menu = [("Basket", "/basket"), ("Account", "/account"), ("Wish list", "/wishes"), ("Contact", "/contact")]
    return design.page(
        "Checkout", design.navigation(menu), [design.button("chat", "Chat with us", icon="chat")], parts
    )


def mail(rng: Random, design: Design) -> Node:
    """Mail: folders, messages, one that is written."""
    rows: list[list[Node | str]] = [
        [
            node("input", key=f"mail/{at}/pick", type="checkbox", aria_label="Pick message"),
            two(rng, NAMES, ["Support", "Sales", "Press", "Legal"]),
            design.link(
                f"mail/{at}/read",
                two(rng, ["Offer", "Contract", "Meeting", "Question", "Reminder"], NAMES),
                f"/mail/{rng.randint(10, 99)}",
            ),
            design.button(f"mail/{at}/star", "Star", icon="star", bare=True),
            design.button(f"mail/{at}/archive", "Archive", icon="box", bare=True),
        ]
        for at in range(rng.randint(6, 12))
    ]
    tools = [
        design.button(f"tool/{kebab(text)}", text, icon=kebab(text), bare=True)
        for text in ["Bold", "Italic", "Quote", "Attach file", "Insert link", "Schedule"]
    ]
    write = [
        design.field("write/to", "To", kind="email", hint="name@company"),
        design.field("write/subject", "Subject"),
        design.bar(*tools),
        node("div", key="write/body", contenteditable="true", role="textbox", aria_label="Message"),
        design.bar(
            design.button("write/send", "Send message", tone="main"),
            design.button("write/later", "Save draft"),
            design.button("write/drop", "Discard"),
        ),
    ]
    sections = [
        design.section("mails", "Inbox", design.table("mails", ["", "From", "Subject", "", ""], rows)),
        design.section("write", "New message", *write),
    ]
    header = [
        design.button("compose", "Compose", icon="pen", tone="main"),
        design.field("find", "Search mail", kind="search"),
        design.button("sync", "Refresh", icon="turn", bare=True),
    ]
    menu = [(text, f"/mail/{kebab(text)}") for text in ["Inbox", "Starred", "Sent", "Drafts", "Junk", "Bin"]]
    return design.page("Mail", design.navigation(menu), header, sections)


def board(rng: Random, design: Design) -> Node:
    """Tasks on cards in columns."""
    columns = []
    for column in ["Ideas", "Doing", "Review", "Finished"]:
        key = kebab(column)
        cards = [
            node(
                "article",
                record("h3", two(rng, ["Plan", "Fix", "Draft", "Check", "Ship"], NAMES)),
                record("p", f"Due {rng.choice(['Monday', 'Friday', 'soon'])}"),
                design.button(f"{key}/{at}/edit", "Edit card"),
                design.button(f"{key}/{at}/move", "Move", icon="arrow", bare=True),
                class_="task",
            )
            for at in range(rng.randint(1, 4))
        ]
        columns.append(
            design.section(
                key,
                column,
                *cards,
                design.button(f"{key}/add", "Add a card", icon="plus"),
                design.button(f"{key}/menu", "Column menu", icon="dots", bare=True),
            )
        )
    header = [
        design.button("share", "Share board", tone="main"),
        design.field("filter", "Filter cards", kind="search"),
        design.button("view/list", "List view"),
        design.button("view/calendar", "Calendar view"),
        design.button("undo", "Undo", icon="back", bare=True),
    ]
    menu = [
        ("Boards", "/boards"),
        ("Team", "/team"),
        ("Goals", "/goals"),
        ("Archive", "/archive"),
        ("Automation", "/rules"),
    ]
    return design.page(two(rng, NAMES, ["project"]), design.navigation(menu), header, columns)


def dashboard(rng: Random, design: Design) -> Node:
    """Figures of a company, with links behind each."""
    figures = []
    for title in ["Revenue", "New leads", "Open cases", "Churn", "Stock value", "Returns"]:
        key = kebab(title)
        figures.append(
            design.section(
                key,
                title,
                record("strong", str(rng.randint(10, 9999))),
                design.link(f"{key}/more", "See details", f"/reports/{key}"),
                design.button(f"{key}/pin", "Pin", icon="pin", bare=True),
            )
        )
    controls = [
        design.field("range/from", "From", kind="date"),
        design.field("range/to", "To", kind="date"),
        design.field("range/unit", "Group by", kind="select", hint="Day|Week|Month"),
        design.button("range/show", "Update", tone="main"),
    ]
    tasks: list[list[Node | str]] = [
        [
            two(rng, ["Call", "Visit", "Remind"], NAMES),
            design.button(f"todo/{at}/done", "Done"),
            design.button(f"todo/{at}/snooze", "Snooze"),
        ]
        for at in range(rng.randint(3, 6))
    ]
    sections = [
        design.section("range", "Period", *controls),
        *figures,
        design.section(
            "todo",
            "To do",
            design.table("todo", ["Task", "", ""], tasks),
            design.link("todo/all", "All tasks", "/tasks"),
        ),
    ]
    header = [
        design.button("download", "Download report", icon="down"),
        design.button("layout", "Edit layout"),
        design.button("person", "Account", icon="user", bare=True),
    ]
    menu = [
        ("Dashboard", "/"),
        ("Pipeline", "/pipeline"),
        ("Forecast", "/forecast"),
        ("Teams", "/teams"),
        ("Integrations", "/apps"),
    ]
    return design.page("Business today", design.navigation(menu), header, sections)


FAMILIES = [orders, checkout, mail, board, dashboard]
