"""Templates are data: a sandboxed Jinja environment whose templates can read the leaflet, write text and do no more.

A content folder may come from a stranger, and its templates with it. They are read through the guarded reader from the
template folders alone, see the values that `render` is given, call the functions that it is given, and their work is
counted: repetitions and letters have a limit. One environment serves the shipped templates and those of a clinic.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from handouts.compose.wording import Catalogue
from handouts.diagnostics import Diagnostic, Span
from handouts.files import reading
from handouts.layout.sandbox_functions import (
    ARITHMETIC,
    FILTERS,
    JOINED,
    LOOP_ITEMS,
    WORK,
    Work,
    printable,
    short_range,
    translation,
)
from handouts.library.folders import shown

MOST_BYTES = 256 << 10  # of one template; the largest shipped one has 4 kB
LARGEST_NUMBER = 10**12
MOST_ATTRIBUTES = 5000  # of classes, known to be safe or not

#: What may be called of a mapping.
READING_METHODS = frozenset(("get", "items", "keys", "values"))


class BrokenTemplateError(Exception):
    """A template, most likely a clinic's own, that cannot be set: the finding (HND504)."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.message)

    def __reduce__(self) -> tuple[type[BrokenTemplateError], tuple[Diagnostic]]:
        return BrokenTemplateError, (self.diagnostic,)


class Sandbox:
    """Templates of some folders, first hit first, each compiled once and again when its file changes."""

    def __init__(
        self,
        folders: Sequence[Path],
        catalogue: Catalogue,
        functions: Mapping[str, Callable[..., Any]],
        filters: Mapping[str, Callable[..., Any]],
    ) -> None:
        self._folders = folders
        self._environment = _Environment(_Loader(folders), {**translation(catalogue), **functions}, filters)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """The text of a template. Raises TemplateFaultError at its file and line."""
        token = WORK.set(Work())
        try:
            return self._environment.get_template(name).render(values)
        except MemoryError:
            raise
        except Exception as error:
            raise BrokenTemplateError(self._finding(error)) from error
        finally:
            WORK.reset(token)

    def prepare(self) -> None:
        """Compiles the templates of a leaflet before the first is needed; the print reports a broken one."""
        for folder in self._folders:
            for path in (*folder.glob("*.html"), *folder.glob("parts/*.html")):
                with suppress(TemplateError):
                    self._environment.get_template(path.relative_to(folder).as_posix())

    def _finding(self, error: Exception) -> Diagnostic:
        folders = tuple(str(folder) for folder in self._folders)
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folders)]
        file, line = (frames[-1].filename, frames[-1].lineno) if frames else ("", 1)
        file, line = getattr(error, "filename", None) or file, getattr(error, "lineno", None) or line
        said = _reason(error)
        message = f"a template cannot be set: {said[:1].lower()}{said[1:].rstrip('.')}"
        span = Span(shown(Path(file)), line or 1) if file else None
        return Diagnostic("HND504", message, "correct the template at this place", span)


def _reason(error: Exception) -> str:
    """Why a template failed. Words of exceptions that are not Jinja's may repeat values of the leaflet."""
    if isinstance(error, TemplateError):
        return error.message or type(error).__name__
    if isinstance(error, RecursionError):
        return "it is nested too deep, or includes or calls itself without end"
    return f"an expression fails ({type(error).__name__})"


# ---------------------------------------------------------------- reading


class _Loader(BaseLoader):
    """Templates through the guarded reader: regular files of the folders, no link, no way out."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def get_source(self, environment: object, template: str) -> tuple[str, str, Callable[[], bool]]:
        parts = template.split("/")
        if "\\" in template or ":" in template or any(part in ("", ".", "..") for part in parts):
            raise TemplateRuntimeError(f"`{template[:60]}` is not a name inside the folder of templates")
        for folder in self._folders:
            path = folder.joinpath(*parts)
            try:
                # The folder of templates itself must not be a link either.
                text = reading.read_text(path, MOST_BYTES, inside=folder.parent)
            except reading.MissingError:
                continue
            except reading.ReadError as refused:
                raise TemplateRuntimeError(f"`{template[:60]}` cannot be read: {refused.why}") from None
            return text, str(path), partial(_is_unchanged, path, _state(path))
        raise TemplateNotFound(template[:60])


def _is_unchanged(path: Path, state: object) -> bool:
    return _state(path) == state


def _state(path: Path) -> tuple[int, int] | None:
    try:
        info = path.lstat()
    except OSError:
        return None
    return info.st_mtime_ns, info.st_size


# ---------------------------------------------------------------- what a template may do


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with lists of what is allowed in place of lists of what is not."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(
        self, loader: BaseLoader, functions: Mapping[str, Callable[..., Any]], filters: Mapping[str, Callable[..., Any]]
    ) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            finalize=printable,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.newstyle_gettext = True
        self.globals = {"range": short_range, **functions}
        self.filters = {**FILTERS, **filters}
        self._callable = tuple(self.globals.values())
        self._is_safe: dict[tuple[type, str], bool] = {}

    def compile(self, source: Any, name: Any = None, filename: Any = None, *more: Any, **options: Any) -> Any:
        try:
            return super().compile(source, name, filename, *more, **options)
        except (TemplateError, MemoryError):
            raise
        except Exception as error:  # too deep for the compiler, a number with too many digits
            raise TemplateSyntaxError(_reason(error), 1, name, filename) from error

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Counting(self).visit(super()._parse(source, name, filename))
        return tree

    def _load_template(self, name: str, globals: Any) -> Any:
        if work := WORK.get(None):
            work.step()
        return super()._load_template(name, globals)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Decided by the class of an object alone, so once for each: a page reads 10,000 attributes."""
        key = type(obj), attr
        if key not in self._is_safe:
            if len(self._is_safe) >= MOST_ATTRIBUTES:
                self._is_safe.clear()
            self._is_safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._is_safe[key]

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, Macro | BlockReference | Undefined) or any(obj is one for one in self._callable):
            return True
        of = getattr(obj, "__self__", None)
        return type(of) is dict and obj.__name__ in READING_METHODS

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not self.is_safe_callable(obj):
            raise SecurityError(f"`{getattr(obj, '__name__', type(obj).__name__)}` may not be called")
        WORK.get().step()
        return context.call(obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator not in ARITHMETIC or not all(isinstance(one, int | float) for one in (left, right)):
            advice = ": join texts with `~`" if operator == "+" else ""
            raise SecurityError(f"`{operator}` is not allowed between these values{advice}")
        result = ARITHMETIC[operator](left, right)
        if abs(result) > LARGEST_NUMBER:
            raise SecurityError(f"a number may not be larger than {LARGEST_NUMBER}")
        return result

    def concat(self, texts: Iterable[str]) -> str:
        """Every page, macro and block is put together here."""
        parts = list(texts)
        WORK.get().write(sum(map(len, parts)))
        return "".join(parts)


class _Counting(NodeTransformer):
    """Lets loops and joined texts of a template be counted."""

    def __init__(self, environment: _Environment) -> None:
        self._environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.iter = self._filter(node.iter, LOOP_ITEMS)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return self._filter(nodes.List(node.nodes, lineno=node.lineno, environment=self._environment), JOINED)

    def _filter(self, node: Any, name: str) -> nodes.Filter:
        return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno, environment=self._environment)
