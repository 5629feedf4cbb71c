"""English text for benchmarks: short training documents, the same on every run.

Words are drawn as they are in real texts: a few hundred make up most of a document, by Zipf's law, and a
long tail of product names and ticket numbers occurs in one document or two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

GLUE = """
    the of to and a in is for on that with as it you are this be by an or at from not have if your when can
    one they we will all has but more who which their what do so there then out up only after before no than
    some its into other how may them any each because where most first also over most two every while until
    both through still between never always often soon again just even much many such same however
"""
NOUNS = """
    customer account order payment refund team price ticket request contract product question answer manager
    invoice case call example report service process delivery deadline agreement budget change client
    colleague company complaint condition conversation cost currency data decision department detail device
    discount document draft effort email employee error escalation estimate evidence exchange failure
    feature feedback file form goal guide handover help history identity incident industry insight interview
    issue knowledge language leader lead letter level limit list log machine market meeting member mentor
    message method migration minute mistake model month network note notice number objection offer office
    opinion option owner page partner password pattern period permission person phone pipeline plan policy
    position practice preference pressure principle priority problem profile programme project promise
    proposal prospect quality quarter queue quota reason receipt record region release renewal reply
    research resource response result review risk role rule safety sale sample scale schedule scope score
    screen security seller session setting share shift signal signature skill software solution source stage
    standard statement status step stock store story strategy subscription summary supplier survey system
    target task template test theme threshold tone tool topic trade training transfer trend trial trust
    update upgrade user vacation value vendor version video view visit voice warning warranty week workshop
    writer year
"""
VERBS = """
    ask explain check use need start work show answer call accept add allow approve arrange assign attach
    avoid book cancel close collect compare complete confirm connect consider correct count create decide
    define delay deliver describe discover discuss divide document earn enter escalate exclude expect export
    extend fill finish follow forward gather greet handle import improve include inform install introduce
    invite join learn listen match measure mention merge move name negotiate note notice offer open order
    organise pause point prepare present prevent print process promise propose protect prove publish raise
    reach receive recommend record reduce release remember remind remove renew repair repeat replace report
    request resolve respond restore return review reward save schedule search select separate serve share
    sign solve sort store suggest support switch test thank track translate turn update upgrade visit wait
    warn watch welcome
"""
QUALITIES = """
    clear new short open simple late good right small early whole large difficult honest polite careful
    common correct current direct early equal exact fair final firm free friendly full general helpful
    important independent internal legal likely local main monthly natural necessary normal official
    original patient personal possible practical private public quick quiet rare ready recent regular
    responsible safe separate serious similar single slow special steady strong sudden sure technical
    temporary typical urgent useful usual valid visible weekly wide written wrong
"""
SYLLABLES = "bal cor del fen gar hol jun kel lom mar nor pel quin ros sal tor und vex wil yar zen"
# Shares of the words of a text: glue, nouns, verbs, qualities, the document's own topic, names.
SHARES = (0.45, 0.20, 0.16, 0.10, 0.06, 0.03)
SENTENCE = 14
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Document:
    """A title of a few words, a sentence about it, and a body of a few paragraphs."""

    title: str
    summary: str
    body: str


def documents(count: int, seed: int = 5) -> Iterator[Document]:
    """So many documents of 230 words on average."""
    draw = np.random.default_rng(seed)
    for _ in range(0, count, AT_ONCE):
        yield from _some_documents(draw)


def rare_names() -> list[str]:
    """Names of products, each in a few documents or in none."""
    return ["".join(parts) for parts in product(SYLLABLES.split(), repeat=3)]


def _some_documents(draw: np.random.Generator) -> Iterator[Document]:
    lengths = np.clip(draw.lognormal(5.3, 0.5, AT_ONCE), 60, 900).astype(int)
    words = _words(draw, int(lengths.sum()))
    nouns, verbs, qualities = NOUNS.split(), VERBS.split(), QUALITIES.split()
    topics = draw.choice(nouns, (AT_ONCE, 4), p=_zipf(len(nouns)))
    acts = draw.choice(verbs, AT_ONCE, p=_zipf(len(verbs)))
    kinds = draw.choice(qualities, AT_ONCE, p=_zipf(len(qualities)))
    ends = np.cumsum(lengths)
    for place, (end, length) in enumerate(zip(ends.tolist(), lengths.tolist(), strict=True)):
        about, act = topics[place].tolist(), str(acts[place])
        # Every so many words one is of the topic.
        own = [word or about[at % 4] for at, word in enumerate(words[end - length : end])]
        sentences = [" ".join(own[at : at + SENTENCE]) for at in range(0, length, SENTENCE)]
        yield Document(
            title=f"{act.capitalize()} a {kinds[place]} {about[0]} for the {about[1]}",
            summary=f"What a {about[2]} says of the {about[3]}, and how to {act} it.",
            body=". ".join(sentence.capitalize() for sentence in sentences) + ".",
        )


def _words(draw: np.random.Generator, count: int) -> list[str]:
    """Words of texts one after the other; an empty one is of the document's own topic."""
    glue, qualities = GLUE.split(), QUALITIES.split()
    nouns = [form for noun in NOUNS.split() for form in (noun, f"{noun}s")]
    verbs = [form for verb in VERBS.split() for form in _forms(verb)]
    names = [*rare_names(), *(f"#{number}" for number in range(10_000, 60_000))]
    weights = (
        _zipf(len(glue)),
        np.repeat(_zipf(len(nouns) // 2), 2) * np.tile([0.75, 0.25], len(nouns) // 2),
        np.repeat(_zipf(len(verbs) // 4), 4) / 4,
        _zipf(len(qualities)),
        np.ones(1),
        np.full(len(names), 1 / len(names)),
    )
    vocabulary = np.array([*glue, *nouns, *verbs, *qualities, "", *names], dtype=object)
    shares = np.concatenate([share * weight for share, weight in zip(SHARES, weights, strict=True)])
    places = np.searchsorted(np.cumsum(shares), draw.random(count) * shares.sum())
    words: list[str] = vocabulary[np.minimum(places, len(vocabulary) - 1)].tolist()
    return words


def _zipf(count: int) -> np.ndarray:
    """Zipf and Mandelbrot's shares of so many words, the commonest first."""
    weight: np.ndarray = 1 / (np.arange(count) + 2.7)
    shares: np.ndarray = weight / weight.sum()
    return shares


def _forms(verb: str) -> tuple[str, str, str, str]:
    stem = verb.removesuffix("e")
    return verb, f"{verb}s", f"{stem}ed", f"{stem}ing"
