import pytest

from bot.channels.web.frame.forms import Sent, script_text


@pytest.mark.parametrize("values", [None, "x", [], {"name": "not a list"}, {}])
def test_what_is_no_form_holds_nothing(values: object) -> None:
    sent = Sent(values)

    assert sent.one("name") == ""
    assert sent.all("name") == ()


def test_a_field_has_one_value_or_several() -> None:
    sent = Sent({"name": ["周报"], "scope": ["ask", "check"]})

    assert sent.one("name") == "周报"
    assert sent.all("scope") == ("ask", "check")


def test_text_in_a_script_never_ends_it() -> None:
    assert script_text('</script>"\n') == '"\\u003c/script>\\"\\n"'
