"""From what the user names to documents: metadata, identifiers, order, and what is skipped."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model import Document, Skipped
from kg.read import FORMATS, read
from tests.conftest import ROOT, SHARED

REPORT = "The foreign ministers of Armenia and Türkiye met in Ankara on Wednesday and agreed to reopen the land border."
FRONT = '---\ntitle: "Ministers: a first step"\npublisher: Lakeside Courier\npublished: 2023-02-15\n---\n'


def documents(*sources: str | Path, **said: str) -> dict[str, Document]:
    return {one.identifier: one for one in read(sources, **said) if isinstance(one, Document)}


def reasons(*sources: str | Path) -> list[str]:
    return [one.reason for one in read(sources) if isinstance(one, Skipped)]


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf8")
    return folder


def test_the_seeds(seed_folder: Path) -> None:
    """The two seed documents come whole, with publisher and day, under the stems of their files."""
    found = documents(seed_folder)
    assert sorted(found) == ["000_dec517b3a21b67ca", "001_027f9db13948f3ac"]
    assert all(d.published == date(2021, 9, 30) and "Ryabkov" in d.text and d.publisher and "---" not in d.text for d in found.values())
    assert reasons(seed_folder) == []


def test_every_document_beside_us() -> None:
    """Whatever English texts are at hand are read without a word; this holds trivially where none are."""
    for folder in sorted(path for path in SHARED.glob("bench/*") if path.is_dir()):
        texts = {path.stem for path in folder.iterdir() if path.suffix in (".md", ".txt")}
        assert documents(folder).keys() == texts
        assert reasons(folder) == []


def test_front_matter_speaks_and_the_body_follows(tmp_path: Path) -> None:
    """Title, publisher and date come out of the front matter; the text begins after it and is stripped of outer white space only."""
    text = f"{FRONT}\n# Readout\n\n**ANKARA** - {REPORT}\n\n"
    assert documents(write(tmp_path, d_md=text) / "d.md") == {
        "d": Document(
            identifier="d",
            text=f"# Readout\n\n**ANKARA** - {REPORT}",
            title="Ministers: a first step",
            publisher="Lakeside Courier",
            published=date(2023, 2, 15),
        )
    }


def test_front_matter_names_identifier_type_and_language(tmp_path: Path) -> None:
    """Identifier, type and language may be said; what else stands there is passed over."""
    write(tmp_path, a_md=f"---\nIdentifier: am-tr-2023\ntype: readout\nlanguage: en-GB\nkeywords: [border, trade]\n---\n{REPORT}")
    found = documents(tmp_path)["am-tr-2023"]
    assert (found.document_type, found.language) == ("readout", "en-GB")


@pytest.mark.parametrize(
    ("front_matter", "word"),
    [
        ("just words", "name: value"),
        ("title: Talks: a first step", "quotes"),
        ("title: [unclosed", "line 2"),
        ("title: x\n- y", "YAML"),
        ("publisher: [Courier, Wire]", "more than one value"),
        ("title: !!python/object/apply:os.system [ls]", "more than one value"),
        ("a: " + "[" * 9_000, "YAML"),
        ("a: " + "x" * 30_000, "characters"),
    ],
)
def test_broken_front_matter_is_refused(tmp_path: Path, front_matter: str, word: str) -> None:
    """A front matter that can't be understood is never taken for text; one sentence says so, and the other files are read."""
    write(tmp_path, bad_md=f"---\n{front_matter}\n---\n{REPORT}", good_md=REPORT)
    assert list(documents(tmp_path)) == ["good"]
    (reason,) = reasons(tmp_path)
    assert word in reason
    assert "bad.md" in reason


def test_an_unclosed_front_matter_is_refused(tmp_path: Path) -> None:
    """A front matter without its end would swallow the text."""
    (reason,) = reasons(write(tmp_path, a_md=f"---\ntitle: x\n{REPORT}"))
    assert "never closes" in reason


def test_a_table_describes_its_folder(tmp_path: Path) -> None:
    """`metadata.csv` gives title, publisher and date; an empty date is an unknown one."""
    table = 'file,title,publisher,published,language\na.txt,"Border, at last",Courier,2023-02-15,en\nb.txt,,Wire,,en\n'
    write(tmp_path, a_txt=REPORT, b_txt=REPORT, metadata_csv=table)
    found = documents(tmp_path)
    assert found["a"] == Document("a", REPORT, "Border, at last", "Courier", date(2023, 2, 15))
    assert found["b"] == Document("b", REPORT, "", "Wire", None)


def test_a_table_holds_for_a_file_named_by_itself(tmp_path: Path) -> None:
    """The table beside a file speaks for it, and its other rows are nobody's business then."""
    write(tmp_path, a_txt=REPORT, metadata_csv="file,publisher\na.txt,Courier\ngone.txt,Wire\n")
    assert list(read(tmp_path / "a.txt")) == [Document("a", REPORT, publisher="Courier")]


def test_a_table_reaches_into_subfolders_and_the_nearest_wins(tmp_path: Path) -> None:
    """A row may name a file further down; the table of the file's own folder says more."""
    write(tmp_path, x__a_txt=REPORT, x__b_txt=REPORT, metadata_csv="file,publisher\nx/a.txt,Far\nx/b.txt,Far\n")
    write(tmp_path, x__metadata_csv="file,publisher\nb.txt,Near\n")
    assert {name: d.publisher for name, d in documents(tmp_path).items()} == {"a": "Far", "b": "Near"}


def test_front_matter_goes_before_the_table_and_the_call_before_both(tmp_path: Path) -> None:
    """What is said closest to the reader of the document wins, field by field."""
    write(tmp_path, a_md=FRONT + REPORT, metadata_csv="file,publisher,language\na.md,Table,en-US\n")
    found = documents(tmp_path, title="Said")["a"]
    assert (found.title, found.publisher, found.language) == ("Said", "Lakeside Courier", "en-US")


def test_rows_of_no_use_are_reported(tmp_path: Path) -> None:
    """A row for a file that isn't there, and a second row for one file, are told by their line."""
    write(tmp_path, a_txt=REPORT, metadata_csv="file,publisher\na.txt,One\ngone.txt,Two\na.txt,Three\n,Four\n")
    assert documents(tmp_path)["a"].publisher == "One"
    told = reasons(tmp_path)
    assert [("line 3" in r, "line 4" in r, "line 5" in r) for r in told] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


@pytest.mark.parametrize("table", ["name,publisher\na.txt,One\n", "", 'file\n"a.txt', "file,publisher\na.txt,\0\n"])
def test_a_table_of_no_use_is_reported_and_the_files_are_read(tmp_path: Path, table: str) -> None:
    """A table that can't be read costs its metadata, not the texts."""
    write(tmp_path, a_txt=REPORT, metadata_csv=table)
    assert list(documents(tmp_path)) == ["a"]
    (reason,) = reasons(tmp_path)
    assert "metadata.csv" in reason


@pytest.mark.parametrize("written", ["2021-02-30", "30 September 2021", "09/30/2021", "2021-13", "yesterday", "0000-01-01"])
def test_an_impossible_date_is_refused_by_name(tmp_path: Path, written: str) -> None:
    """A date that can't be is said, never guessed at."""
    write(tmp_path, a_md=f"---\npublished: {written}\n---\n{REPORT}")
    (reason,) = reasons(tmp_path)
    assert written in reason
    with pytest.raises(SourceError, match=written):
        read(tmp_path, published=written)


@pytest.mark.parametrize("written", ["", "2021", "2021-09", "null", "~", '""'])
def test_a_date_without_a_day_is_unknown(tmp_path: Path, written: str) -> None:
    """Relative times hang on the day, so a year or a month alone counts as nothing known."""
    write(tmp_path, a_md=f"---\npublished: {written}\n---\n{REPORT}")
    assert documents(tmp_path)["a"].published is None


@pytest.mark.parametrize("written", ["2021-09-30", '"2021-09-30"', "2021-09-30T23:30:00-04:00", "2021-09-30 08:00"])
def test_a_full_date_is_the_day_as_written(tmp_path: Path, written: str) -> None:
    """A time of day is dropped, without moving the day by its zone."""
    write(tmp_path, a_md=f"---\npublished: {written}\n---\n{REPORT}")
    assert documents(tmp_path)["a"].published == date(2021, 9, 30)


def test_standard_input(tmp_path: Path) -> None:
    """`-` reads a text with or without front matter; the same bytes get the same identifier."""
    (plain,) = read("-", title="T", publisher="P", published="2023-02-15", stdin=io.BytesIO(REPORT.encode()))
    assert isinstance(plain, Document)
    assert (plain.title, plain.publisher, plain.published, plain.text) == ("T", "P", date(2023, 2, 15), REPORT)
    assert [plain] == list(read(["-"], title="T", publisher="P", published=date(2023, 2, 15), stdin=io.BytesIO(REPORT.encode())))
    (front,) = read("-", stdin=io.BytesIO((FRONT + REPORT).encode()))
    assert isinstance(front, Document)
    assert front.publisher == "Lakeside Courier"
    assert front.identifier != plain.identifier
    assert front.identifier.startswith("stdin-")


def test_folders_are_walked_without_hidden_files(tmp_path: Path) -> None:
    """Subfolders count; hidden files and folders, the table and files of other formats are passed over in silence."""
    write(tmp_path, a_txt=REPORT, x__y__b_md=REPORT, _hidden_txt=REPORT, _git__c_txt=REPORT, a_gold_json="{}", LICENSE="MIT")
    assert list(documents(tmp_path)) == ["a", "b"]
    assert reasons(tmp_path) == []


def test_a_file_named_by_itself_must_be_of_a_known_format(tmp_path: Path) -> None:
    """What the user asked for and can't have is said, with what is read instead."""
    write(tmp_path, a_pdf="%PDF-1.7", metadata_csv="file\na.pdf\n")
    told = [*reasons(tmp_path / "a.pdf"), *reasons(tmp_path / "none.txt"), *reasons(os.devnull)]
    assert ["a.pdf" in told[0], "no such file" in told[1], os.devnull in told[2]] == [True, True, True]
    assert all(form.name in told[0] and suffix in told[0] for form in FORMATS for suffix in form.suffixes)
    assert any("a.pdf" in reason for reason in reasons(tmp_path)), "a file that a table names is asked for too"


def test_a_folder_without_texts_says_so(tmp_path: Path) -> None:
    """Nothing to read is no success."""
    (reason,) = reasons(write(tmp_path, a_json="{}"))
    assert "nothing to read" in reason


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no text"),
        (b" \r\n\t\n", "no text"),
        (b"---\ntitle: only this\n---\n", "no text"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "bytes"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length 5 >>\nstream\nx\x9c\x03\x00\x00\x00\x00\x01\nendstream", "bytes"),
        ("Москва и Вашингтон договорились создать две рабочие группы по стратегической стабильности.".encode(), '"ru"'),
        ("Москва и Вашингтон договорились создать две рабочие группы по стратегической стабильности.".encode("cp1251"), '"ru"'),
        ("Les ministres se sont rencontrés à Genève et ont convenu de créer deux groupes de travail.".encode(), '"fr"'),
        (b"---\nlanguage: de\n---\nBeide Seiten vereinbarten zwei Arbeitsgruppen.", '"de"'),
    ],
)
def test_what_is_no_english_text_is_skipped_and_the_rest_goes_on(tmp_path: Path, data: bytes, word: str) -> None:
    """Empty, binary and foreign files cost one sentence each."""
    write(tmp_path, a_md=REPORT, c_md=REPORT)
    (tmp_path / "b.md").write_bytes(data)
    assert list(documents(tmp_path)) == ["a", "c"]
    (reason,) = reasons(tmp_path)
    assert word in reason
    assert "b.md" in reason
    assert reason.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "GENEVA, September 30. /TASS/. Sergey Ryabkov met Wendy Sherman in Geneva on Thursday.",
        "Lavrov, Blinken, Baerbock, Colonna, Wang Yi met in Bishkek.",
        "Kambarata HPP-1: Kyrgyzstan, Uzbekistan, Kazakhstan sign road map in Bishkek",
        "Bola Ahmed Tinubu, President of the Federal Republic of Nigeria and Chairman of the Authority, spoke in Abuja.",
        "Nur-Sultan, 8 July 2021",
        "RYABKOV, SHERMAN MEET IN GENEVA",
    ],
)
def test_short_reports_full_of_names_are_english(tmp_path: Path, text: str) -> None:
    """A wire report is not refused because most of its words are foreign names."""
    assert documents(write(tmp_path, a_txt=text))["a"].text == text


def test_a_text_that_is_said_to_be_english_is_believed(tmp_path: Path) -> None:
    """Metadata has the last word on the language, so that a wrong guess can be put right."""
    text = "Les ministres se sont rencontrés à Genève et ont convenu de créer deux groupes de travail."
    assert "a" in documents(write(tmp_path, a_txt=text, metadata_csv="file,language\na.txt,en\n"))


def test_one_identifier_is_given_once(tmp_path: Path) -> None:
    """Of two files with one stem the first by path is read and the other named; an identifier in the metadata lets both through."""
    write(tmp_path, x__a_txt=REPORT, y__a_md=REPORT + " Second.")
    for sources in ([tmp_path], [tmp_path / "y", tmp_path / "x"]):
        assert documents(*sources)["a"].text == REPORT
        (reason,) = reasons(*sources)
        assert str(tmp_path / "x" / "a.txt") in reason
        assert str(tmp_path / "y" / "a.md") in reason
    write(tmp_path, y__metadata_csv="file,identifier\na.md,second\n")
    assert list(documents(tmp_path)) == ["a", "second"]


def test_the_order_of_naming_changes_nothing(tmp_path: Path) -> None:
    """A file is read once however often it is named, and documents come in the order of their paths."""
    write(tmp_path, x__a_txt=REPORT, x__b_md=REPORT, y__c_txt=REPORT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "x" / "a.txt")
    sources = [tmp_path, tmp_path / "x", tmp_path / "x" / "a.txt", str(tmp_path / "y") + "/", tmp_path / "y" / ".." / "x" / "b.md"]
    expected = [d.identifier for d in documents(*sources).values()]
    assert len(expected) == 3
    for seed in range(5):
        random.Random(seed).shuffle(sources)
        assert [d.identifier for d in documents(*sources).values()] == expected


def test_an_unreadable_file_is_skipped(tmp_path: Path) -> None:
    """A file that the system refuses to open costs one sentence."""
    write(tmp_path, a_txt=REPORT)
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert list(documents(tmp_path)) == ["a"]
    told = reasons(tmp_path)
    assert ["loop.txt" in told[0], "pipe.txt" in told[1], len(told)] == [True, True, 2]
    assert reasons(tmp_path / "loop.txt", tmp_path / "pipe.txt") == told


def test_reading_is_lazy(tmp_path: Path) -> None:
    """A document is at hand before the next file is opened: a corpus never stands in memory."""
    write(tmp_path, a_txt=REPORT, b_txt=REPORT)
    stream = read(tmp_path)
    first = next(stream)
    (tmp_path / "b.txt").unlink()
    second = next(stream)
    assert isinstance(first, Document)
    assert isinstance(second, Skipped)
    assert "b.txt" in second.reason


def test_names_are_the_same_on_every_system(tmp_path: Path) -> None:
    """A decomposed file name, as macOS gives it, and a composed one are one identifier."""
    write(tmp_path, **{"Cu\u0301cuta_txt": REPORT})
    assert list(documents(tmp_path)) == ["C\u00facuta"]


def test_hash_order_plays_no_part(tmp_path: Path) -> None:
    """Two processes with different hash seeds read the same documents in the same order."""
    write(tmp_path, a_txt=REPORT, x__a_md=REPORT, b_md=FRONT + REPORT, c_txt="", metadata_csv="file,publisher\nb.md,X\ngone.txt,Y\n")
    code = f"from kg.read import read\nfor one in read([{str(tmp_path)!r}]): print(one)"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
