"""The QR code beside a receipt: for a phone, or for the copy that is printed."""

import json

from bot.channels.web.elements import box, text
from bot.messages import OutgoingFile
from bot.rendering.receipts import code_image, receipt_number


def show_code(file: OutgoingFile) -> None:
    """The code of a receipt's file; nothing where the file is no receipt."""
    try:
        receipt = json.loads(file.content)
        source, number = code_image(receipt), receipt_number(receipt)
    except (ValueError, KeyError, TypeError):
        return
    with box("figure", "yq-code-figure"):
        image = box("img", "yq-code-image", width="240", height="240")
        image.props["src"] = source
        image.props["alt"] = f"首报 {number} 的回执二维码"
        text(
            "figcaption", "扫码可核对首报编号、回执摘要和签名；完整回执请下载文件保存。", "yq-hint"
        )
