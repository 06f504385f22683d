"""The catalog: posts, creators, rights records and creatives of one workspace. The only SQL.

It speaks only model types. What it is given is kept as it was said, with its time; what it answers is what all
sources together say. Every public write is one transaction, so that a killed program leaves whole posts only.
"""

from ugc.catalog.catalog import Catalog
from ugc.catalog.creatives import MadeCreative
from ugc.catalog.details import SourceRecord
from ugc.catalog.merging import Joined
from ugc.catalog.parting import Parted
from ugc.catalog.persons import Person, naming
from ugc.catalog.saving import Saved
from ugc.catalog.search import Query, Term, parse

__all__ = [
    "Catalog",
    "Joined",
    "MadeCreative",
    "Parted",
    "Person",
    "Query",
    "Saved",
    "SourceRecord",
    "Term",
    "naming",
    "parse",
]
