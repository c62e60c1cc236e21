"""The files of static/: their addresses, which change with their content, and the tags for them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"


def head_html(assets: Iterable[str]) -> str:
    """The tags that load files of static/, each address changing with its content."""
    tags = [
        f'<link rel="stylesheet" href="{asset_url(name)}">'
        if name.endswith(".css")
        else f'<script src="{asset_url(name)}"></script>'
        for name in assets
    ]
    return "".join(tags) + '<meta name="description" content="招商引资工作助手">'


def asset_url(name: str) -> str:
    """The address of a file of static/."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{name}?{digest}"
