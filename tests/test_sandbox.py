"""Templates are data: what they may do, and every known way out of it refused at its line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import speed

from handouts.compose.wording import ENGLISH
from handouts.layout import sandbox
from handouts.layout.environment import environment
from handouts.layout.sandbox import BrokenTemplateError, Sandbox
from handouts.model.prose import Run

SECRET = "the secret of this machine"
VALUES: dict[str, Any] = {"name": "Ann & Bo", "items": ["a", "b"], "by_name": {"a": 1}, "number": 4}


def greet(name: str) -> str:
    return f"Hello {name}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.html").write_text(SECRET)
    (tmp_path / "mine/templates/parts").mkdir(parents=True)
    return tmp_path / "mine/templates"


def rendered(folder: Path, text: str, **more: str) -> str:
    for name, part in {"leaflet": text, **more}.items():
        (folder / f"{name}.html").write_text(text if name == "leaflet" else part)
    return Sandbox((folder,), ENGLISH, {"greet": greet}, {"shout": str.upper}).render("leaflet.html", VALUES)


def refused(folder: Path, text: str, **more: str) -> str:
    """Why a template is refused, reported at once and at line 2."""
    with speed.measured() as cost, pytest.raises(BrokenTemplateError) as fault:
        rendered(folder, f"\n{text}", **more)
    assert cost.units < 200
    found = fault.value.diagnostic
    assert found.code == "HND504"
    assert found.span is not None and found.span.file.endswith(".html")
    assert SECRET not in found.message and "0x" not in found.message
    return found.message


def test_prepared_templates_are_compiled_and_a_broken_one_is_left_to_its_print(folder: Path) -> None:
    (folder / "leaflet.html").write_text("{% include 'parts/a.html' %}")
    (folder / "parts/a.html").write_text("{{ name }}")
    (folder / "parts/b.html").write_text("{{ name")
    prepared = Sandbox((folder,), ENGLISH, {}, {})
    prepared.prepare()
    assert {name for _, name in prepared._environment.cache or {}} == {"leaflet.html", "parts/a.html"}
    assert prepared.render("leaflet.html", VALUES) == "Ann &amp; Bo"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for one in items %}{{ loop.index }}{{ one }}{% endfor %}", "1a2b"),
        ("{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice(name) }}", "Ann &amp; BoAnn &amp; Bo"),
        ("{{ by_name.get('a') }}{{ by_name['b'] | default('-') }}", "1-"),
        ("{{ greet(name) }}{{ 'a' | shout }}", "Hello Ann &amp; BoA"),
        ("{{ items | length }} {{ items | join('<') }} {{ 'x' ~ number ~ '<' }}", "2 a&lt;b x4&lt;"),
        ("{% trans one=name %}For {{ one }}, 100%{% endtrans %}", "For Ann &amp; Bo, 100%"),
        ("{{ _('%(a)s of %(b)s', a=1, b=number) }} {{ (number + 2) * 3 // 2 }}", "1 of 4 9"),
        ("{{ _('%(a)1000000000s', a=1) }}", "%(a)1000000000s"),  # a placeholder is a name alone
        ("{% for n in range(3) %}{{ n }}{% endfor %}{{ 'none' if not items }}", "012"),
        ('{% include "parts/line.html" %}', "a line"),
    ],
)
def test_a_template_sets_what_it_is_given(folder: Path, text: str, said: str) -> None:
    (folder / "parts/line.html").write_text("a line")
    assert rendered(folder, text) == said


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ greet.__globals__ }}",
        "{{ greet['__globals__']['__builtins__'] }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum(n=9) }}{{ lipsum.__globals__ }}",
        "{{ namespace(a=1).a }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ name | attr('__class__') }}",
        "{{ items | map('upper') | join }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ '{a.__class__}'.format_map({'a': name}) }}",
        "{{ '%s' | format(name) }}",
        "{{ (name | e).format('x') }}",
        "{{ items.append('c') }}",
        "{{ by_name.update(a=2) }}",
        "{{ by_name.__class__.fromkeys }}",
        "{{ name.upper() }}",
        "{{ greet }}",
        "{{ items }}",
        "{{ loop }}",
        "{% do items.append('c') %}",
        "{% break %}",
        "{{ name | safe }}",
        "{{ name | tojson }}",
        "{{ undefined_name }}",
        "{{ 1 // 0 }}",
    ],
)
def test_a_way_out_of_the_sandbox_is_refused(folder: Path, text: str) -> None:
    refused(folder, text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 10**10 }}",
        "{{ 10**10**10 }}",
        "{{ [0] * 100000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ range(10**9) | length }}",
        "{{ 'a' in range(1000000000) }}",
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% for d in range(10) %}"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% macro tree(n) %}{% if n %}{{ tree(n - 1) }}{{ tree(n - 1) }}{% endif %}{% endmacro %}{{ tree(60) }}",
        "{% for a in [items] recursive %}{{ loop([a]) }}{% endfor %}",
        "{% set a = 'x' * 3 %}",
        "{% set a = 'ab' %}" + "{% set a = a ~ a %}" * 50 + "{{ a }}",
        "{% set a = 'ab' %}" + "{% set a = [a, a] | join %}" * 50 + "{{ a }}",
        "{% set a = 'ab' %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 50 + "{{ a }}",
        "{% set a = [1] %}" + "{% set a = [a, a] %}" * 50 + "{{ a }}",
        "{% set a = [1] %}" + "{% set a = [a, a] %}" * 50 + "{{ a | upper }}",
        "{% set a = 99999 %}" + "{% set a = a * a %}" * 50 + "{{ a }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + "9" * 5000 + " }}",
    ],
)
def test_much_work_or_memory_is_refused_before_it_is_spent(folder: Path, text: str) -> None:
    refused(folder, text)


def test_a_template_that_includes_itself_is_refused(folder: Path) -> None:
    assert "includes or calls itself" in refused(folder, '{% include "leaflet.html" %}')


def test_includes_that_multiply_are_refused(folder: Path) -> None:
    more = {f"n{level}": f'{{% include "n{level + 1}.html" %}}' * 10 for level in range(8)}
    assert "repetitions" in refused(folder, '{% include "n0.html" %}', **more, n8="x")


@pytest.mark.parametrize(
    "name",
    ["../secret.html", "../../secret.html", "/etc/passwd", "parts/../../../secret.html", "..\\\\secret.html", "", "."],
)
@pytest.mark.parametrize("tag", ["include", "import", "extends"])
def test_a_name_that_leaves_the_folder_is_refused(folder: Path, name: str, tag: str) -> None:
    assert "not a name inside" in refused(folder, f'{{% {tag} "{name}" {"as x" if tag == "import" else ""} %}}')


def test_a_link_is_refused_wherever_it_stands_on_the_way(folder: Path) -> None:
    (folder / "out.html").symlink_to(folder.parent.parent / "secret.html")
    (folder / "in.html").symlink_to(folder / "leaflet.html")
    (folder / "linked").symlink_to(folder.parent.parent)
    for name in ("out.html", "in.html", "linked/secret.html"):
        assert re.search("a link|(outside its|out of its) folder", refused(folder, f'{{% include "{name}" %}}'))


def test_a_folder_of_templates_that_is_a_link_is_refused(folder: Path) -> None:
    (folder.parent.parent / "other").mkdir()
    (folder.parent.parent / "other/templates").symlink_to(folder)
    with pytest.raises(BrokenTemplateError, match="out of its folder"):
        rendered(folder.parent.parent / "other/templates", "x")


def test_pipes_and_large_files_are_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe.html")
    assert "a pipe or a device" in refused(folder, '{% include "pipe.html" %}')
    assert "larger than 256 kB" in refused(folder, '{% include "big.html" %}', big="x" * (sandbox.MOST_BYTES + 1))


def test_a_template_that_changed_is_read_again(folder: Path) -> None:
    box = Sandbox((folder,), ENGLISH, {}, {})
    for text in ("one", "three"):
        (folder / "leaflet.html").write_text(text)
        assert box.render("leaflet.html", {}) == text


def test_a_memory_error_is_left_to_who_limits_memory(folder: Path) -> None:
    (folder / "leaflet.html").write_text("{{ eat() }}")

    def eat() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        Sandbox((folder,), ENGLISH, {"eat": eat}, {}).render("leaflet.html", {})


def test_prose_of_a_list_is_that_of_its_runs(folder: Path) -> None:
    (folder / "leaflet.html").write_text("{{ prose([run, run]) }}{{ prose([]) }}{{ prose(gone | default([])) }}")
    made = environment((folder,), ENGLISH).render("leaflet.html", {"run": Run("a & b")})
    assert made == "a &amp; ba &amp; b"
