"""Systems that HR registers: they belong to nobody in particular."""

import pytest
from allauth.idp.oidc.models import Client as ApiClient
from django.urls import reverse

from tests.company import person

pytestmark = pytest.mark.django_db
ADD, LIST = (reverse(f"admin:allauth_idp_oidc_client_{page}") for page in ("add", "changelist"))


def test_a_system_stays_when_whoever_registered_it_is_deleted(client):
    ruth = person("Ruth Amankwah", is_hr_admin=True, is_staff=True)
    client.force_login(ruth)
    assert "owner" not in client.get(ADD).context["adminform"].form.fields
    said = {"id": "hris-sync", "name": "HRIS sync", "type": "confidential", "scopes": "people:read"}
    said |= {"grant_types": "client_credentials", "response_types": "code", "owner": ruth.pk}
    assert client.post(ADD, said).status_code == 302
    assert "owner" not in client.get(LIST).content.decode().lower()
    ruth.delete()
    assert ApiClient.objects.get().name == "HRIS sync"
