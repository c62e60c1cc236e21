import pytest

from retrieval.intake.places import find_place, short_place


@pytest.mark.parametrize(
    ("title", "issuer", "place"),
    [
        ("杭州市“同心圆”制度", "", "杭州"),
        ("关于印发某某办法的通知", "杭州市人民政府办公厅", "杭州"),
        ("余杭区人民政府关于某事的意见", "", "余杭"),
        ("绍兴市越城区人民政府关于某事的意见", "", "绍兴越城"),
        ("浙江省数字经济促进条例", "", "浙江"),
        ("期货市场管理条例", "", ""),
        ("城市供水条例", "", ""),
        ("行政区划管理条例", "", ""),
        ("矿产资源勘查区块登记管理办法", "", ""),
        ("中华人民共和国公司法", "全国人民代表大会常务委员会", ""),
    ],
)
def test_a_place_is_read_from_issuer_and_title_only_when_it_is_one(
    title: str, issuer: str, place: str
) -> None:
    assert find_place(title, issuer) == place


def test_short_places_keep_two_characters_at_least() -> None:
    assert [short_place(name) for name in ("绍兴市越城区", "遂昌县", "沙县")] == [
        "绍兴越城",
        "遂昌",
        "沙县",
    ]
