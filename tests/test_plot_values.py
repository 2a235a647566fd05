"""Which part of the body gets which value: names, sides, tables of every kind, and what is refused. Nothing is drawn."""

from __future__ import annotations

import datetime as dt
import decimal
import math
import random
import time
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import pytest

from bodymap.errors import BodymapError, BodymapTypeError
from bodymap.knowledge.anatomy import Side, atlas
from bodymap.knowledge.areas import areas
from bodymap.plotting import frames, values, vocabularies
from bodymap.plotting.values import BodyPart


def gathered(data: Any, agg: str | None = None, names: str | None = None, **columns: str) -> dict[str, Any]:
    read = frames.read(data, frames.Columns(**columns))
    placed = values.place(read, vocabularies.vocabulary(names) if names else None)
    return {part.name: value for part, value in values.gather(placed, read.value, agg).items()}


def unknown(data: Any, names: str | None = None) -> dict[str, str]:
    return dict(values.place(frames.read(data), vocabularies.vocabulary(names) if names else None).unknown)


# --- names and sides ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("soleus@left", ["soleus@left"]),
        ("soleus", ["soleus@left", "soleus@right"]),
        ("left soleus", ["soleus@left"]),
        ("soleus_r", ["soleus@right"]),
        ("Soleus (L)", ["soleus@left"]),
        ("SOLEUS R", ["soleus@right"]),
        ("biceps femoris@left", ["biceps-femoris-long@left", "biceps-femoris-short@left"]),
        ("achilles-tendon@right", ["achilles-tendon@right"]),
        ("low-back", ["low-back"]),
        ("neck-back", ["neck-back"]),
        ("area:calf@left", ["calf@left"]),
        ("sciatic nerve@left", ["sciatic-nerve@left"]),
    ],
)
def test_a_name_means_a_part_and_its_side(name: str, parts: list[str]) -> None:
    assert sorted(gathered({name: 1.0})) == sorted(parts)


def test_a_group_gives_its_value_to_each_member() -> None:
    found = gathered({"hamstrings@left": 3})
    assert set(found.values()) == {3.0}
    assert {"semitendinosus@left", "semimembranosus@left", "biceps-femoris-long@left"} <= set(found)


def test_an_id_means_itself_before_any_other_name() -> None:
    for id in (*areas().areas, *atlas().muscles):
        found = gathered({id: 1.0})
        assert found
        if id in areas().areas and id not in atlas().muscles and "calf" not in id:
            assert {name.partition("@")[0] for name in found} == {id}


def test_unknown_names_are_collected_with_what_is_meant() -> None:
    assert unknown({"soleus": 1, "soleuss": 2, "xyz": 3}) == {
        "soleuss": "nothing is called 'soleuss' (did you mean 'soleus'?)",
        "xyz": "nothing is called 'xyz'",
    }
    assert unknown({"soleus@up": 1}) == {"soleus@up": "'soleus@up': after @ comes left, right or both"}


# --- tables ---------------------------------------------------------------------------------------------------------

COLUMNS = {"muscle": ["soleus", "soleus", "deltoid-anterior"], "side": ["left", "right", "L"], "emg": [1.0, 2.5, None]}
WANTED = {"soleus@left": 1.0, "soleus@right": 2.5, "deltoid-anterior@left": None}


def test_every_kind_of_table_gives_the_same_values(tmp_path: Path) -> None:
    records = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]
    csv = tmp_path / "emg.csv"
    csv.write_text("Muscle;Side;EMG\nsoleus;left;1,0\nsoleus;right;2,5\ndeltoid-anterior;L;NA\n", encoding="utf-8")
    arrays = {name: np.array(column, dtype=object) for name, column in COLUMNS.items()}
    for data in (COLUMNS, records, csv, str(csv), arrays, _Frame(COLUMNS, "to_list"), _Frame(COLUMNS, "to_pylist")):
        assert gathered(data) == WANTED
    nested = {"soleus": {"left": 1.0, "right": 2.5}, "deltoid-anterior": {"left": None}}
    assert gathered(nested) == WANTED
    assert gathered({("soleus", "left"): 1.0, ("soleus", "right"): 2.5, ("deltoid-anterior", "left"): None}) == WANTED


class _Column:
    def __init__(self, cells: list[Any], method: str) -> None:
        setattr(self, method, lambda: cells)


class _Frame:
    """What a data frame of Polars or Arrow looks like."""

    def __init__(self, columns: dict[str, list[Any]], method: str) -> None:
        self._columns, self._method = columns, method
        if method == "to_pylist":
            self.column_names = list(columns)
        else:
            self.columns = list(columns)

    def __getitem__(self, name: str) -> _Column:
        return _Column(self._columns[name], self._method)


@pytest.mark.parametrize("package", ["pandas", "polars", "pyarrow"])
def test_data_frames_of_other_packages(package: str) -> None:
    module = pytest.importorskip(package)
    frame = module.table(COLUMNS) if package == "pyarrow" else module.DataFrame(COLUMNS)
    assert gathered(frame) == WANTED
    if package == "pandas":
        assert gathered(module.Series({"soleus@left": 1.0, "deltoid-anterior@left": module.NA})) == {
            "soleus@left": 1.0,
            "deltoid-anterior@left": None,
        }
    if package == "polars":
        with pytest.raises(BodymapError, match="collect it first"):
            gathered(frame.lazy())


@pytest.mark.parametrize("cell", [None, math.nan, np.float64("nan"), "", " ", "NA", "n/a", "NaN", "None", "-"])
def test_what_is_missing(cell: Any) -> None:
    assert gathered({"soleus@left": cell, "soleus@right": 1}) == {"soleus@left": None, "soleus@right": 1.0}


@pytest.mark.parametrize(
    ("cell", "number"), [("0,5", 0.5), ("−3", -3.0), ("1e-3", 0.001), (np.int64(4), 4.0), (10**400, math.inf)]
)
def test_numbers_as_tables_hold_them(cell: Any, number: float) -> None:
    assert gathered({"soleus@left": cell}) == {"soleus@left": number}


# --- several values -------------------------------------------------------------------------------------------------


def test_two_rows_for_one_part_are_refused_or_combined() -> None:
    rows = [{"muscle": "soleus", "side": "left", "value": v} for v in (1, 2, 6)]
    with pytest.raises(BodymapError) as refused:
        gathered(rows)
    assert str(refused.value) == (
        "soleus@left has 3 values, from row 1 and row 2 and row 3; "
        "say how to combine them: mean, median, min, max or sum"
    )
    combined = {agg: gathered(rows, agg)["soleus@left"] for agg in values.AGGREGATES}
    assert combined == {"mean": 3.0, "median": 2.0, "min": 1.0, "max": 6.0, "sum": 9.0}
    assert gathered([*rows, {"muscle": "soleus", "side": "left", "value": None}], "mean") == {"soleus@left": 3.0}


def test_a_muscle_and_its_part_are_two_rows_for_one_part() -> None:
    with pytest.raises(
        BodymapError, match="deltoid-anterior@left has 2 values, from deltoid and deltoid-anterior@left"
    ):
        gathered({"deltoid": 1, "deltoid-anterior@left": 2})


@pytest.mark.parametrize(
    ("data", "columns", "message"),
    [
        ({"soleus@left": 1, "deltoid@left": "high"}, {}, "'value' holds numbers and words: soleus@left has 1, deltoid@left has 'high'"),
        ([{"name": "soleus", "a": 1, "b": 2}], {}, "say which column holds the values; it may be 'a' or 'b'"),
        ([{"x": "soleus", "a": 1}], {}, "say which column names the muscles; it may be 'x' or 'a'. If each muscle has a column of its own, give one row: df.iloc[0]"),
        ([{"muscle": "soleus", "emg": 1}], {"value": "emgs"}, "unknown column 'emgs'; did you mean 'emg'? It may be muscle or emg."),
        ({"soleus": 1}, {"value": "emg"}, "the data is a mapping of names to values, so it has no column 'emg'"),
        ({"muscle": ["soleus"], "value": [1, 2]}, {}, "the columns have different lengths: 1, 2"),
        ([{"muscle": "soleus", "side": "up", "value": 1}], {}, "row 1: unknown side 'up'. It may be left, right or both."),
        ({}, {}, "the data is empty: there is no value to draw"),
        ([], {}, "the data is empty: it has no rows"),
        ("soleus", {}, "'soleus' is not a table: its name has no ending such as .csv; values for muscles are a mapping, such as {'soleus': 3}"),
        ({b"soleus": 1}, {}, "b'soleus': the name b'soleus' is bytes; decode the column first"),
        ({"soleus": 1 + 2j}, {}, "soleus, value: (1+2j) (complex) is neither a number nor a word"),
        ({"soleus": {"left": [1, 2]}}, {}, "soleus, left, value: [1, 2] (list) is neither a number nor a word"),
        ({"soleus": dt.timedelta(seconds=1)}, {}, "soleus, value: datetime.timedelta(seconds=1) (timedelta) is a time; give seconds or days"),
        ({"soleus": np.timedelta64(1, "s")}, {}, "soleus, value: np.timedelta64(1,'s') (timedelta64) is a time; give seconds or days"),
        ({"soleus": np.datetime64("2020-01-01")}, {}, "soleus, value: np.datetime64('2020-01-01') (datetime64) is a time; give seconds or days"),
        ({"soleus": "12 %"}, {}, "soleus, value: write '12 %' without the sign, and the unit in label"),
    ],
)  # fmt: skip
def test_what_is_refused(data: Any, columns: dict[str, str], message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        gathered(data, **columns)
    assert str(refused.value) == message


@pytest.mark.parametrize("data", [3, None, {"soleus"}, np.array([[1, 2], [3, 4]])])
def test_data_of_no_kind_is_refused(data: Any) -> None:
    with pytest.raises(BodymapTypeError, match="a data frame or the path of a file, not ") as refused:
        frames.read(data)
    assert "\n" not in str(refused.value)


def test_a_structured_array_is_a_table() -> None:
    table = np.array([("soleus", "left", 1.5)], dtype=[("muscle", "U20"), ("side", "U5"), ("value", float)])
    assert gathered(table) == {"soleus@left": 1.5}


class TestFramesOfPandas:
    """What people have in data frames by mistake, and what they do on purpose."""

    @pytest.fixture
    def pandas(self) -> Any:
        return pytest.importorskip("pandas")

    @pytest.fixture
    def frame(self, pandas: Any) -> Any:
        return pandas.DataFrame(COLUMNS)

    def test_levels_of_an_index_are_columns(self, frame: Any) -> None:
        assert gathered(frame.set_index("muscle")) == WANTED
        assert gathered(frame.set_index(["muscle", "side"])) == WANTED
        assert gathered(frame.set_index(["muscle", "side"])["emg"]) == WANTED

    def test_types_of_cells(self, pandas: Any, frame: Any) -> None:
        assert gathered(frame.astype({"muscle": "category", "side": "category"})) == WANTED
        assert gathered(frame.assign(emg=pandas.array([1, 3, None], dtype="Int64"))) == {**WANTED, "soleus@right": 3.0}
        assert gathered(frame.assign(emg=[decimal.Decimal(1), np.float16(2.5), pandas.NaT])) == WANTED
        binned = gathered(frame.assign(emg=pandas.cut([1.0, 2.0, 2.9], [0, 1.5, 3])))
        assert set(binned.values()) == {"(0.0, 1.5]", "(1.5, 3.0]"}

    def test_an_index_without_a_name_holds_the_muscles(self, pandas: Any) -> None:
        assert gathered(pandas.DataFrame({"emg": [1.0, 2.0]}, index=["soleus@left", "soleus@right"])) == {
            "soleus@left": 1.0,
            "soleus@right": 2.0,
        }

    def test_rows_without_a_name_are_told(self, frame: Any) -> None:
        for missing in (None, math.nan):
            assert unknown(frame.assign(muscle=["soleus", missing, "soleus"])) == {"": "row 2 has no name"}

    def test_what_is_refused(self, pandas: Any, frame: Any) -> None:
        twice = pandas.concat([frame, frame[["emg"]]], axis=1)
        levels = frame.set_axis(pandas.MultiIndex.from_product([["a"], frame.columns]), axis=1)
        for data, message in (
            (frame.iloc[:0], "the data is empty: it has no rows"),
            (twice, "the column 'emg' is there twice; drop or rename one"),
            (levels, "the columns have several levels, such as ('a', 'muscle'); give each one name"),
            (frame.assign(muscle=[b"soleus"] * 3), "row 1: the name b'soleus' is bytes; decode the column first"),
            (frame.assign(side=[0, 1, 0]), "row 1: unknown side '0'. It may be left, right or both."),
        ):
            with pytest.raises(BodymapError) as refused:
                gathered(data)
            assert str(refused.value) == message
        with pytest.raises(BodymapError, match=r"row 1, emg: Timedelta\('0 days 00:00:01'\) \(Timedelta\) is a time"):
            gathered(frame.assign(emg=pandas.to_timedelta([1, 2, 3], unit="s")), value="emg")


def test_an_unknown_way_to_combine() -> None:
    with pytest.raises(BodymapError, match="unknown way to combine values 'average'"):
        gathered({"soleus": 1}, "average")


def test_none_is_a_class_among_classes_and_missing_among_numbers() -> None:
    assert gathered({"soleus@left": "none", "soleus@right": "mild"}) == {"soleus@left": "none", "soleus@right": "mild"}
    assert gathered({"soleus@left": "none", "soleus@right": "3"}) == {"soleus@left": None, "soleus@right": 3.0}
    assert gathered({"soleus@left": "", "soleus@right": "mild"}) == {"soleus@left": None, "soleus@right": "mild"}


# --- names from elsewhere -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", sorted(vocabularies.name_lists()))
def test_every_name_of_a_list_means_something(id: str) -> None:
    found = vocabularies.name_lists()[id]
    assert not unknown({f"{name}_r": 1.0 for name in found.names}, id)
    assert {citation.key for citation in found.sources} <= set(atlas().sources)
    for name in found.unclear:
        assert "is used for" in unknown({name: 1}, id)[name]


@pytest.mark.parametrize(("id", "count"), [("opensim:rajagopal", 40), ("opensim:gait2392", 46)])
def test_a_model_of_opensim_is_whole(id: str, count: int) -> None:
    names = [name for name in vocabularies.name_lists()[id].names if not name.endswith("140")]
    assert len(names) == count


def test_several_units_of_a_muscle_are_averaged_as_the_rule_says() -> None:
    units = {"glmax1_r": 1.0, "glmax2_r": 2.0, "glmax3_r": 6.0, "soleus_l": 4.0}
    assert gathered(units, names="opensim:rajagopal") == {"gluteus-maximus@right": 3.0, "soleus@left": 4.0}
    assert gathered(units, "sum", "opensim:rajagopal")["gluteus-maximus@right"] == 9.0


def test_abbreviations_of_channels() -> None:
    assert gathered({"VL_r": 1, "R TA": 2, "LT_l": 3}, names="emg") == {
        "vastus-lateralis@right": 1.0,
        "tibialis-anterior@right": 2.0,
        "trapezius-lower@left": 3.0,
    }


def test_the_sites_of_a_set_of_areas() -> None:
    found = gathered({"left-jaw": 0.2, "Abdomen": 0.4}, names="widespread-pain-2016")
    assert found == {"jaw@left": 0.2, "jaw-joint@left": 0.2, "abdomen": 0.4}


def test_an_unknown_list_of_names() -> None:
    with pytest.raises(BodymapError, match="unknown list of names 'opensim:rajagopall'; did you mean"):
        vocabularies.vocabulary("opensim:rajagopall")


# --- at random ------------------------------------------------------------------------------------------------------

TABLES = 2_000


def test_two_thousand_random_tables() -> None:
    """Whatever the order and the spelling of names, each part gets the mean of its rows that have a number."""
    chance = random.Random(18)  # noqa: S311
    muscles = [muscle.id for muscle in atlas().muscles.values() if not muscle.parts]
    sides = {"left": ["left", "L", "l"], "right": ["right", "R", "r"], "": ["", "both", None]}
    began = time.process_time()
    for _ in range(TABLES):
        rows, wanted = [], dict[BodyPart, list[float | None]]()
        for name in chance.sample(muscles, chance.randint(1, 30)):
            for _ in range(chance.choice((1, 1, 1, 2, 3))):
                side = chance.choice(("left", "right", ""))
                value = chance.choice((None, math.nan, chance.uniform(-5, 5), chance.randint(0, 9)))
                spelt = chance.choice((name, name.upper(), name.replace("-", " ")))
                rows.append({"muscle": spelt, "side": chance.choice(sides[side]), "value": value})
                for one in (Side(side),) if side else (Side.LEFT, Side.RIGHT):
                    known = None if value is None or math.isnan(value) else float(value)
                    wanted.setdefault(BodyPart("muscle", name, one), []).append(known)
        chance.shuffle(rows)
        placed = values.place(frames.read(rows))
        found = values.gather(placed, "value", "mean")
        assert not placed.unknown
        assert found.keys() == wanted.keys()
        for part, given in wanted.items():
            numbers = [value for value in given if value is not None]
            assert found[part] == (pytest.approx(fmean(numbers)) if numbers else None)
    assert time.process_time() - began < 30
