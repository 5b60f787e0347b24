"""What a user can mend and is told in one sentence; the errors of a stage are defined in the stage."""


class RunError(Exception):
    """A command cannot start; the message says why and what to do."""
