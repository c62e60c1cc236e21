from bot.channels.web.frame.assets import STATIC, asset_url, head_html


def test_an_address_changes_with_the_content_of_its_file() -> None:
    addresses = {asset_url(path.name) for path in STATIC.iterdir()}

    assert len(addresses) == len(list(STATIC.iterdir()))
    assert all(address.startswith("/assets/") and "?" in address for address in addresses)


def test_styles_and_scripts_are_loaded_in_their_order() -> None:
    tags = head_html(("base.css", "shell.js"))

    assert tags.index('<link rel="stylesheet" href="/assets/base.css?') < tags.index(
        '<script src="/assets/shell.js?'
    )
