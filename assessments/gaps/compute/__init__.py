"""What each person can do, how sure that is, and what is missing: pure functions over arrays.

    days         day_number: days since 1970-01-01
    columns      EvidenceColumns, RequirementColumns, SkillScales: what goes in; InputError
    policy       GapPolicy, SourceTrust, Prior: every parameter, to and from plain data; PolicyError
    priors       estimate_priors: what to expect of a role family, from pooled evidence
    requirements resolve_requirements: of several roles, the requirement that holds
    posterior    the model of evidence, and its sums
    gap          compute_gaps → GapReports: rows, offsets, readiness
    readiness    readiness → ReadinessColumns: from report rows alone, so also from stored ones
    packing      REPORT_DTYPE; pack, unpack, unpack_many, digest

    reports = compute_gaps(requirements, evidence, scales, policy, as_of=day, people=n)
    reports.of(i)["mu"]                       posterior levels of person i, by skill id
    reports.readiness.mean[i]                 0 to 1
    stored = list(reports.packed())           bytes, one report a person
    rows, offsets = unpack_many(stored)
    readiness(rows, offsets, policy)          the same readiness again

People are indices 0 … n − 1 into whatever the caller has; skills, role levels, families, raters and evidence
are database ids (0 for none); days are whole days since 1970-01-01 (`day_number`). Levels run from 0,
"cannot do it yet", to the top of the skill's scale.
"""
