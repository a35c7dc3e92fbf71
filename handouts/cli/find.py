"""`handouts find`: conditions, exercises and advice by the words of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.tables import table
from handouts.diagnostics import nearest

if TYPE_CHECKING:
    from handouts.pipeline.search import Hit


@dataclass(frozen=True, slots=True)
class HitsReport(report.Report):
    """The records that were found, the best first."""

    hits: Sequence[Hit]
    proposal: str

    def print_text(self) -> None:
        if not self.hits:
            terminal.message(f"nothing has these words{self.proposal}")
            return
        rows = [{"kind": one.kind, "id": one.id, "name": one.name, "found in": one.field} for one in self.hits]
        terminal.output(table(rows))

    def payload(self) -> Any:
        return [asdict(hit) for hit in self.hits]


@click.command(
    epilog="""\b
Examples:
  handouts find calf stretch
  handouts find "my heel hurts with the first steps"
  handouts find sitting heel
  handouts find band
  handouts find M72.2
  handouts find jogging --report json
""",
)
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@options.content_option()
@click.option("--json", "as_json", is_flag=True, hidden=True, help="The same as --report json.")
@report.option(report.DATA)
def command(words: tuple[str, ...], content: Path | None, as_json: bool, report_kind: str) -> int:
    """Find conditions, exercises and advice by name, lay word, body region, position, thing or code.

    Most of the words must be found, each as the beginning of a word; words such as "the" and "hurts" do not count.
    The best hits come first: names and codes, then other names and symptoms, then regions, positions and
    things, then the text. A word that few have weighs more.
    """
    from handouts.pipeline import search
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    index = search.of_library(workspace.library, workspace.library.language_of(workspace.default_clinic()))
    hits = index.find(words)
    known = index.vocabulary()
    unknown = (word for word in " ".join(words).casefold().split() if word not in known)
    # Only words that the index does not know can be misspelt.
    close = next((one for word in unknown if (one := nearest(word, known))), None)
    HitsReport(hits, f"; did you mean `{close}`?" if close and not hits else "").publish(
        "json" if as_json else report_kind
    )
    return ExitCode.DONE
