"""Files from the network, one address at a time. This room is the only one that opens connections.

An address comes from a record that strangers wrote. So each one is held against a `Policy` before anything is asked:
what it may look like, to which machines its name may lead, and how much of an answer is taken. The connection goes to
the very address that was checked, and every redirect is checked anew.
"""

from ugc.fetching.fetching import Fetched, Refusal, fetch, refusal_of
from ugc.fetching.partial import Parts
from ugc.fetching.policy import Policy

__all__ = ["Fetched", "Parts", "Policy", "Refusal", "fetch", "refusal_of"]
