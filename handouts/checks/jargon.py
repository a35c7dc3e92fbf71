"""Words that readers of a leaflet may not understand, and plainer ones.

Our own list: single everyday pairs, the medical ones met in the CDC's public-domain thesaurus and general knowledge; no
other collection was copied. It is a table of the program and no content, since it judges every library alike. Words are
matched whole, in any case, with the plural or the usual ending; `unless` names a context in which the word is plain, or
means something else. A finding suggests; it never rewrites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache


@dataclass(frozen=True, slots=True)
class Jargon:
    """A word, what to say instead, and where the word may stay."""

    word: re.Pattern[str]
    plain: str
    unless: re.Pattern[str] | None

    def uses(self, text: str) -> Iterator[str]:
        """Each use of the word outside its plain contexts, as the text spells it."""
        plain = [match.span() for match in self.unless.finditer(text)] if self.unless else []
        for match in self.word.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in plain):
                yield match[0]


# word (with its forms) = plain words / unless it is part of this context
_LIST = r"""
abrasions? = scrape, graze
acute(?:ly)? = sudden, new
adhere(?:s|nce)? to = stick to
administer(?:s|ed)? = give
adverse(?:ly)? = bad, harmful
aetiology|etiology = cause
aggravat(?:e|es|ed|ing) = make worse
alleviat(?:e|es|ed|ing) = ease
ambulat(?:e|es|ing|ion|ory) = walk
analgesics?|analgesia = painkiller
anterior = front
anti-inflammator(?:y|ies) = medicine for pain and swelling
antalgic = limping
atrophy|atrophied = thinning, wasting
benign = harmless, not cancer
bilateral(?:ly)? = on both sides
calcaneus|calcaneal = heel bone
cardiac = heart
cellulitis = skin infection
chronic(?:ally)? = long-lasting
compression = pressing / unless compression (?:sock|bandage|stocking)
conservative(?:ly)? (?:treatment|treated|management) = treatment without surgery
contraindicat(?:ion|ions|ed) = reason not to use
contusions? = bruise
cryotherapy = cold treatment
degenerat(?:ion|ive|ed) = wear and change with age
diagnos(?:is|es|ed|tic) = finding out what is wrong
distal(?:ly)? = further away
dorsiflex(?:ion|ed|ing)? = pulling your foot up
dosages? = how much to take
dysfunction = not working well
eccentric(?:ally)? = slow lowering
effusions? = fluid in the joint
efficacy|efficacious = how well it works
elevat(?:e|es|ed|ing|ion) = raise
enthesopathy = sore place where a tendon joins bone
exacerbat(?:e|es|ed|ion|ions) = make worse
excis(?:e|ed|ion) = cut out
extremit(?:y|ies) = arm or leg
extension = straightening / unless extension (?:lead|cable)
flexion = bending
fractur(?:e|es|ed) = broken bone / unless stress fracture
gait = way of walking
gastrocnemius = big calf muscle
haematomas?|hematomas? = deep bruise
hypertension = high blood pressure
idiopathic = of no known cause
immobili[sz](?:e|ed|ation) = keep still
inflammation|inflammatory = soreness, swelling, heat
intermittent(?:ly)? = comes and goes
intrinsic = in the foot itself
isometric = tightening without moving
lateral(?:ly)? = outer side
lesions? = sore, damaged area
lumbar = lower back
malalignment|misalignment = out of line
malignan(?:t|cy) = cancerous
manifest(?:s|ation|ations)? = show
medial(?:ly)? = inner side
mobili[sz](?:e|es|ed|ation) = move
modalit(?:y|ies) = kind of treatment
monitor(?:s|ed|ing)? = keep track of
musculoskeletal = of muscles, joints and bones
myalgia = muscle pain
neuropath(?:y|ic) = nerve damage
nsaids? = painkiller that eases swelling
oedema|edema = swelling
onset = start
oral(?:ly)? = by mouth
orthos[ei]s|orthotics? = insole
osteophytes? = bony bump
osteoporosis = weak, brittle bones
palpat(?:e|ed|ion) = feel, press
paraesthesia|paresthesia = pins and needles
pathology = disease, problem
physicians? = doctor
plantar = of the sole / unless plantar (?:fascia|fasciitis|fasciopathy|heel pain)
plantarflex(?:ion|ed)? = pointing your foot down
posterior = back
post-operative(?:ly)? = after the operation
prognosis = likely outcome
prone = on your front / unless prone to
pronat(?:ion|e|es|ed) = foot rolls in
proximal(?:ly)? = nearer
radiculopathy = irritated nerve
range of motion = how far it moves
referr(?:al|als|ed) = sent to another service
rehabilitat(?:ion|e) = getting back to activity
renal = kidney
repetitions? = times you do it
resolv(?:e|es|ed|ing) = get better
ruptur(?:e|es|ed) = complete tear
sciatica = nerve pain down the leg
sedentary = sitting a lot
self-limiting = gets better by itself
sequelae? = after-effect
soft tissues? = muscle, tendon, ligament
soleus = deep calf muscle
stenosis = narrowing
subcutaneous(?:ly)? = under the skin
supine = on your back
symptoms?|symptomatic = signs, what you feel
tendinopathy|tendonitis|tendinitis = sore tendon
thermotherapy = heat treatment
therap(?:y|ies|eutic) = treatment
tibial nerve = nerve at the inner ankle
topical(?:ly)? = put on the skin
unilateral(?:ly)? = on one side
viscoelastic = soft, springy
weight-bearing = putting weight on it
accordingly = so
additional(?:ly)? = more
approximately = about
attempt(?:s|ed|ing)? = try
cease = stop
commenc(?:e|es|ed|ing) = start
consequently = so
consult(?:s|ed|ing)? = ask
discontinu(?:e|es|ed|ing) = stop
endeavou?r(?:s|ed)? = try
ensur(?:e|es|ing) = make sure
experienc(?:e|es|ed|ing) (?:pain|discomfort|numbness|tingling) = feel
facilitat(?:e|es|ed|ing) = help
frequently = often
however = but
immediately = at once
in the event of = if
initial(?:ly)? = first
obtain(?:s|ed)? = get
perform(?:s|ed|ing)? = do
prior to = before
purchas(?:e|es|ed) = buy
regarding = about
requir(?:e|es|ed|ing) = need
subsequent(?:ly)? = later
sufficient(?:ly)? = enough
terminat(?:e|es|ed) = end
utili[sz](?:e|es|ed|ing|ation) = use
"""


#: Whole words: neither letters nor hyphens beside them.
_WHOLE = r"(?<![\w-])(?:{})(?![\w-])"


def _read(line: str) -> Jargon:
    word, _, rest = line.partition(" = ")
    plain, _, context = rest.partition(" / unless ")
    unless = re.compile(rf"\b(?:{context})\b", re.IGNORECASE) if context else None
    return Jargon(re.compile(_WHOLE.format(word), re.IGNORECASE), plain, unless)


@cache
def listed() -> tuple[Jargon, ...]:
    """The list, read at its first use: that takes as long as a twentieth of all imports of the program."""
    return tuple(_read(line) for line in _LIST.strip().splitlines())


@cache
def _any() -> re.Pattern[str]:
    # The edges once and not in each alternative: seven times as fast.
    words = "|".join(line.partition(" = ")[0] for line in _LIST.strip().splitlines())
    return re.compile(_WHOLE.format(words), re.IGNORECASE)


@lru_cache(maxsize=8192)  # leaflets share most of their texts
def jargon_in(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that are in the list, each with its plainer words."""
    if not _any().search(text):  # one search for most texts, instead of one for each word of the list
        return ()
    return tuple((word, entry.plain) for entry in listed() for word in entry.uses(text))
