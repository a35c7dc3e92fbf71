"""Old spellings of options: each is refused with the new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

#: What was renamed, by verb: the old option and the new one.
OLD_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "make": {"--json": "--report json"},
    "list": {"--json": "--report json"},
    "show": {"--json": "--report json"},
    "verify": {"--json": "--report json"},
    "doctor": {"--json": "--report json"},
    "export": {"--as": "--format"},
    "mail-merge": {"--format": "--report"},
    "check": {"--format": "--report"},
    "status": {"--format": "--report"},
    "evidence": {"--format": "--report"},
}

#: Values of `--report` that are no kind of file. `html` and `text` are both.
REPORT_ONLY = ("json", "github", "junit")


class FileFormat(click.Choice[str]):
    """A kind of file; a kind of report, which `--format` took before, is refused with its new option."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in REPORT_ONLY:
            raise click.UsageError(f"`--format {value}` is now `--report {value}`", ctx)
        return super().convert(value, param, ctx)


def refuse(verb: str, command: click.Command) -> None:
    """Adds the old options of a verb to its command: hidden, and each an error of usage that names the new one."""
    options = {name: parameter for parameter in command.params for name in parameter.opts}
    for old, new in OLD_SPELLINGS.get(verb, {}).items():
        # A command that was called before in this process has them already.
        if old not in options:
            kinds = getattr(options[new.split()[0]].type, "choices", ())
            command.params.append(
                click.Option(
                    # Eager, so that the new name is shown before a complaint about another argument.
                    [old, "old_spelling"], is_flag=" " in new, hidden=True, expose_value=False, is_eager=True,
                    callback=_refusal(old, new, kinds),
                )
            )  # fmt: skip


def _refusal(old: str, new: str, kinds: Sequence[str]) -> Callable[[click.Context, click.Parameter, Any], None]:
    def refuse_value(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value:
            argument = f" {value}" if value in kinds else ""
            raise click.UsageError(f"`{old}{argument}` is now `{new}{argument}`", context)

    return refuse_value
