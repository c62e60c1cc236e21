import pytest

from retrieval.errors import DocumentError
from retrieval.loading.decoding import decode_text

SENTENCE = "首报首谈：各地初步洽谈有明确意向的项目，先向市里报备。\n第2行 ABC（试行）〔2019〕40号"

ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "gb2312"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_of_government_files_reads_alike(encoding: str) -> None:
    text = SENTENCE.replace("〔", "(").replace("〕", ")") if encoding == "gb2312" else SENTENCE

    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("text", ["宁德时代", "零跑", "杭州市"])
def test_a_few_characters_are_enough(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_a_mark_of_utf16_and_of_big_endian_is_believed() -> None:
    assert decode_text(b"\xfe\xff" + SENTENCE.encode("utf-16-be")) == SENTENCE
    assert decode_text(b"\x84\x31\x95\x33" + SENTENCE.encode("gb18030")) == SENTENCE


def test_four_byte_gb18030_reads() -> None:
    text = "集成电路产业链由市里统一盯引，\u3400与\U00020bb7野家两个字占四个字节"

    assert decode_text(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "data",
    [
        "推動產業鏈招商，強化市域統籌。".encode("big5"),
        "第一行是国标编码的文字\n".encode("gbk") + "第二行是另一种编码的文字".encode(),
        b"\xed\xa0\x80" * 8,
        b"\xff\xfe" + "首报".encode("utf-16-le") + b"\x00\xd8",
        b"\xef\xbb\xbf" + "首报".encode("gbk"),
        b"plain\0text with zero bytes inside",
        bytes(range(256)),
    ],
    ids=["big5", "mixed", "surrogates", "lone surrogate", "false mark", "zero bytes", "binary"],
)
def test_what_no_strict_decoder_takes_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        decode_text(data)

    assert caught.value.code == "unreadable"
    assert "reason" in caught.value.fields
