"""Files to articles: ids, text as it is, what is known of them, and errors that name the file and the next step."""

from datetime import date
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.read import READERS, read_articles
from kg.read.published import published_in
from kg.records import Article, Skip

BODY = "米軍は十九日、西部の空軍基地をイラク軍に引き渡し、最後の部隊が撤退した。"


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def _all(*paths: Path, published: date | None = None) -> tuple[list[Article], list[str]]:
    errors: list[str] = []
    articles = list(read_articles(paths, published, lambda error: errors.append(str(error))))
    return articles, errors


def test_a_file_is_an_article_whose_id_is_its_stem(tmp_path: Path) -> None:
    path = _write(tmp_path, "3f2a9c.txt", BODY)
    assert _all(path) == ([Article("3f2a9c", BODY)], [])


def test_line_ends_are_not_translated(tmp_path: Path) -> None:
    text = f"題\r\n\r\n{BODY}\r{BODY}\n"
    articles, _ = _all(_write(tmp_path, "a.txt", text))
    assert articles[0].text == text


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    articles, _ = _all(_write(tmp_path, "a.txt", "\ufeff" + BODY))
    assert articles[0].text == BODY


def test_a_folder_is_read_with_its_subfolders_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden/d.txt", "notes.md"):
        _write(tmp_path, name, BODY)
    articles, errors = _all(tmp_path)
    assert [a.id for a in articles] == ["a", "b", "c"]
    assert errors == []


def test_the_table_beside_it_says_what_is_known(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt", f"基地を返還\n2020年1月1日\n\n{BODY}")
    _write(tmp_path, "b.txt", BODY)
    _write(
        tmp_path, "articles.csv", "article,published,publisher,url,title\na,2026-01-19,RT,https://e.org/a,基地を返還\n"
    )
    (first, second), errors = _all(tmp_path, published=date(2024, 5, 1))
    assert errors == []
    assert (first.published, first.publisher, first.url, first.title) == (
        date(2026, 1, 19), "RT", "https://e.org/a", "基地を返還",
    )  # fmt: skip
    assert second.published == date(2024, 5, 1)


def test_title_and_clutter_are_marked(tmp_path: Path) -> None:
    (article,), _ = _all(_write(tmp_path, "a.txt", f"基地を返還\n\n{BODY}\n\n▲ページの先頭へ"))
    assert article.title == "基地を返還"
    assert [s.reason for s in article.skips] == ["title", "navigation"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("国際 / 中東\n19/01/2026", date(2026, 1, 19)),
        ("題\nRT 2022年01月07日\n独立系 2022年1月9日", date(2022, 1, 7)),
        ("題\n投稿日 : 2025-06-30 最終更新 : 2025-07-02", date(2025, 6, 30)),
        ("題\n平成26年4月25日(金)", date(2014, 4, 25)),
        ("題\n令和元年5月1日　文責：管理人", date(2019, 5, 1)),
        ("題\nThursday, April 10, 2025 / 更新なし", date(2025, 4, 10)),
        ("題\n10 April 2025", date(2025, 4, 10)),
        ("題\n２０２４年１２月２０日", date(2024, 12, 20)),
        ("題\n2020.11.19 Thu 19:30", date(2020, 11, 19)),
        ("題\n01/19/2026", date(2026, 1, 19)),
        ("題\n03/03/2026", date(2026, 3, 3)),
        ("題\n03/04/2026", None),
        ("題\n8月11日（水）　15:00 更新", None),
        ("題\n31/02/2026", None),
        ("題\n＜動画：国防省、2012年2月25日＞", None),
        ("題", None),
    ],
)
def test_the_date_in_the_head(tmp_path: Path, head: str, expected: date | None) -> None:
    (article,), _ = _all(
        _write(tmp_path, "a.txt", f"{head}\n\n{BODY}\n\nコメント(1)\n匿名 2001/01/01 10:00\nそうですか")
    )
    assert article.published == expected


def test_a_date_elsewhere_is_not_the_day_of_publication() -> None:
    text = f"{BODY}\n2021/01/07"
    assert published_in(text, [Skip(len(BODY) + 1, len(text), "footer")]) is None


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", "撤退".encode("cp932"), "a.txt: not UTF-8 (byte 0); convert it, for example with iconv"),
        ("a.txt", b" \n", "a.txt: is empty"),
        ("a.txt", b"\0\0\0", "a.txt: holds binary data, not text"),
        ("a.pdf", b"%PDF", "a.pdf: no reader for this format (.txt"),
    ],
)
def test_an_unreadable_file_is_one_error_and_the_others_go_on(
    tmp_path: Path, name: str, data: bytes, problem: str
) -> None:
    bad, good = tmp_path / name, _write(tmp_path, "good.txt", BODY)
    bad.write_bytes(data)
    articles, errors = _all(bad, tmp_path / "none.txt", good)
    assert [a.id for a in articles] == ["good"]
    assert len(errors) == 2
    assert problem in errors[0]
    assert errors[1].endswith("none.txt: no such file or folder")


def test_without_a_place_for_errors_they_are_raised(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        list(read_articles([tmp_path / "none.txt"]))


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert _all(tmp_path)[1] == [f"{tmp_path}: no articles in this folder (.txt files are read)"]


def test_the_same_id_twice_is_refused_naming_both_files(tmp_path: Path) -> None:
    first, second = _write(tmp_path, "x/a.txt", BODY), _write(tmp_path, "y/a.txt", BODY)
    articles, errors = _all(tmp_path)
    assert [a.id for a in articles] == ["a"]
    assert errors == [f"{second}: article a was read from {first} already; rename one of the two"]


def test_the_same_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", BODY)
    articles, errors = _all(path, tmp_path)
    assert ([a.id for a in articles], errors) == (["a"], [])


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (
            "article,publishd\na,2026-01-19\n",
            "articles.csv, line 1: unknown column 'publishd' (the columns are article,",
        ),
        ("published\n2026-01-19\n", "articles.csv, line 1: no column 'article'"),
        ("article,published\na,19/01/2026\n", "articles.csv, line 2: '19/01/2026' is no day; write it as 2026-01-17"),
        ("article,published\na,\na,2026-01-19\n", "articles.csv, line 3: a second row for article a; keep one"),
        ("article,published\n,2026-01-19\n", "articles.csv, line 2: no article id"),
    ],
)
def test_mistakes_in_the_table_are_named(tmp_path: Path, table: str, problem: str) -> None:
    _write(tmp_path, "a.txt", BODY)
    _write(tmp_path, "b.txt", BODY)
    _write(tmp_path, "articles.csv", table)
    articles, errors = _all(tmp_path)
    assert articles == []
    assert len(errors) == 1
    assert problem in errors[0]


def test_a_further_format_is_one_more_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_lines(path: Path) -> list[Article]:
        return [Article(f"{path.stem}-{n}", line) for n, line in enumerate(path.read_text().splitlines())]

    monkeypatch.setitem(READERS, ".lines", lambda path: iter(read_lines(path)))
    articles, errors = _all(_write(tmp_path, "many.lines", f"{BODY}\n{BODY}"))
    assert [a.id for a in articles] == ["many-0", "many-1"]
    assert errors == []
