"""The records of content files, with the limits of each field. Other packages import these names from here."""

from handouts.files.colours import contrast, mix
from handouts.model.advice import Advice, Term
from handouts.model.clinics import Clinic, Country, Edition
from handouts.model.conditions import (
    Cause,
    Code,
    Codes,
    Condition,
    GetHelp,
    InShort,
    KeyFact,
    Merged,
    Paragraph,
    Prescription,
    Sign,
    Spreads,
    TimelineStep,
)
from handouts.model.diary_measures import MEASURES, OwnMeasure
from handouts.model.doses import (
    BANDS,
    BLANK,
    SCOPE,
    SIDES,
    WEIGHTS,
    Days,
    Dose,
    DoseChange,
    LaterDose,
    Limited,
    Number,
    Numbers,
    Sides,
    Unit,
)
from handouts.model.exercise_rules import Cared, Delayed, ExerciseRule, Forbidden
from handouts.model.exercises import Exercise, PainGuide, Progression, StopRule
from handouts.model.governance import (
    OPEN_LICENCES,
    Accepted,
    Approval,
    Attestation,
    Audience,
    Cited,
    Governance,
    Person,
    Review,
    Source,
    cited_by,
)
from handouts.model.languages import Language
from handouts.model.library import Library
from handouts.model.movements import LEVELS, MOVEMENTS, ON_EVERY_SIDE, OwnMovement
from handouts.model.people import PersonDrawn
from handouts.model.pictures import LEAST_LETTERS, Frame, PainMap, Pose
from handouts.model.plans import Plan
from handouts.model.record import KEBAB, Colour, Date, Few, Hash, Id, Label, Name, Record, Url, fault
from handouts.model.regions import DangerSign, Region, RequiredSign, SorePart, Together, Urgency
from handouts.model.sets import LeafletSet, SetLeaflet
from handouts.model.subjects import Pattern, Subject
from handouts.model.text import Begins, Fits, Phrase, Text, dotted, text_paths, texts
