"""What people of the demo call otherwise than the material does, as its HR keeps it for the search."""

from datetime import datetime

from demo.company_files import Company
from lifow.base.passages.models import Synonym
from lifow.base.passages.services import add_synonym


def load_synonyms(company: Company, as_of: datetime) -> int:
    """Keep the company's synonyms; how many."""
    if Synonym.objects.exists():
        return 0
    for row in company.synonyms:
        is_both_ways = row["both ways"] == "yes"
        add_synonym(
            words=row["searched for"], means=row["also finds"], is_both_ways=is_both_ways, as_of=as_of
        )
    return len(company.synonyms)
