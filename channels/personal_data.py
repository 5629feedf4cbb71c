"""What the channels keep of people: what somebody has allowed a program goes with them."""

from channels.slack.services import forget_requests_of
from lifow.people.privacy.reports import Kept, Words

CODES, FOR_EVERYBODY = Words.CODES, Words.FOR_EVERYBODY

KEPT = (
    Kept(
        "channels.CalendarFeed",
        about=("person",),
        words={"secret_hash": CODES},
        told=(
            "shows_learning",
            "shows_sessions",
            "shows_due_days",
            "time_of_day",
            "is_busy",
            "connected_at",
            "used_at",
        ),
    ),
    Kept(
        "channels.Device",
        about=("person",),
        words={
            "name": Words.THEIRS,
            "endpoint": Words.THEIRS,
            "endpoint_digest": CODES,
            "public_key": CODES,
            "auth_secret": CODES,
        },
        told=("name", "created_at", "used_at"),
    ),
    Kept("channels.WeekDigest", about=("person",), told=("monday", "told_at", "is_empty", "question")),
    Kept(
        "channels.DigestAct",
        about=("digest__person",),
        words={"target": CODES},
        told=("act", "target", "done_at"),
    ),
    Kept("channels.DigestPreference", about=("person",), told=("weekday",)),
    Kept("channels.ConnectionTest", words={"key": CODES, "says": Words.OF_PROGRAMS}),
    Kept("channels.LearningCost", words={"currency": CODES}),
    Kept(
        "channels.SlackInstallation",
        named=("installed_by",),
        words={
            **dict.fromkeys(("team_id", "app_id", "bot_user_id", "bot_token", "refresh_token"), CODES),
            "team_name": FOR_EVERYBODY,
            "end_reason": CODES,
        },
    ),
    Kept(
        "channels.SlackLink",
        about=("person",),
        words={"team_id": CODES, "slack_user_id": Words.THEIRS, "last_delivery_id": CODES},
        told=("slack_user_id", "confirmed_at", "used_at"),
    ),
    Kept(
        "channels.SlackWork",
        words={
            **dict.fromkeys(("key", "team_id"), CODES),
            **dict.fromkeys(("slack_user_id", "payload"), Words.LOOKED_AFTER),
            "last_error": Words.OF_PROGRAMS,
        },
        erase=forget_requests_of,
    ),
    Kept(
        "django_mcpz_oauth.Client",
        words={"client_id": CODES, "name": FOR_EVERYBODY, "redirect_uris": CODES},
    ),
    Kept(
        "django_mcpz_oauth.AuthorizationCode",
        about=("user",),
        words=dict.fromkeys(("digest", "redirect_uri", "code_challenge", "resource", "scope"), CODES),
        told=("client", "scope", "created_at", "used_at"),
    ),
    *(
        Kept(
            f"django_mcpz_oauth.{model}",
            about=("user",),
            words=dict.fromkeys(("digest", "resource", "scope"), CODES),
            told=("client", "scope", "created_at", "expires_at", "revoked_at"),
        )
        for model in ("AccessToken", "RefreshToken")
    ),
)
