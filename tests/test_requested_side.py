"""A side that is asked for is for marks that name none. Where every mark names another, no output draws that silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest

import bodymap
from bodymap.errors import BodymapError
from bodymap.export import quiz as quizzes
from bodymap.finding.request import MarkRequest, chart, charts_of
from bodymap.knowledge.anatomy import Side
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.requested_side import check_side
from bodymap.options.records import QuizOptions
from tests.batches import run

ELBOW = "right was asked for, but Tennis elbow has its own side, left; name one side"


def drawn(given: Any, **options: Any) -> None:
    """Draw into an Axes."""
    figure, ax = plt.subplots()
    try:
        bodymap.draw(given, ax=ax, **options)
    finally:
        plt.close(figure)


OUTPUTS = {
    "render": bodymap.render,
    "plan": bodymap.plan,
    "draw": drawn,
    "handout": bodymap.handout,
    "slides": bodymap.slides,
    "card": bodymap.card,
    "quiz": bodymap.quiz,
}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("tennis-elbow@left", ELBOW),
        (
            Chart((ChartMark(muscle="soleus", side="left"),)),  # type: ignore[arg-type]
            "right was asked for, but Soleus has its own side, left; name one side",
        ),
        (
            Chart((ChartMark(muscle="soleus"),), side="left"),  # type: ignore[arg-type]
            "right was asked for, but Soleus has its own side, left; name one side",
        ),
    ],
)
def test_every_output_refuses_a_side_that_no_mark_leaves_open(output: str, given: Any, message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        OUTPUTS[output](given, side="right")
    assert str(refused.value) == message
    assert refused.value.field == "side"


@pytest.mark.parametrize("command", ["render", "handout", "slides", "card"])
def test_a_row_of_a_table_is_told_before_any_work(command: str, tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text(f"command,condition,muscle,side\n{command},tennis-elbow@left,,Right\n{command},,soleus@left,r\n")
    code, _, said = run(table, "-o", tmp_path / "out")
    assert code == 2
    assert f"jobs.csv, line 2: side: {ELBOW}\n" in said
    assert "jobs.csv, line 3: side: right was asked for, but Soleus has its own side, left; name one side\n" in said
    assert not (tmp_path / "out").exists()


def test_a_side_is_for_those_of_a_document_that_name_none() -> None:
    both = charts_of(["low-back-pain", "sciatica@left"])
    for side in (None, "left", "right", "both"):
        check_side(both, side)
    with pytest.raises(BodymapError) as refused:
        check_side(charts_of(["tennis-elbow@left", "low-back-pain@left"]), "both")
    assert str(refused.value) == (
        "both was asked for, but Tennis elbow and Low back pain have sides of their own, left; name one side"
    )


def test_a_spot_of_a_view_lies_on_its_own_side() -> None:
    here = chart(None, MarkRequest(muscles=["soleus@left"], spots=["posterior:-60,420=here"]))
    check_side([here], "left")
    with pytest.raises(BodymapError, match="has its own side, left; name one side"):
        check_side([here], "right")
    check_side([chart(None, MarkRequest(spots=["low-back=here"]))], "right")


def test_a_quiz_asks_on_the_side_that_a_muscle_names() -> None:
    asked = quizzes.of_muscles(charts_of((), MarkRequest(["soleus@left", "tibialis-anterior@l", "hamstrings"])))
    assert [(subject.side, len(subject.muscles)) for subject in asked] == [("left", 2), (None, 3)]
    pages = quizzes.lesson(asked, QuizOptions(view="posterior")).charts
    assert [page.side for page in pages] == [Side.LEFT, Side.RIGHT]
    with pytest.raises(
        BodymapError, match=r"^right was asked for, but Lower leg muscles has its own side, left; name one side$"
    ):
        quizzes.lesson([quizzes.subject("leg@left")], QuizOptions(side="right"))
