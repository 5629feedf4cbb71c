"""Tests that measure: models of items, what answers say of levels, and which question to ask next.

    items        Items: parameters; probabilities, expected scores, information
    responses    Responses: scores of people and items, and what is known of the people beside
    priors       what is expected of items by their authors' levels; uncertain items read as such
    estimation   fit: parameters with standard errors, by marginal maximum likelihood
    scoring      levels of many people: EAP, MAP, by sum scores
    linking      one calibration on the scale of another, and what moved
    item_fit, health   what is wrong with an item, if anything
    posterior    one person's level from a few answers
    message      what these answers by themselves say, as evidence: a level and its standard error
    adaptive     step: the next item of a sitting, or why it stops
    exposure     chances that keep items from being given to all
    questions    of several uncertain skills, the few questions that settle the most a minute

Levels are on the scale of the skill, from 0 to its highest; items are rows, whose ids the caller keeps. A
needed level is reached from half a level below it on: that is the cut.

Inside, top to bottom: `exposure`, `questions` → `adaptive` → `selection`, `stopping`, `message` →
`posterior`; `estimation` → `parameter_errors`, `maximisation` → `expectation` → `priors`, `responses`; all
of them → `items`.
"""
