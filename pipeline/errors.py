"""What a user can mend and is told in one sentence; the errors of a stage are defined in the stage."""

import errno

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Numbers of the errors of a disk that has no room left."""


class RunError(Exception):
    """A command cannot start; the message says why and what to do."""
