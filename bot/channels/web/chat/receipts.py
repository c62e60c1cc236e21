"""The QR code beside a receipt: for a phone, or for the copy that is printed."""

import json

from nicegui.element import Element

from bot.channels.web.desks.report_tables import report_path
from bot.channels.web.frame.elements import box, text
from bot.dialogue.messages import OutgoingFile
from bot.rendering.receipts import code_image, receipt_number


def show_code(file: OutgoingFile) -> Element | None:
    """The code of a receipt's file, and the place beside it; None where the file is no receipt."""
    try:
        receipt = json.loads(file.content)
        source, number = code_image(receipt), receipt_number(receipt)
    except (ValueError, KeyError, TypeError):
        return None
    with box("figure", "yq-code-figure"):
        image = box("img", "yq-code-image", width="240", height="240")
        image.props["src"] = source
        image.props["alt"] = f"首报 {number} 的回执二维码"
        with box("figcaption") as beside:
            text("p", "扫码可核对首报编号、回执摘要和签名；完整回执请下载文件保存。", "yq-hint")
            text("a", "看这份首报", "yq-link", href=report_path(number))
    return beside
