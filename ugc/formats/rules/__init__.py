"""What a file and its copy must be to run in a placement.

`check` holds what was measured of a file against every placement of a format; `check_copy` does so with texts. Both
are pure: every problem carries its measure, the rule, the rule's source, and what to do about it.
"""

from ugc.formats.rules.copy import check_copy
from ugc.formats.rules.every import check, unreadable

__all__ = ["check", "check_copy", "unreadable"]
