"""Findings: code, span, message and help, written as text, JSON or GitHub annotations.

A stage returns `(result, [Diagnostic])`; only the command line prints and exits. An error must not be
printed on paper; a person should look at a warning; there is no third severity.
"""

from handouts.diagnostics.codes import CODES, Rule, Severity
from handouts.diagnostics.finding import Diagnostic, Span, has_errors, in_order
from handouts.diagnostics.output import as_github, as_text, cells, plain
from handouts.diagnostics.suggestions import did_you_mean, nearest, unknown_name

__all__ = [
    "CODES", "Diagnostic", "Rule", "Severity", "Span", "as_github", "as_text", "cells", "did_you_mean", "has_errors",
    "in_order", "nearest", "plain", "unknown_name",
]  # fmt: skip
