import pytest

from retrieval.language.folding import fold_place, fold_title


@pytest.mark.parametrize(
    "title",
    [
        "全市“同心圆”制度（试行）",
        '全市"同心圆"制度(试行)',
        "全市「同心圆」制度 （试行）",
        "全市同心圆制度﹙试行﹚",
    ],
)
def test_titles_fold_alike_whatever_their_punctuation(title: str) -> None:
    assert fold_title(title) == "全市同心圆制度试行"


@pytest.mark.parametrize(
    "number", ["示政办〔2019〕40号", "示政办[2019]40号", "示政办（２０１９）40 号"]
)
def test_numbers_fold_alike_whatever_their_brackets(number: str) -> None:
    assert fold_title(number) == "示政办201940号"


def test_places_fold_without_their_kind() -> None:
    assert fold_place("西河市南浦区") == fold_place("西河南浦") == "西河南浦"
    assert fold_place("东岭市") == "东岭"
