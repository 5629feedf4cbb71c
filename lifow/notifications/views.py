"""The inbox, one's own hours and notifications, and the page that ends a kind of mail."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lifow.base.requests import SignedInRequest
from lifow.notifications import services
from lifow.notifications.forms import HoursForm, NotificationsForm
from lifow.notifications.kinds import TEST_MESSAGE
from lifow.notifications.links import WAY
from lifow.notifications.mail import EMAIL, EVERY_KIND, read_ending_token
from lifow.notifications.models import Dispatch, Message, PausedAddress
from lifow.notifications.registry import Kind, all_kinds, all_ways, find_kind
from lifow.notifications.reports import choices_of, inbox_page, put_into_words, ways_offered_to
from lifow.people.persons.models import Person
from lifow.people.persons.services import WorkingHoursError


@login_required
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """What waits for one, each with its act, and news below."""
    number = _number(request.GET.get("page", ""))
    page = inbox_page(request.user, number)
    if page.gone:
        services.settle_messages(message_ids=page.gone, as_of=timezone.now())
        page = inbox_page(request.user, number)
    here = reverse("notifications:inbox")
    context = {
        "page": page,
        "previous_url": f"{here}?page={page.number - 1}" if page.number > 1 else "",
        "next_url": f"{here}?page={page.number + 1}" if page.has_next else "",
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@require_safe
def open_message(request: SignedInRequest, message_id: str) -> HttpResponseBase:
    """Where a message leads to: mails and the inbox link here. It counts as read from then on.

    `?way=` is the way by which the link came, on which it counts as opened.
    """
    message = _own_message(request, message_id)
    services.mark_opened(message=message, way=request.GET.get(WAY, ""), as_of=timezone.now())
    words = put_into_words([message])
    if message.done_at is None and message.pk in words.said:
        services.mark_read(message=message, as_of=timezone.now())
        return redirect(words.said[message.pk].url)
    services.settle_messages(message_ids=words.gone, as_of=timezone.now())
    messages.info(request, _("That is done already, or no longer needed."))
    return redirect("notifications:inbox")


@login_required
@require_POST
def read(request: SignedInRequest, message_id: str) -> HttpResponseBase:
    """Mark one message as read."""
    services.mark_read(message=_own_message(request, message_id), as_of=timezone.now())
    page = _number(request.POST.get("page", ""))
    return redirect(f"{reverse('notifications:inbox')}?page={page}" if page > 1 else "notifications:inbox")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponseBase:
    """Mark everything in the inbox as read; what waits goes on waiting."""
    services.mark_all_read(person=request.user, as_of=timezone.now())
    return redirect("notifications:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponseBase:
    """One's own hours, time zone, languages, and what one is told how."""
    person = request.user
    data = request.POST if request.method == "POST" else None
    hours = HoursForm(data, person=person)
    ways = ways_offered_to(person)
    chosen = NotificationsForm(data, choices=choices_of([person.pk])[person.pk], ways=ways)
    if hours.is_valid() and chosen.is_valid() and _save(person, hours, chosen):
        messages.success(request, _("Your hours and notifications are saved."))
        return redirect("notifications:settings")
    context = {
        "hours": hours,
        "chosen": chosen,
        "ways": ways,
        "most_a_day": django_settings.NOTIFICATIONS_A_DAY,
        "paused": PausedAddress.objects.filter(person=person, address=(person.email or "").lower()).first(),
    }
    return render(request, "notifications/settings.html", context, status=422 if hours.is_bound else 200)


@login_required
@require_POST
def send_test(request: SignedInRequest) -> HttpResponseBase:
    """Send oneself a message, and say when it comes."""
    now = timezone.now()
    services.notify(
        person=request.user, kind=TEST_MESSAGE, refs={}, key=now.isoformat(timespec="minutes"), as_of=now
    )
    ways = [way.key for way in all_ways() if way.can_reach(request.user)]
    due = Dispatch.objects.open().for_receiver(request.user).filter(message__kind=TEST_MESSAGE, way__in=ways)
    first = due.order_by("due_at", "way").first()
    messages.success(request, _when_it_comes(request.user, first))
    return redirect("notifications:settings")


@login_required
@require_POST
def use_address_again(request: SignedInRequest) -> HttpResponseBase:
    """Have email sent again to an address that mails came back from."""
    if services.resume_address(person=request.user, as_of=timezone.now()):
        said = _("Email goes to %(address)s again.")
        messages.success(request, said % {"address": request.user.email})
    return redirect("notifications:settings")


@csrf_exempt  # Mail programs post here (RFC 8058), without a page and without a session: the token says who.
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End a kind of mail with one POST, signed in or not; GET shows the button. `again` takes it back."""
    person, kind = _read(token)
    state = "asked"
    if request.method == "POST":
        is_on = "again" in request.POST
        kinds = [kind] if kind else all_kinds()
        services.switch_kinds(person=person, kinds=[one.key for one in kinds], way=EMAIL, is_on=is_on)
        state = "on" if is_on else "off"
    context = {"person": person, "kind": kind, "state": state}
    return render(request, "notifications/unsubscribe.html", context)


def _own_message(request: SignedInRequest, message_id: str) -> Message:
    """Somebody else's messages do not exist."""
    messages_of = Message.objects.for_receiver(request.user).select_related("receiver")
    return get_object_or_404(messages_of, public_id=message_id)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _save(person: Person, hours: HoursForm, chosen: NotificationsForm) -> bool:
    """Keep both, or neither: what cannot be kept is said at its field."""
    try:
        services.save_settings(
            person=person,
            hours=hours.values,
            collecting=chosen.chosen_collecting,
            switched=chosen.switched,
            as_of=timezone.now(),
        )
    except WorkingHoursError as error:
        hours.add_error(error.field if error.field in hours.fields else None, str(error))
        return False
    return True


def _when_it_comes(person: Person, dispatch: Dispatch | None) -> str:
    if dispatch is None and not person.email:
        return _("It is in your inbox. Nobody has given lifow an email of yours.")
    if dispatch is None:
        return _("It is in your inbox. Email is paused.")
    if dispatch.due_at <= timezone.now() and dispatch.way == EMAIL:
        return _("A test message is on its way to %(address)s.") % {"address": person.email}
    if dispatch.due_at <= timezone.now():
        return _("A test message is on its way.")
    due = timezone.localtime(dispatch.due_at)
    said = _("A test message comes in your working hours: %(day)s at %(time)s.")
    return said % {"day": date_format(due, "l j F"), "time": date_format(due, "H:i")}


def _read(token: str) -> tuple[Person, Kind | None]:
    """The person and the kind that a token is about; None is every kind. 404 for one that is not ours."""
    read_token = read_ending_token(token)
    if read_token is None:
        raise Http404
    person_id, key = read_token
    kind = find_kind(key)
    if kind is None and key != EVERY_KIND:
        raise Http404
    return get_object_or_404(Person, public_id=person_id), kind
