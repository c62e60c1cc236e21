"""The conversation of the web server, counted: every turn of pages and API, whoever leads it."""

from dataclasses import replace

from bot.bootstrap import Web
from bot.channels.web.serving.metrics import Metrics
from bot.dialogue.messages import Conversation, Handled, Incoming


class Counted:
    """A conversation whose turns and answers are counted by channel; nothing of them is kept."""

    def __init__(self, conversation: Conversation, metrics: Metrics) -> None:
        self._conversation = conversation
        self._metrics = metrics

    def handle(self, message: Incoming) -> Handled:
        """Hand the message on, and count what came of it."""
        handled = self._conversation.handle(message)
        outcome = "undone" if handled.trace.get("undone") else handled.intent.value
        self._metrics.count_turn(message.channel, outcome)
        for reply in handled.replies:
            if reply.answer is not None:
                self._metrics.count_answer(reply.answer.status.value, message.channel)
        return handled


def counted(web: Web, metrics: Metrics) -> Web:
    """The web's parts with every turn counted."""
    conversation = Counted(web.conversation, metrics)
    return replace(
        web, conversation=conversation, chat=replace(web.chat, conversation=conversation)
    )
