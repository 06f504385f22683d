"""Campaigns: their files read and written, and what follows from them and from what happened.

Nothing here asks the catalog or the clock: posts, events and the day are arguments.
"""

from ugc.campaigns.progress import progress
from ugc.campaigns.reading import FOLDER, names, read

__all__ = ["FOLDER", "names", "progress", "read"]
