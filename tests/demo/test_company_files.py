"""The demo company's files agree with each other, whoever edits them next."""

import csv
import datetime
import re
import tomllib
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from assessments.frameworks.interchange import framework_csv
from content.authoring.interchange import file_named, shown_in
from content.kinds.template.comments import author_comments
from content.kinds.video.clock import seconds_of
from content.kinds.video.cues import read_captions
from demo.pictures import PICTURES, picture_of
from demo.screens import screen_of
from demo.videos import read_video
from lifow.base.uploads.containers import container_of
from lifow.people.roster.interchange import parse_roster, read_mapping

COMPANY = Path(__file__).parents[2] / "demo" / "company"
LEVELS = range(1, 6)
WORDS_A_MINUTE = 200
KINDS = {
    "video",
    "article",
    "case",
    "template",
    "checklist",
    "walkthrough",
    "quiz",
    "announcement",
    "document",
    "scorm",
    "path",
}
FACETS = {
    "customer_type": {"wholesale", "services", "trades", "software", "clubs"},
    "account_size": {"small", "medium", "large"},
    "product": {"invoices", "payments", "collect", "sync", "reports", "api"},
}
SOURCES = {"self", "manager", "peer", "test", "observed", "mentor"}
WITHOUT_CONTENT = {"account-planning", "disputes", "employment-practice", "hiring", "testing"}


@cache
def rows(name):
    with (COMPANY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def toml(name):
    return tomllib.loads((COMPANY / name).read_text(encoding="utf-8"))


@cache
def modules():
    return {
        path.stem: parsed(path.read_text(encoding="utf-8")) for path in (COMPANY / "modules").glob("*.md")
    }


def parsed(text):
    opening, front, body = text.split("+++\n", 2)
    assert opening == ""
    return {**tomllib.loads(front), "body": body.strip()}


def people():
    return {row["Employee ID"]: row for row in rows("roster.csv")}


def skills():
    return {row["skill"] for row in rows("framework/skills.csv") if row["parent"]}


def required_skills():
    return {row["skill"] for row in rows("framework/requirements.csv")}


def words(module):
    questions = module.get("question", [])
    # Of the reasons somebody reads one.
    asked = [part for q in questions for part in (q["text"], *(one["text"] for one in q["options"]))]
    asked += [one["rationale"] for q in questions for one in q["options"] if one.get("is_right")]
    lines = [text for one in module.get("line", []) for text in one.values()]
    comments = [one["text"] for one in module.get("parts", {}).get("comments", [])]
    steps = [one.get(name, "") for one in module.get("step", []) for name in ("text", "alt", "hint")]
    video = toml(f"videos/{module['video']}.toml") if "video" in module else {}
    said = [text for scene in video.get("scene", []) for text in scene["said"]]
    document = toml(f"documents/{module['document']}.toml") if "document" in module else {}
    said += [text for page in document.get("page", []) for text in (page["title"], *page["lines"])]
    said += shown_by_package(module["package"]) if "package" in module else []
    return sum(len(text.split()) for text in (module["body"], *asked, *lines, *steps, *said, *comments))


def shown_by_package(name):
    """What the pages of a package say: the texts of its script, without markup."""
    script = (COMPANY / f"packages/{name}/course.js").read_text(encoding="utf-8")
    said = re.findall(r'(?:title|words|reason): *"([^"]+)"|\n? +"([^"]+ [^"]+)"', script)
    return [re.sub("<[^>]+>", " ", first or second) for first, second in said]


def test_the_company_has_about_eighty_people_each_known_by_one_id_and_one_address():
    assert 75 <= len(rows("roster.csv")) <= 90
    for column in ("Employee ID", "Email"):
        assert len({row[column] for row in rows("roster.csv")}) == len(rows("roster.csv"))
    assert all(
        row["Email"].endswith("@larkfield.example") and row["Email"].isascii() for row in rows("roster.csv")
    )


def test_the_roster_parses_without_a_problem():
    mapping = read_mapping((COMPANY / "roster_mapping.toml").read_text(encoding="utf-8"))
    roster = parse_roster((COMPANY / "roster.csv").read_bytes(), mapping)
    assert not roster.problems
    assert len(roster.rows) == len(rows("roster.csv"))


def test_managers_form_one_tree():
    managers = {employee: row["Manager ID"] for employee, row in people().items()}
    assert [employee for employee, manager in managers.items() if not manager] == ["LF001"]
    assert set(managers.values()) - {""} <= set(managers)
    assert [
        *TopologicalSorter({employee: {manager} for employee, manager in managers.items()}).static_order()
    ]


def test_roster_values_can_be_read():
    for row in rows("roster.csv"):
        assert row["Time zone"] in available_timezones()
        assert re.fullmatch(r"[a-z]{2}(;[a-z]{2})*", row["Languages"])
        starts, ends = map(datetime.time.fromisoformat, row["Working hours"].split("-"))
        assert starts < ends
        assert datetime.date.fromisoformat(row["Start date"]).weekday() < 5
        assert bool(row["End date"]) == (row["Status"] == "terminated")


def test_the_roster_has_each_status_and_dates_that_fit_the_reference_day():
    reference = toml("company.toml")["as_of"]["reference"]
    counts = Counter(row["Status"] for row in rows("roster.csv"))
    assert (counts["leave"], counts["prehire"], counts["terminated"]) == (2, 1, 1)
    assert reference.weekday() == 0
    for row in rows("roster.csv"):
        assert (datetime.date.fromisoformat(row["Start date"]) > reference) == (row["Status"] == "prehire")


def test_org_units_are_company_department_and_team():
    paths = {tuple(row["Department path"].split(" / ")) for row in rows("roster.csv")}
    assert {path[0] for path in paths} == {"Larkfield"}
    assert max(map(len, paths)) == 3
    assert {path[:2] for path in paths if len(path) == 3} == {path for path in paths if len(path) == 2}


def test_seven_people_report_to_the_lead_of_billing_support():
    lead = next(tour["employee"] for tour in toml("company.toml")["tour"] if tour["role"] == "manager")
    team = [row for row in rows("roster.csv") if row["Manager ID"] == lead and row["Status"] == "active"]
    assert {row["Department path"] for row in team} == {"Larkfield / Customer support / Billing support"}
    assert len(team) == 7
    assert {"Osei", "Lindh"} <= {row["Last name"] for row in team}


def test_the_framework_reads_without_a_fault():
    document = framework_csv.read(COMPANY / "framework")
    assert len(document.scale.levels) == len(LEVELS)
    assert not document.idle_role_levels


def test_every_skill_has_a_description_and_a_text_of_its_own_for_each_level():
    rated = [row for row in rows("framework/skills.csv") if row["parent"]]
    texts = [row[f"level {level}"] for row in rated for level in LEVELS]
    assert 35 <= len(rated) <= 42
    assert all(len(text.split()) >= 6 for text in texts)
    assert len(set(texts)) == len(texts)
    assert all(row["description"] for row in rows("framework/skills.csv"))


def test_role_levels_require_six_to_ten_skills_and_few_of_them_critically():
    requirements = rows("framework/requirements.csv")
    for role_level in {row["role level"] for row in rows("framework/role_levels.csv")}:
        required = [row for row in requirements if row["role level"] == role_level]
        assert 6 <= len(required) <= 10, role_level
        assert 1 <= sum(row["critical"] == "yes" for row in required) <= 3, role_level
        assert all(int(row["level"]) in LEVELS and 1 <= int(row["weight"]) <= 5 for row in required)
        assert {row["skill"] for row in required} <= skills()


def test_every_job_code_gives_a_role_level():
    given = {row["job code"]: row["role level"] for row in rows("framework/job_codes.csv")}
    assert set(given) == {row["Job code"] for row in rows("roster.csv")}
    assert set(given.values()) == {row["role level"] for row in rows("framework/role_levels.csv")}


def test_a_job_title_is_that_of_the_role_level():
    names = {row["role level"]: row["name"] for row in rows("framework/role_levels.csv")}
    given = {row["job code"]: names[row["role level"]] for row in rows("framework/job_codes.csv")}
    for row in rows("roster.csv"):
        assert row["Job title"] == given[row["Job code"]] or row["Job code"].startswith("LDR-")


def test_modules_are_many_and_of_every_kind():
    assert 55 <= len(modules()) <= 90
    assert {module["kind"] for module in modules().values()} == KINDS


def test_a_module_is_found_by_its_key_and_no_title_or_text_comes_twice():
    assert all(
        key == module["key"] and re.fullmatch(r"[a-z0-9-]{1,100}", key) for key, module in modules().items()
    )
    paragraphs = Counter(
        paragraph
        for module in modules().values()
        for paragraph in module["body"].split("\n\n")
        if len(paragraph.split()) >= 15
    )
    assert max(paragraphs.values()) == 1
    for part in ("title", "summary", "body"):
        assert len({module[part] for module in modules().values()}) == len(modules())


@pytest.mark.parametrize("key", sorted(path.stem for path in (COMPANY / "modules").glob("*.md")))
def test_a_module_says_what_it_is_for_and_takes_the_time_it_names(key):
    module = modules()[key]
    assert module["skill"] in skills()
    assert 0 <= module["from"] < module["to"] <= 5
    if module["kind"] != "path":
        assert 1 <= module["minutes"] <= 12
        # What an address leads to is not ours to count.
        assert "url" in module or 0.6 <= words(module) / WORDS_A_MINUTE / module["minutes"] <= 1.4
    assert module["summary"].endswith((".", "?"))
    assert len(module["summary"]) <= 300
    for facet, values in module["facets"].items():
        assert set(values) <= FACETS[facet]


def test_prerequisites_exist_come_first_and_never_ask_for_more_than_the_module():
    graph = {key: module["prerequisites"] for key, module in modules().items()}
    assert set(TopologicalSorter(graph).static_order()) == set(graph)
    for key, before in graph.items():
        for earlier in (modules()[other] for other in before):
            if earlier["skill"] == modules()[key]["skill"]:
                assert earlier["from"] <= modules()[key]["from"]
                assert earlier["to"] <= modules()[key]["to"]


@pytest.mark.parametrize("skill", ["refund-policy", "two-currency", "payments", "sql", "upsell"])
def test_important_skills_can_be_climbed_from_nothing_to_three(skill):
    level = 0
    while level < 3:
        reached = [
            m["to"] for m in modules().values() if m["skill"] == skill and m["from"] <= level < m["to"]
        ]
        assert reached, f"nothing leads on from {skill} {level}"
        level = max(reached)


def test_a_few_required_skills_have_no_content_on_purpose():
    assert required_skills() - {module["skill"] for module in modules().values()} == WITHOUT_CONTENT


def test_quizzes_have_four_to_six_questions_and_updates_two_with_one_answer_and_a_reason_for_each():
    for module in modules().values():
        questions = module.get("question", [])
        least, most = {"quiz": (4, 6), "announcement": (2, 2)}.get(module["kind"], (0, 0))
        assert least <= len(questions) <= most
        for question in questions:
            options = question["options"]
            assert len({one["text"] for one in options}) == len(options) >= 3
            (right,) = (one for one in options if one.get("is_right"))
            assert len(right["rationale"].split()) >= 10
            assert all(len(one["rationale"].split()) >= 5 for one in options)


def test_product_updates_outdate_modules_that_exist_and_concern_roles_and_skills_that_do():
    roles = {row["role"] for row in rows("framework/roles.csv")}
    told = {key: module["update"] for key, module in modules().items() if "update" in module}
    assert len(told) == 3
    for key, update in told.items():
        assert modules()[key]["kind"] == "announcement"
        assert set(update.get("roles", ())) <= roles
        assert set(update.get("skills", ())) <= skills()
        assert {*update["replaced"], *update["kept"]} <= set(modules())
        assert update["replaced"], key


def test_steps_of_walkthroughs_are_on_screens_that_are_drawn_and_say_what_to_do():
    for module in modules().values():
        steps = module.get("step", [])
        assert bool(steps) == (module["kind"] == "walkthrough")
        for step in steps:
            assert step["place"] in screen_of(step["screen"]).parts
            assert step["alt"].endswith(".")
            assert bool(step.get("hint")) == (step["act"] != "look")


def test_paths_take_as_long_as_their_modules():
    for key, module in modules().items():
        stops = [modules()[one["module"]] for one in module.get("stop", [])]
        assert bool(stops) == (module["kind"] == "path"), key
        assert not stops or module["minutes"] == sum(one["minutes"] for one in stops)


def test_checklists_have_lines_to_tick_below_headings():
    for key, module in modules().items():
        lines = module.get("line", [])
        assert bool(lines) == (module["kind"] == "checklist")
        assert "- [ ]" not in module["body"] or module["kind"] != "checklist", key
        assert not lines or "heading" in lines[0]
        assert len({tuple(one.values()) for one in lines}) == len(lines)


def test_the_text_is_calm():
    for key, module in modules().items():
        told = re.sub(
            r"!(?=\[[^\]]+\]\(pictures/)|^\|.*$|`[^`]*`|^    .*$|“[^”]*”|\"[^\"]*\"",
            "",
            module["body"],
            flags=re.MULTILINE,
        )
        assert "!" not in told, key
        assert "lorem" not in told.lower()


def test_pictures_in_texts_are_drawn_and_say_what_they_show():
    shown = [said for module in modules().values() for said in shown_in(module["body"])]
    assert len(shown) >= 3
    assert {file_named(said).removesuffix(".png") for said in shown} == set(PICTURES)
    assert all(
        len(words.split()) >= 8
        for words in re.findall(r"!\[([^\]]*)\]", "".join(one["body"] for one in modules().values()))
    )
    assert all(picture_of(name).startswith(b"\x89PNG") for name in PICTURES)


def test_videos_are_made_have_captions_and_ask_within_their_length():
    told = [module for module in modules().values() if module["kind"] == "video"]
    assert len(told) >= 2
    for module in told:
        made = read_video(module["video"])
        cues = read_captions(made.captions)
        assert cues.cues
        assert not cues.problems
        assert len(made.data) < 300_000
        assert all(seconds_of(at) < cues.cues[-1].end for at, _key in module["asks"])


def test_case_stories_can_be_filtered_and_templates_have_comments():
    cases = [module for module in modules().values() if module["kind"] == "case"]
    assert sum(bool(module["facets"]) for module in cases) >= 8
    templates = [module for module in modules().values() if module["kind"] == "template"]
    assert sum(bool(module.get("parts", {}).get("comments")) for module in templates) >= 2


def test_the_tour_shows_each_view_through_somebody_who_works_here():
    tour = {entry["role"]: people()[entry["employee"]] for entry in toml("company.toml")["tour"]}
    assert set(tour) == {"learner", "manager", "mentor", "author", "hr_admin"}
    assert {row["Status"] for row in tour.values()} == {"active"}
    assert tour["learner"]["Manager ID"] == tour["manager"]["Employee ID"]
    access = toml("company.toml")["access"]
    assert tour["author"]["Employee ID"] in access["authors"]
    assert tour["hr_admin"]["Employee ID"] in access["hr_admins"]
    assert {*access["authors"], *access["hr_admins"]} <= set(people())


def test_mentors_are_at_work_have_seats_and_are_known_for_skills():
    mentors = toml("company.toml")["mentor"]
    assert len({mentor["employee"] for mentor in mentors}) == len(mentors)
    for mentor in mentors:
        assert people()[mentor["employee"]]["Status"] == "active"
        assert set(mentor["skills"]) <= skills()
        assert 1 <= mentor["capacity"] <= 3
        assert 4 <= mentor["weeks"] <= 9


def test_comments_of_templates_are_about_passages_that_are_there():
    for key, module in modules().items():
        for one in author_comments(module.get("parts", {}).get("comments")):
            assert not one.quote or one.place(module["body"]), f"{key}: {one.quote}"


def test_copies_say_what_their_templates_hold():
    for copy in toml("company.toml")["learning"]["copy"]:
        template = modules()[copy["template"]]
        keys = {one["key"] for one in template["parts"]["comments"]}
        assert all(one["was"] in template["body"] for one in copy["written"])
        assert all(one["now"] in template["body"] for one in copy["earlier"])
        assert {one["comment"] for one in copy["reply"]} < keys


def test_learning_time_is_agreed_with_people_who_exist():
    learning = toml("company.toml")["learning"]
    assert learning["minutes_per_week"] == 30
    assert {entry["employee"] for entry in learning["agreed"]} <= set(people())


def test_the_generator_knows_every_role_level_and_only_skills_that_exist():
    generator = toml("evidence.toml")["generator"]
    assert set(generator["truth"]["role_offset"]) == {
        row["role level"] for row in rows("framework/role_levels.csv")
    }
    assert set(generator["truth"]["skill_offset"]) <= skills()
    assert set(generator["source"]) < SOURCES
    assert all(1 <= source["pieces"][0] <= source["pieces"][1] for source in generator["source"].values())
    assert set(generator["source"]["test"]["skills"]) <= skills()
    assert 0.1 < generator["never_assessed_share"] < 0.3


def test_stories_are_told_of_people_skills_and_modules_that_exist():
    evidence = toml("evidence.toml")
    for told in ("fact", "unknown", "to_confirm"):
        for entry in evidence[told]:
            assert entry["employee"] in people()
            assert entry["skill"] in required_skills()
    for batch in evidence["asked"]:
        assert batch["asked_by"] in people()
        assert {one["employee"] for one in batch["about"]} <= set(people())
        assert {one["skill"] for one in batch["about"]} <= required_skills()
    for fact in evidence["fact"]:
        assert fact["source"] in SOURCES
        assert fact.get("rater", "LF001") in people()
        assert 0 <= fact["level"] <= 5
        assert fact["days_ago"] > 0
    for entry in evidence["activity"]:
        assert entry["employee"] in people()
        assert entry["module"] in modules()


def test_nothing_is_told_of_a_skill_that_nobody_knows_yet():
    evidence = toml("evidence.toml")
    unknown = {(entry["employee"], entry["skill"]) for entry in evidence["unknown"]}
    told = {(entry["employee"], entry["skill"]) for entry in evidence["fact"] + evidence["to_confirm"]}
    assert not unknown & told
    assert ("LF102", "sql") in unknown


def test_three_ratings_wait_for_the_manager_of_the_tour():
    waiting = [people()[entry["employee"]]["Manager ID"] for entry in toml("evidence.toml")["to_confirm"]]
    assert waiting.count("LF101") == 3


def test_tasks_belong_to_pairs_and_one_waits_for_the_mentor_of_the_tour():
    evidence = toml("evidence.toml")
    mentors = {mentor["employee"]: mentor for mentor in toml("company.toml")["mentor"]}
    active = {(p["mentor"], p["mentee"]) for p in evidence["pairing"] if p["state"] == "active"}
    assert 5 <= len(evidence["task"]) <= 8
    for task in evidence["task"]:
        assert (task["mentor"], task["mentee"]) in active
        assert task["skill"] in mentors[task["mentor"]]["skills"]
        assert ("comment" in task) == ("level" in task)
    assert [task["mentor"] for task in evidence["task"] if "comment" not in task].count("LF112") == 1


def test_pairs_keep_to_the_seats_and_out_of_the_reporting_line():
    mentors = {mentor["employee"]: mentor for mentor in toml("company.toml")["mentor"]}
    pairings = toml("evidence.toml")["pairing"]
    for pairing in pairings:
        assert pairing["mentee"] in people()
        assert people()[pairing["mentee"]]["Manager ID"] != pairing["mentor"]
        assert people()[pairing["mentor"]]["Manager ID"] != pairing["mentee"]
    taken = Counter(pairing["mentor"] for pairing in pairings if pairing["state"] in ("active", "paused"))
    assert all(seats <= mentors[employee]["capacity"] for employee, seats in taken.items())


def test_mentors_comments_are_specific_and_about_a_skill_that_exists():
    comments = toml("evidence.toml")["comment"]
    assert 10 <= len(comments) <= 16
    for comment in comments:
        assert comment["skill"] in skills()
        assert len(comment["text"].split()) >= 25


@pytest.mark.parametrize("name", sorted(path.stem for path in (COMPANY / "videos").glob("*.toml")))
def test_a_video_is_small_and_its_captions_say_what_is_said(name):
    made = read_video(name)
    said = [text for scene in toml(f"videos/{name}.toml")["scene"] for text in scene["said"]]
    captions = read_captions(made.captions)
    assert [cue.text for cue in captions.cues] == said
    assert not captions.problems
    assert [title for _at, title in made.chapters] == [
        s["title"] for s in toml(f"videos/{name}.toml")["scene"]
    ]
    found = container_of(COMPANY / f"videos/{name}.webm")
    assert abs(found.seconds - captions.cues[-1].end) < 2
    assert len(made.data) <= 300_000
