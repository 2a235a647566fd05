"""Groups of muscles, and the names by which people call muscles and groups."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bodymap
from bodymap.cli import app
from bodymap.errors import BodymapError
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge import chart_contents, names
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.condition_files import load_file
from bodymap.knowledge.groups import Group, groups, load, lookup, members

EVERYDAY = {
    "upper traps": "trapezius-upper",
    "Trapezius, upper": "trapezius-upper",
    "trapezius pars descendens": "trapezius-upper",
    "UT": "trapezius-upper",
    "lats": "latissimus-dorsi",
    "dorsi latissimus": "latissimus-dorsi",
    "latissimus": "latissimus-dorsi",
    "ECRB": "extensor-carpi-radialis-brevis",
    "scm": "sternocleidomastoid",
    "QL": "quadratus-lumborum",
    "TFL": "tensor-fasciae-latae",
    "quads": "quadriceps-femoris",
    "quadriceps muscle": "quadriceps-femoris",
    "biceps": "biceps-brachii",
    "Peroneus longus": "fibularis-longus",
    "M. PECTORALIS MAJOR": "pectoralis-major",
    "musculus soleus": "soleus",
    "long head of triceps": "triceps-brachii-long",
    "medial gastrocnemius": "gastrocnemius-medial",
    "deltoids": "deltoid",
    "VMO": "vastus-medialis",
}

GROUPS = {
    "hamstrings": "hamstrings",
    "Hamstring": "hamstrings",
    "glutes": "glutes",
    "gluteus": "glutes",
    "calf": "calf",
    "calves": "calf",
    "triceps surae": "calf",
    "rotator cuff": "rotator-cuff",
    "erector spinae": "erector-spinae",
    "hip flexors": "hip-flexors",
    "flexors of the hip": "hip-flexors",
    "adductors": "adductors",
    "forearm extensors": "forearm-extensors",
    "extensors, forearm": "forearm-extensors",
    "peroneals": "fibulars",
    "pecs": "pectorals",
    "abs": "abdominals",
    "scalene muscles": "scalenes",
    "rhomboids": "rhomboids",
}


@pytest.mark.parametrize(("name", "id"), EVERYDAY.items())
def test_a_muscle_is_known_by_the_names_that_people_use(name: str, id: str) -> None:
    assert members(name) == (id,)
    assert bodymap.muscle(name).id == id


@pytest.mark.parametrize(("name", "id"), GROUPS.items())
def test_a_group_is_known_by_the_names_that_people_use(name: str, id: str) -> None:
    found = lookup(name)
    assert isinstance(found, Group)
    assert found.id == id
    assert members(name) == found.members


@pytest.mark.parametrize("id", groups().groups)
def test_every_name_of_a_group_means_it(id: str) -> None:
    group = groups().groups[id]
    for name in (group.id, group.name, *group.also):
        assert members(name) == group.members, name
    assert group.sources


@pytest.mark.parametrize("id", atlas().muscles)
def test_every_name_of_a_muscle_means_it(id: str) -> None:
    muscle = atlas().muscles[id]
    for name in (muscle.id, muscle.name, muscle.latin, *muscle.also):
        assert members(name) == (id,), name
        shuffled = " ".join(reversed(name.upper().split()))
        assert members(shuffled) == (id,), shuffled


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("teres", "'teres' may mean 'pronator-teres', 'teres-minor' or 'teres-major'; which one?"),
        (
            "interossei",
            "'interossei' may mean 'dorsal-interossei-foot', 'plantar-interossei', 'dorsal-interossei-hand' or "
            "'palmar-interossei'; which one?",
        ),
    ],
)
def test_a_name_of_several_is_asked_about(name: str, message: str) -> None:
    with pytest.raises(BodymapError) as caught:
        members(name, "muscle")
    assert (str(caught.value), caught.value.field, caught.value.value) == (message, "muscle", name)
    assert set(caught.value.choices) <= {*atlas().muscles}


@pytest.mark.parametrize("name", ["", "  ", "longus", "lumbar", "upper", "xylophone", "\x1b[31m", "a" * 5000])
def test_what_names_nothing_is_refused(name: str) -> None:
    with pytest.raises(BodymapError, match=r"^unknown muscle '"):
        members(name)


def test_a_group_is_not_one_muscle() -> None:
    with pytest.raises(BodymapError) as caught:
        bodymap.muscle("rhomboids")
    assert str(caught.value) == (
        "'rhomboids' is a group of muscles; name one: 'rhomboid-major' or 'rhomboid-minor'"
    )  # fmt: skip


def test_python_has_the_groups_and_their_members() -> None:
    assert [muscle.id for muscle in bodymap.members("calf")] == ["gastrocnemius", "soleus"]
    assert [muscle.name for muscle in bodymap.members("ql")] == ["Quadratus lumborum"]
    assert "hamstrings" in [group.id for group in bodymap.groups()]


# --- where a muscle is named ----------------------------------------------------------------------------------------


def test_a_picture_of_a_group_draws_its_members_under_its_name() -> None:
    found = chart(None, MarkRequest(["hamstrings:primary=0.5", "calf"]))
    assert [(e.muscle, e.role, e.sides[0].intensity) for e in chart_contents.muscles_of(found)] == [
        ("biceps-femoris", "primary", 0.5),
        ("semitendinosus", "primary", 0.5),
        ("semimembranosus", "primary", 0.5),
        ("gastrocnemius", "secondary", None),
        ("soleus", "secondary", None),
    ]
    assert found.name == "Hamstrings"


def test_a_muscle_beside_its_group_is_told() -> None:
    with pytest.raises(BodymapError, match=r"^'soleus' is marked twice on the left side;"):
        chart(None, MarkRequest(["calf", "soleus"]))


OWN = """\
id: own
name: Sore legs
group: x
summary: It hurts.
muscles:
  - {muscle: hamstrings, role: primary, why: Sore.}
  - {muscle: soleus, role: secondary}
"""


def test_a_condition_may_name_a_group(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    assert [(e.muscle, e.why) for e in load_file(path).muscles] == [
        ("biceps-femoris", "Sore."),
        ("semitendinosus", "Sore."),
        ("semimembranosus", "Sore."),
        ("soleus", ""),
    ]
    path.write_text(OWN.replace("soleus", "semitendinosus"))
    assert [str(fault) for fault in bodymap.check(path)] == [
        f"{path}, line 7: muscles[1].muscle: 'semitendinosus' is used twice"
    ]


def test_the_commands_know_groups() -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    assert re.search(
        r"^hamstrings +Hamstrings +biceps-femoris, semitendinosus, semimembranosus$",
        run("list", "groups"),
        re.MULTILINE,
    )
    page = run("show", "Hamstring")
    assert page.startswith("Hamstrings\n==========\n")
    assert "Biceps femoris: Bends the knee" in page
    assert "Draw it: bodymap render --muscle hamstrings" in page
    assert '"members": [' in run("show", "hamstrings", "--json")
    assert "group      hamstrings " in run("search", "hamstring")


# --- the file -------------------------------------------------------------------------------------------------------

FILE = """\
groups:
  - id: two
    name: Two muscles of the calf
    also: [pair]
    members: [gastrocnemius, soleus]
    sources: [{key: moore-2018}]
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("soleus", "soleos", "groups.yaml: two: members: unknown muscle 'soleos'; did you mean 'soleus'?"),
        ("moore-2018", "moor-2018", "groups.yaml: two: sources: unknown source 'moor-2018'; did you mean 'moore-2018'?"),
        ("[pair]", "[QL]", "groups.yaml: two: also: 'quadratus-lumborum' has the name 'QL' already"),
        ("id: two", "id: soleus", "groups.yaml: soleus: a muscle has this id"),
        ("gastrocnemius, ", "", "groups.yaml: two: members: a group holds two muscles or more, each once"),
        ("soleus]", "gastrocnemius-medial]", "groups.yaml: two: members: a group holds two muscles or more, each once"),
    ],
)  # fmt: skip
def test_a_faulty_group_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "groups.yaml"
    path.write_text(FILE.replace(old, new))
    with pytest.raises(BodymapError) as caught:
        load(path, atlas())
    assert str(caught.value).startswith(message)


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Upper Trapezius", "trapezius-upper"),
        ("the calves", "calf muscle"),
        ("Musculus glutæus maximus", "glutæus maximus"),
        ("mm. scaleni", "scaleni"),
        ("tailor’s muscle", "tailor"),
    ],
)
def test_two_forms_of_a_name_have_one_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


def test_words_that_end_in_s_but_are_no_plurals_stay() -> None:
    assert [names.singular(word) for word in ("biceps", "soleus", "pelvis", "abs", "quads")] == [
        "biceps", "soleus", "pelvis", "abs", "quad",
    ]  # fmt: skip
