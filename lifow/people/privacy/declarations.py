"""What the models of people, and of the libraries and packages below them, keep of people."""

from django.utils.translation import gettext_lazy as _

from lifow.people.privacy.choices import Words
from lifow.people.privacy.registry import Kept
from lifow.people.privacy.services import log, others

CODES, THEIRS, FOR_EVERYBODY = Words.CODES, Words.THEIRS, Words.FOR_EVERYBODY
OF_PROGRAMS, LOOKED_AFTER = Words.OF_PROGRAMS, Words.LOOKED_AFTER

PEOPLE = (
    Kept(
        "people.Person",
        about=("pk",),
        words={
            "email": THEIRS,
            "given_name": THEIRS,
            "family_name": THEIRS,
            "timezone": CODES,
            "languages": CODES,
            "password": CODES,
        },
        export=others.record_of,
    ),
    Kept("people.Person_groups", about=("person",), told=("group",)),
    Kept("people.Person_user_permissions", about=("person",), told=("permission",)),
    Kept("people.OrgUnit", words={"key": FOR_EVERYBODY, "name": FOR_EVERYBODY}),
    Kept(
        "people.Employment",
        about=("person",),
        named=("manager",),
        words={"job_title": THEIRS, "job_code": CODES, "source": CODES},
        told=(
            "org_unit",
            "manager",
            "job_title",
            "job_code",
            "status",
            "starts_on",
            "ends_on",
            "source",
        ),
    ),
    Kept("people.CurrentLeave", about=("person",), told=("told_at",)),
    Kept(
        "people.ExternalId",
        about=("person",),
        words={"source": CODES, "value": THEIRS},
        told=("source", "value", "absent_since"),
    ),
    Kept(
        "people.FormerExternalId",
        about=("person",),
        words={"source": CODES, "value": THEIRS},
        told=("source", "value"),
    ),
    Kept(
        "people.PersonMatch",
        about=("person",),
        named=("decided_by",),
        words={"source": CODES, "external_id": LOOKED_AFTER, "name": LOOKED_AFTER, "reasons": CODES},
        told=("source", "external_id", "name", "state", "asked_at", "decided_at"),
        erase=others.forget_matches,
    ),
    Kept("people.ErasedId", words={"digest": CODES}),
    Kept(
        "people.RosterImport",
        named=("uploaded_by", "confirmed_by"),
        by={"reason": ("confirmed_by", "")},
        words={
            "files": CODES,
            "digest": CODES,
            "upload": LOOKED_AFTER,
            "outcome": LOOKED_AFTER,
            "summary": LOOKED_AFTER,
            "shown": CODES,
            "problem": OF_PROGRAMS,
            "last_error": OF_PROGRAMS,
            "source": CODES,
            "mapping": FOR_EVERYBODY,
            "lifted": CODES,
            "sent_by": CODES,
            "applied_by": CODES,
        },
        told_named=("source", "uploaded_at", "confirmed_at"),
        erase=others.forget_rosters,
        objections=others.open_rosters,
    ),
    Kept(
        "people.RosterWrite",
        words={
            "source": CODES,
            "written_by": LOOKED_AFTER,
            "counts": CODES,
            "lifted": CODES,
            "reason": OF_PROGRAMS,
        },
        erase=others.forget_writes,
    ),
    Kept(
        "people.PersonMerge",
        about=("kept", "merged"),
        named=("merged_by", "undone_by"),
        told=("merged_at", "undone_at"),
    ),
    Kept(
        "people.MergeChange",
        about=("merge__kept", "merge__merged"),
        words={"model": CODES, "before": LOOKED_AFTER, "after": LOOKED_AFTER},
        not_told=_("What rows held before two records were merged: by what the rows hold now."),
        erase=others.forget_merge_changes,
    ),
    Kept(
        "people.Erasure",
        named=("person", "asked_by", "confirmed_by"),
        words={"problem": OF_PROGRAMS, "counts": CODES, "people": CODES},
        told_named=("state", "asked_at", "confirmed_at"),
    ),
)

BELOW = (
    Kept(
        "base.IdempotencyKey",
        words={"client": LOOKED_AFTER, "key": CODES, "request_digest": CODES, "body": LOOKED_AFTER},
        erase=others.forget_answers,
    ),
    # Who uploaded a picture is said by what it is used for.
    Kept("base.Picture", words={"digest": CODES}),
    Kept("base.StoredFile", words={"digest": CODES}),
    Kept(
        "base.Upload",
        about=("owner",),
        words={"purpose": CODES, "name": Words.THEIRS},
        told=("public_id", "name", "length", "offset", "began_at", "touched_at"),
    ),
    Kept("base.ScheduledJob", words={"name": CODES, "last_error": OF_PROGRAMS}),
    Kept(
        "base.SearchSource",
        words={
            **dict.fromkeys(("title", "note", "words"), LOOKED_AFTER),
            **dict.fromkeys(("kind", "audience", "filed_under", "weights", "digest"), CODES),
            "identities": LOOKED_AFTER,
        },
        erase=others.forget_in_search,
    ),
    Kept(
        "base.SearchPassage",
        words={
            **dict.fromkeys(("text", "words"), LOOKED_AFTER),
            **dict.fromkeys(("place", "query", "anchor", "weights"), CODES),
        },
        erase=others.forget_in_search,
    ),
    # What people are found by gets no vectors; those of questions and answers go with their passages.
    Kept("base.PassageVector", words={"model": CODES, "numbers": CODES}, erase=others.forget_in_search),
    Kept("base.EmbeddedUntil", words={"model": CODES}),
    Kept("base.StaleSource", words={"kind": CODES}),
    Kept("base.Synonym", words=dict.fromkeys(("words", "means", "folded"), FOR_EVERYBODY)),
    Kept("base.Tombstone", words={"public_id": CODES}),
    # Ids of rows and dates: once the row is gone, a number names nobody.
    Kept("events.Event", words={"type": CODES, "payload": CODES}),
    Kept("events.Delivery", words={"subscription": CODES, "last_error": OF_PROGRAMS}),
)

LIBRARIES = (
    Kept(
        "admin.LogEntry",
        about=("user",),
        words={"object_id": CODES, "object_repr": LOOKED_AFTER, "change_message": LOOKED_AFTER},
        told=("action_time", "content_type", "action_flag"),
        erase=log.forget_admin_mentions,
    ),
    Kept("auth.Permission", words={"name": FOR_EVERYBODY, "codename": CODES}),
    Kept("auth.Group", words={"name": FOR_EVERYBODY}),
    Kept("contenttypes.ContentType", words={"app_label": CODES, "model": CODES}),
    Kept(
        "sessions.Session",
        words={"session_key": CODES, "session_data": LOOKED_AFTER},
        erase=others.end_sessions,
    ),
    Kept(
        "account.EmailAddress",
        about=("user",),
        words={"email": THEIRS},
        told=("email", "verified", "primary"),
    ),
    Kept(
        "account.EmailConfirmation",
        about=("email_address__user",),
        words={"key": CODES},
        told=("created", "sent"),
    ),
    Kept(
        "mfa.Authenticator",
        about=("user",),
        words={"data": THEIRS},
        told=("type", "created_at", "last_used_at"),
        not_told=_("The secret of your second factor: whoever has it could sign in as you."),
    ),
    Kept(
        "allauth_idp_oidc.Client",
        named=("owner",),
        words={
            "id": CODES,
            "name": FOR_EVERYBODY,
            "secret": CODES,
            "scopes": CODES,
            "default_scopes": CODES,
            "grant_types": CODES,
            "redirect_uris": CODES,
            "cors_origins": CODES,
            "response_types": CODES,
            "data": CODES,
        },
        told_named=("name", "created_at"),
    ),
    Kept(
        "allauth_idp_oidc.Token",
        about=("user",),
        words={"hash": CODES, "data": THEIRS, "scopes": CODES},
        told=("type", "scopes", "created_at", "expires_at"),
    ),
    Kept(
        "auditlog.LogEntry",
        named=("actor",),
        words={
            "object_pk": CODES,
            "object_repr": LOOKED_AFTER,
            "serialized_data": LOOKED_AFTER,
            "changes_text": LOOKED_AFTER,
            "changes": LOOKED_AFTER,
            "cid": CODES,
            "remote_addr": LOOKED_AFTER,
            "additional_data": LOOKED_AFTER,
            "actor_email": LOOKED_AFTER,
        },
        told_named=("timestamp", "content_type", "action", "remote_addr"),
        erase=log.forget_mentions,
        export=log.changes_of,
    ),
)

KEPT = (*BELOW, *LIBRARIES, *PEOPLE)
