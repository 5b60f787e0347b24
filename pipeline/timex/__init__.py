"""French time expressions: finds them in plain text and resolves them to intervals of days.

Words and rules stand in `lexicons/time`. `grammar` explains the pattern language, `nodes` and `composites` what
an expression can mean, `detect` finds and reads it, `resolve` gives it its value.
"""

from pipeline.timex.resolve import Direction, Timex, find

__all__ = ["Direction", "Timex", "find"]
