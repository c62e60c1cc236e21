"""Talking to the chat page: what the journeys type, and when its reply is whole."""

from playwright.sync_api import Page, expect


def ask(page: Page, question: str) -> None:
    """Type a question and send it with Enter; wait until its answer is complete."""
    complete = page.locator(".yq-rating").count()
    box = page.get_by_role("textbox", name="问题")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".yq-rating")).to_have_count(complete + 1)


def say(page: Page, words: str) -> None:
    """Type something and send it; wait until there is a whole reply to it."""
    box = page.get_by_role("textbox", name="问题")
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".yq-question").last).to_have_text(words)
    expect(page.locator(".yq-turn.is-answer").last).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name="发送")).to_be_enabled()
