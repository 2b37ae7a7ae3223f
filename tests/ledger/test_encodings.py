"""The encoding is found from the bytes, and what cannot be found is said."""

from __future__ import annotations

import pytest

from scoring.errors import ScoringError
from scoring.ledger.files.encodings import decode

CHINESE = "客户,发票号码,金额\n中国石油化工股份有限公司,001,5.5\n"
TRADITIONAL = "客戶名稱,發票號碼,金額\n台灣積體電路製造股份有限公司,001,5.5\n"
GERMAN = "Kunde;Fälligkeit;Betrag\nMüller & Söhne;31.01.2020;1,50\nBäckerei Groß;01.02.2020;€ 2,00\n"
FRENCH = "Client;Échéance;Montant réglé\nSociété Générale;01/02/2020;1,50\n"
SPANISH = "Cliente;Factura;Señor\nCompañía Española;1;x\n"
POLISH = "Klient;Kwota;Płatność\nSpółka Łódź;2,00;zażółć gęślą jaźń\n"
RUSSIAN = "Клиент;Счёт;Сумма;Дата\nООО Ромашка;1;2,00;x\nЗАО Вектор;1;2,00;x\n"


@pytest.mark.parametrize(
    ("text", "written_as", "found"),
    [
        ("a,b\n1,2\n", "ascii", "utf-8"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8"),
        (CHINESE, "gb18030", "gb18030"),
        ("客户", "gbk", "gb18030"),
        (CHINESE, "utf-16", "utf-16-le"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-32", "utf-32-le"),
        (TRADITIONAL, "big5", "big5"),
        ("客戶,發票號碼,金額", "big5", "big5"),
        (GERMAN, "cp1252", "cp1252"),
        ("Kunde;Betrag\nMüller;1,50\n", "cp1252", "cp1252"),
        (FRENCH, "cp1252", "cp1252"),
        (SPANISH, "cp1252", "cp1252"),
        (POLISH, "cp1250", "cp1250"),
        (RUSSIAN, "cp1251", "cp1251"),
        (GERMAN.replace("€", ""), "cp850", "cp850"),
        (GERMAN, "mac_roman", "mac_roman"),
    ],
)
def test_the_encoding_is_found_from_the_bytes(text: str, written_as: str, found: str) -> None:
    decoded = decode(text.encode(written_as))
    assert (decoded.encoding, decoded.utf8.decode(), decoded.undecodable) == (found, text, 0)


def test_what_the_user_says_comes_first() -> None:
    assert decode("Łódź".encode("cp1250"), "cp1250").utf8.decode() == "Łódź"
    assert decode("\ufeffa,b".encode(), "UTF8").utf8 == b"a,b"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("klingon", "encoding_unknown"),
        ("hex", "encoding_unknown"),
        ("ut\0f", "encoding_unknown"),
        ("utf-8", "encoding_wrong"),
    ],
)
def test_a_wrong_word_of_the_user_is_refused(told: str, code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        decode(CHINESE.encode("gb18030"), told)
    assert stop.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_name_cut_in_the_middle_of_a_character_does_not_hide_the_rest(encoding: str) -> None:
    whole = (CHINESE * 30).encode(encoding)
    decoded = decode(whole + "中".encode(encoding)[:-1] + b",2,3\n")
    assert (decoded.encoding, decoded.undecodable) == (encoding, 1)
    assert decoded.utf8.decode().startswith(CHINESE)


def test_bytes_without_meaning_are_refused() -> None:
    with pytest.raises(ScoringError) as stop:
        decode(bytes(range(128, 256)) * 20)
    assert stop.value.code == "encoding_undecided"
    with pytest.raises(ScoringError) as stop:
        decode(b"\x01\x02\x03\x04" * 20)
    assert stop.value.code == "file_not_text"


def test_marks_nobody_sees_are_taken_out() -> None:
    decoded = decode("a\0,客户\u200b\n\u200e1,2\ufeff\x1a".encode())
    assert decoded.utf8.decode() == "a,客户\n1,2"
