"""The one error that people get to read."""


class WorkbenchError(Exception):
    """Something that the user can mend. Its text is one plain line: the cause and the mend."""
