"""Accounts in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from lifow.people.persons import services
from lifow.people.persons.models import Person


@shared_task
def close_accounts() -> int:
    """Close the accounts of those whose last day is over; how many."""
    return services.close_accounts(people=Person.objects.all(), closed_at=timezone.now())
