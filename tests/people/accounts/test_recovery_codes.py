"""How many recovery codes are left, in words."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from tests.company import person
from tests.flows.reading import words

pytestmark = pytest.mark.django_db
PASSWORD = "a-quiet-morning"


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (0, "10 of 10 codes are unused"),
        (9, "1 of 10 codes is unused"),
        (10, "0 of 10 codes are unused"),
    ],
)
def test_codes_are_counted_as_one_says_it(client, used, said):
    ruth = person("Ruth Amankwah")
    ruth.set_password(PASSWORD)
    ruth.save()
    totp.TOTP.activate(ruth, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(ruth)
    for code in codes.get_unused_codes()[:used]:
        codes.validate_code(code)
    client.force_login(ruth)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_index", "mfa_view_recovery_codes"):
        assert said in words(client.get(reverse(name)))
