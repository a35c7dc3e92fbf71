"""A request → its leaflet, or the findings that stop it.

Every command that checks, shows or makes leaflets calls `run`, for one leaflet or thousands. Its steps:

1. take the findings of the files that the leaflet uses (`library/scope.py`)
2. look for faults in the request: unknown names, settings without effect (`pipeline/request_faults.py`)
3. stop where a record is missing
4. check the content (`checks/`)
5. stop at errors: content with errors is reported and never composed
6. compose the leaflet (`compose/`)
7. report exercises without a drawing
8. print the digest of the content behind the version

`survey` runs a request for each of many conditions. Nothing here prints or knows the command line: callers pass in the
faults of their own arguments, which are reported beside the others.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from handouts import checks
from handouts.checks import approval_hash
from handouts.checks.context import Check, CheckContext
from handouts.checks.contradictions import contradictions
from handouts.checks.glyphs import missing_glyphs_in_content
from handouts.compose import compose, plans
from handouts.diagnostics import Diagnostic, has_errors, in_order
from handouts.library import scope
from handouts.model import Library
from handouts.model.clinics import FILLABLE
from handouts.model.leaflet import Leaflet
from handouts.model.request import DEFAULT_CLINIC, Request
from handouts.pipeline.request_faults import discreet, misnamed, unknown_edition, unknown_names, unprinted_settings
from handouts.pipeline.result import PipelineResult, RunCache, RunOptions, Survey
from handouts.pipeline.workspace import Workspace

__all__ = [
    "PipelineResult",
    "RunCache",
    "RunOptions",
    "Survey",
    "content_hash",
    "discreet",
    "edition_to_print",
    "misnamed",
    "of_leaflet",
    "own_edition",
    "run",
    "survey",
    "unknown_edition",
]

#: Hexadecimal digits of the content's digest behind the version: enough to distinguish versions of one leaflet.
MARK_LETTERS = 8


def run(
    workspace: Workspace, request: Request, today: datetime.date, options: RunOptions | None = None
) -> PipelineResult:
    """Makes the leaflet of a request, or reports what stops it.

    Returns: the leaflet with all findings; no finding repeats personal text. An error in a file that the leaflet uses
    stops it, errors in other files are counted. After an error in a file the checks still run where every record could
    be read, so that one run reports as much as possible. Reports HND001, HND002, and all that reading, the checks and
    composing report.
    """
    options = options or RunOptions()
    library, findings = workspace.library, workspace.of_records
    edition = options.edition or own_edition(library, request.clinic)
    uses = request.conditions, request.clinic, edition, request.choice.named, request.plan
    of_files, of_others = options.once(("files", *uses), lambda: workspace.split(scope.records_used(library, *uses)))
    result = PipelineResult(request, edition, elsewhere=sum(finding.is_error for finding in of_others))
    faults = [
        *options.argument_faults,
        *unknown_names(library, findings, request, edition),
        *unprinted_settings(library, request),
    ]
    # HND303 names one file each; `_missing_drawings` reports them as one finding of the leaflet.
    result = result.with_findings([*faults, *(finding for finding in of_files if finding.code != "HND303")])
    if faults or not scope.complete(library, request.conditions, request.clinic, request.choice.named):
        return result
    clinic = options.once(("clinic", request.clinic), lambda: _checklist_clinic(workspace, request.clinic))
    judged_for = None if has_errors(of_files) else clinic
    result = replace(result, complete=True, judged_for=judged_for)
    result = result.with_findings(_checked(workspace, result, today, options))
    if has_errors(result.found):
        return result
    leaflet, of_composing = compose(library, request, today=today, kept=options.cache)
    result = result.with_findings([*of_composing, *_missing_drawings(leaflet, findings)])
    if leaflet is None or has_errors(of_composing):
        return result
    composed = "contradictions", *uses, tuple(card.id for card in leaflet.cards)
    result = result.with_findings(options.once(composed, lambda: contradictions(library, leaflet)))
    return replace(result, leaflet=_marked(library, leaflet, options))


def survey(
    workspace: Workspace, names: Sequence[str], clinic: str, today: datetime.date, more: Sequence[Check] = ()
) -> Survey:
    """Runs a request for each of these conditions and plans, or for all of the library.

    Returns: the results and all findings. Names bring the findings of the files that they use; without names, all
    findings of all files count. Unknown names (HND001) are reported alone, without results.
    """
    library, findings = workspace.library, workspace.findings
    known, of_plans = (scope.known(library, findings, kind) for kind in ("conditions", "plans"))
    ids = list(dict.fromkeys(names or [*sorted(known), *sorted(of_plans)]))
    of_plans -= known
    request = Request(tuple(id_ for id_ in ids if id_ not in of_plans), clinic)
    sheets = [plans.applied(library, findings, Request((), clinic, plan=id_))[0] for id_ in ids if id_ in of_plans]
    edition = own_edition(library, clinic)
    if unknown := unknown_names(library, findings, request, edition):
        return Survey(tuple(unknown))
    options = RunOptions(more=more, cache={})
    alone = [replace(request, conditions=(id_,)) for id_ in request.conditions]
    results = [run(workspace, one, today, options) for one in (*alone, *sheets)]
    of_files: Sequence[Diagnostic] = findings
    if names:
        used = [scope.records_used(library, one.conditions, clinic, edition, one.choice.named, one.plan)
                for one in (request, *sheets)]  # fmt: skip
        of_files, _ = scope.split(findings, frozenset().union(*used))
    # HND303 is left to the findings of the files, which name the place of each missing drawing.
    of_leaflets = [
        of_leaflet(finding, result.name)
        for result in results
        for finding in result.found
        if finding.code != "HND303" and finding not in findings
    ]
    of_all = [] if names else _of_shared_files(library, results, today)
    return Survey(tuple(in_order([*of_files, *of_leaflets, *of_all])), tuple(results))


def of_leaflet(finding: Diagnostic, name: str) -> Diagnostic:
    """The finding with the name of its leaflet, unless it has a place in the content or is about an argument."""
    if finding.span or finding.code == "HND001":
        return finding
    return replace(finding, message=f"{name}: {finding.message}")


def own_edition(library: Library, clinic: str) -> str | None:
    """The default edition of a clinic: that of its country. None where the clinic or its country was not read."""
    if clinic not in library.clinics:
        return None
    country = library.countries.get(library.clinics[clinic].country)
    return country.edition if country else None


def edition_to_print(library: Library, clinic: str, edition: str | None, *, fillable: bool) -> str | None:
    """The name of the edition to print: the given one or the clinic's own, as `--fillable` makes it."""
    name = edition or own_edition(library, clinic)
    return name + FILLABLE if fillable and name and not name.endswith(FILLABLE) else name


def content_hash(library: Library, conditions: Sequence[str]) -> str:
    """SHA-256, as 64 hexadecimal digits, of all that the leaflets of these conditions may print.

    It is the same for every clinic, dose and edition. Of one condition it is the hash that an approval names.
    """
    hashes = [approval_hash.hash_of(library, id_) for id_ in conditions]
    if len(hashes) == 1:
        return hashes[0]
    merged_signs = (kind.model_dump_json(include={"together"}) for kind in library.danger_signs.values())
    subjects = (one.model_dump_json() for one in library.subjects.values())
    return sha256("".join((*hashes, *merged_signs, *subjects)).encode()).hexdigest()


def _marked(library: Library, leaflet: Leaflet, options: RunOptions) -> Leaflet:
    """The leaflet with the digest of its content behind its version, by which `handouts verify` knows a print."""
    ids = tuple(card.id for card in leaflet.cards) if leaflet.is_sheet else leaflet.conditions
    hash_ = approval_hash.hash_of_exercises if leaflet.is_sheet else content_hash
    mark = options.once(("content", leaflet.is_sheet, ids), lambda: hash_(library, ids))[:MARK_LETTERS]
    version = "-".join(filter(None, (leaflet.imprint.version, mark)))
    return replace(leaflet, imprint=replace(leaflet.imprint, version=version))


# ---------------------------------------------------------------- checks


def _checked(
    workspace: Workspace, result: PipelineResult, today: datetime.date, options: RunOptions
) -> list[Diagnostic]:
    """The findings of the checks for the conditions of a request, by the review rule of its clinic."""
    library, clinic = workspace.library, result.request.clinic
    conditions, years = result.request.conditions, library.clinics[clinic].review_years
    chosen = result.request.choice.named
    more = (missing_glyphs_in_content, *options.more) if options.on_paper else options.more

    def has_errors_in_files(id_: str) -> bool:
        used = scope.records_used(library, (id_,), clinic, None)
        return has_errors(workspace.split(used)[0])

    # Everything that the findings depend on, but the library.
    of_all = conditions, today, years, result.judged_for
    context = CheckContext(
        library, conditions, today, years, result.judged_for, has_errors_in_files, chosen, result.request.plan,
        of_conditions=options.once(("of conditions", *of_all), dict),
        of_library={} if options.cache is None else options.cache,
    )  # fmt: skip
    key = "checks", *of_all, chosen, result.request.plan, *more
    return options.once(key, lambda: checks.run(context, more))


def _checklist_clinic(workspace: Workspace, clinic: str) -> str:
    """The clinic whose leaflet the checklists judge.

    It is the default clinic, so that a leaflet has the same scores for every clinic; where the files of the default
    clinic have errors, it is the clinic of the request.
    """
    library = workspace.library
    own_files, _ = workspace.split(scope.records_used(library, (), DEFAULT_CLINIC, None))
    return DEFAULT_CLINIC if scope.complete(library, (), DEFAULT_CLINIC) and not has_errors(own_files) else clinic


def _of_shared_files(library: Library, results: Sequence[PipelineResult], today: datetime.date) -> list[Diagnostic]:
    """HND810 for acceptances in shared files that cover no finding of any leaflet."""
    # A run for one condition cannot know this: another leaflet may have the finding that a shared file accepts.
    records = (*library.exercises.values(), *library.advice.values(), *library.stop_rules.values(), library.pain_guide)
    clinics = {result.judged_for for result in results}
    if len(clinics) != 1 or None in clinics or not any(getattr(record, "accepted", ()) for record in records):
        return []
    years = library.clinics[results[0].request.clinic].review_years
    ids = tuple(id_ for result in results for id_ in result.request.conditions)
    findings = checks.run(CheckContext(library, ids, today, years, clinics.pop()), (missing_glyphs_in_content,))
    return [finding for finding in findings if finding.code == "HND810"]


# ---------------------------------------------------------------- drawings


def _missing_drawings(leaflet: Leaflet | None, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """HND303 once for all cards of the leaflet without a drawing."""
    missing = {scope.key(one.span.file).rpartition("/")[2] for one in findings if one.code == "HND303" and one.span}
    all_cards = leaflet.cards if leaflet else ()
    cards = [card.id for card in all_cards if card.id in missing]
    if not cards:
        return []
    many = f"{len(cards)} of {len(all_cards)} exercises have" if len(cards) > 1 else "one exercise has"
    message = f"{many} no drawing yet: {', '.join(cards)}"
    return [Diagnostic("HND303", message, "what has no drawing is printed with words alone")]
