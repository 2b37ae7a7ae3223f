"""The delimiter and the width of the rows are seen in the first lines."""

from __future__ import annotations

import pytest

from scoring.ledger.files.delimiters import Shape, shape_of


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("a,b,c\n1,2,3\n", ",", 3),
        ("a;b;c\n1;2,50;3,75\n2;2,50;3,75\n", ";", 3),
        ("1,50;2,50;3,50\n1,25;2,75;3,00\n", ";", 3),
        ("a\tb\n1\t2,5\n", "\t", 2),
        ("a|b|c\n1|2|3\n", "|", 3),
        ('name,amount\n"Smith; Sons",1\n"Miller; Co",2\n', ",", 2),
        ('name;city;amount\n"Smith, Sons";"Rome, IT";1\nMiller, Co;Bonn, DE;2\n', ";", 3),
        ("Aged list\nprinted 2020-01-31, 10:00\n\nno,due,amount\n1,2,3\n2,3,4\nTotal,7\n", ",", 3),
        ("amount\n1\n2\n", ",", 1),
        ("", ",", 1),
    ],
)
def test_shapes(text: str, delimiter: str, width: int) -> None:
    assert shape_of(text.encode()) == Shape(delimiter, width)


def test_excel_may_announce_its_separator() -> None:
    assert shape_of(b"sep=;\r\na,x;b,y\r\n1;2\r\n") == Shape(";", 2, announced=True)
