"""What the registry asks of rules: the context of a day, and the lifecycle of a report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rules.lifecycle import Lifecycle
from rules.registry import Context


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules as the bureau has set them. lifecycle: the whole table, before local settings."""

    context_on: Callable[[date], Context]
    lifecycle: Lifecycle

    def on(self, day: date) -> Lifecycle:
        """The lifecycle as it exists under the settings of a day."""
        return self.lifecycle.under(self.context_on(day).parameters, day)
