"""The catalogue of words: every key is used, every key that is used is there, and languages agree."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from bodymap import words
from bodymap.errors import BodymapError
from bodymap.files.disk import assets

PACKAGE = Path(__file__).parents[1] / "src" / "bodymap"
ENTRIES = words.catalogue().entries


def keys_in_code() -> Iterator[str]:
    """Yield every key that the package asks for, as a pattern: what is filled in when it runs may be anything."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for literal in ast.walk(node) if isinstance(node, (ast.Call, ast.Assign, ast.Tuple)) else ():
                if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                    yield re.escape(literal.value)
                if isinstance(literal, ast.JoinedStr):
                    yield "".join(
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+"
                        for part in literal.values
                    )


def asked_for() -> set[str]:
    sections = "|".join({re.escape(key.split(".")[0]) for key in ENTRIES})
    return {pattern for pattern in keys_in_code() if re.fullmatch(rf"({sections})\\\.(\S+)", pattern)}


def slots(entry: words.Entry) -> set[str]:
    texts = entry.values() if isinstance(entry, dict) else [entry]
    return {name for text in texts for _, name, *_ in string.Formatter().parse(text) if name}


def test_every_key_is_used() -> None:
    patterns = asked_for()
    # Ends that are added to a key, and numbers, are not literals.
    loose = re.compile(r"number\.\d+|description\.(points|zones)-(left|right)|description\.(deep|intensity).*")
    unused = {key for key in ENTRIES if not any(re.fullmatch(pattern, key) for pattern in patterns)}
    assert {key for key in unused if not loose.fullmatch(key)} == set()


def calls() -> Iterator[str]:
    """Yield the keys that are written out in calls of `words.text`."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("words.text", "catalogue.text"):
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    yield str(key.value)


def test_every_key_that_is_used_is_there() -> None:
    keys = set(calls())
    assert len(keys) > 20
    assert keys - set(ENTRIES) == set()


@pytest.mark.parametrize("language", words.languages())
def test_a_language_has_the_keys_and_slots_of_english(language: str) -> None:
    entries = words.catalogue(language).entries
    assert entries.keys() == ENTRIES.keys()
    for key, entry in entries.items():
        assert slots(entry) == slots(ENTRIES[key]), key
        if isinstance(entry, dict):
            assert {words.RULES[language].plural(n) for n in (0, 1, 2, 3, 5, 11, 21)} <= entry.keys(), key


def test_every_file_of_words_has_its_rules() -> None:
    assert {path.stem for path in (assets() / "words").glob("*.yaml")} == set(words.languages())


def test_plurals_and_slots() -> None:
    assert words.text("legend.primary", 1) == "Main muscle"
    assert words.text("legend.primary", 2) == words.text("legend.primary", 0) == "Main muscles"
    assert words.text("page.hidden", muscles="Soleus") == "Not seen in this view: Soleus."
    with pytest.raises(KeyError, match=r"legend\.primary depends on a number"):
        words.text("legend.primary")
    with pytest.raises(KeyError, match="muscles"):
        words.text("page.hidden")
    with pytest.raises(KeyError, match=r"page\.nothing"):
        words.text("page.nothing")


def test_lists_and_numbers() -> None:
    assert words.listing([]) == "nothing"
    assert words.listing(["a"]) == words.series(["a"]) == "a"
    assert words.listing(["a", "b"]) == "a and b"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.series(["a", "b", "c"]) == "a, b, c"
    assert [words.number(n) for n in (1, 10, 11)] == ["one", "ten", "11"]
    assert words.within("Upper trapezius") == "upper trapezius"


def test_another_language_decides_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One with two words for more than one, and another order of its slots."""
    (tmp_path / "words").mkdir()
    text = "page: {hidden: '{muscles}: nie widac.'}\nlegend: {primary: {one: miesien, few: miesnie, other: miesni}}\n"
    (tmp_path / "words" / "pl.yaml").write_text(text, encoding="utf-8")
    rules = words.Rules(plural=lambda n: "one" if n == 1 else "few" if n in (2, 3, 4) else "other", lowers_names=False)
    monkeypatch.setitem(words.RULES, "pl", rules)
    monkeypatch.setattr(words, "assets", lambda: tmp_path)
    words.catalogue.cache_clear()
    try:
        assert [words.text("legend.primary", n, language="pl") for n in (1, 2, 5)] == ["miesien", "miesnie", "miesni"]
        assert words.text("page.hidden", language="pl", muscles="A") == "A: nie widac."
        assert words.within("Anna", language="pl") == "Anna"
    finally:
        words.catalogue.cache_clear()


def test_a_language_that_there_is_not_and_a_faulty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BodymapError, match=r"unknown language 'ne'\. It may be en"):
        words.catalogue("ne")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.yaml").write_text("legend: {primary: {one: muscle}}\n", encoding="utf-8")
    monkeypatch.setattr(words, "assets", lambda: tmp_path)
    words.catalogue.cache_clear()
    try:
        with pytest.raises(BodymapError, match=r"words/en\.yaml: legend\.primary: the form `other` is missing"):
            words.catalogue()
    finally:
        words.catalogue.cache_clear()
