"""HR imports a roster on pages: uploaded, planned, read, and applied; what the pages refuse and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lifow.people.persons.models import Person
from lifow.people.roster.interchange import MassChange
from lifow.people.roster.models import RosterImport
from lifow.people.roster.tasks import carry_out_imports
from tests.people.roster.test_brakes import FILES, of

pytestmark = pytest.mark.django_db
ADD = reverse("admin:people_rosterimport_add")


@pytest.fixture
def hr(client):
    client.force_login(
        Person.objects.create_user("ruth@x.org", given_name="Ruth", is_hr_admin=True, is_staff=True)
    )
    return client


def upload(client, text, **said):
    file = SimpleUploadedFile("roster.csv", text if isinstance(text, bytes) else text.encode())
    return client.post(f"{ADD}?source=hris", {"file": file, **said})


def test_flow(hr):
    answer = upload(hr, of([]))
    assert answer.status_code == 302, answer.content.decode()
    page = hr.get(answer.url)
    assert "The plan is being made" in page.content.decode()
    carry_out_imports()
    page = hr.get(answer.url)
    assert "People to create" in page.content.decode()
    row = RosterImport.objects.get()
    assert hr.post(answer.url, {"act": "apply", "shown": row.shown}).status_code == 302
    carry_out_imports()
    assert Person.objects.count() == 31
    page = hr.get(answer.url)
    assert "The import is applied" in page.content.decode()
    answer = upload(hr, FILES[MassChange.LEAVERS])
    carry_out_imports()
    page = hr.get(answer.url)
    print(page.content.decode()[page.content.decode().index("import-state") :])
    assert hr.get(reverse("admin:people_rosterimport_changelist")).status_code == 200
    assert hr.get(ADD).status_code == 200
