"""What a person does and sees in the report: a real browser before files on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from tests.browser import keep_picture, pictures_folder, playwright, start_browser
from tests.reporting.report.conftest import ATTACK, BOXES, CLOSING, SLIDES, TEXT, Reported

GRAVE = {"serious", "critical"}
AXE = {"resultTypes": ["violations"], "preload": False}  # it would fetch the style sheet anew, which the page forbids
DESKTOP: playwright.ViewportSize = {"width": 1280, "height": 900}
MOBILE: playwright.ViewportSize = {"width": 390, "height": 844}
MOST_BYTES = 200_000  # of a picture in the README
PROGRAM = "都市エリア産学官連携促進事業"
Visit = Callable[..., "Visitor"]


class Visitor:
    """A person with a browser, who notes every complaint of it and everything that it asks for."""

    def __init__(self, page: playwright.Page, root: Path) -> None:
        self.page, self.root = page, root
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._note_failure)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._note_dialog)

    def _note_dialog(self, dialog: playwright.Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_failure(self, request: playwright.Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a person did not wait for
            self.complaints.append(f"{request.failure}: {request.url}")

    def go(self, place: str) -> None:
        """Open a page of the report."""
        self.page.goto((self.root / place.partition("#")[0]).as_uri() + place[len(place.partition("#")[0]) :])

    def find(self, selector: str) -> playwright.Locator:
        """What is seen of something."""
        return self.page.locator(selector).filter(visible=True)

    def names(self) -> list[str]:
        """The first column of a list."""
        return self.find("#list tbody th").all_inner_texts()

    def search(self, text: str) -> list[str]:
        """What a list shows for some words."""
        self.page.fill("#q", text)
        return self.names()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    """One browser for all of these tests."""
    with start_browser() as started:
        yield started


@pytest.fixture
def visit(browser: playwright.Browser) -> Iterator[Visit]:
    """Opens a report as somebody with a language, colours and a screen; in the end nothing was complained of, and nothing was
    asked for but files."""
    visitors = []

    def start(
        reported: Reported, lang: str = "ja-JP", viewport: playwright.ViewportSize = DESKTOP, dark: bool = False
    ) -> Visitor:
        context = browser.new_context(locale=lang, viewport=viewport, color_scheme="dark" if dark else "light")
        visitors.append(Visitor(context.new_page(), reported.root))
        return visitors[-1]

    yield start
    for visitor in visitors:
        assert visitor.complaints == []
        assert [url for url in visitor.requests if not url.startswith(("file://", "data:"))] == []
        visitor.page.context.close()


def test_programs_are_found_by_words_as_one_types(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go("programs.html")
    every = visitor.names()
    assert len(every) == len(samples.ask("SELECT * FROM programs"))
    assert visitor.search("くらすたー") == [name for name in every if "クラスター" in name] != []
    assert visitor.search("ｸﾗｽﾀｰ　創成") == [name for name in every if "クラスター創成" in name] != []
    assert visitor.search("産学官 都市") == [PROGRAM]
    assert "これまでの取組" in visitor.search("取り組み"), "the word in its dictionary form"
    assert visitor.search("該当なし") == []
    assert "該当するものはありません" in visitor.find("#found").inner_text()
    visitor.search("都市エリア")
    visitor.page.wait_for_url("**#q=*")
    visitor.find(f"text={PROGRAM}").click()
    visitor.page.go_back()
    assert visitor.names() == [PROGRAM], "the list is found as it was left"


def test_a_list_is_sorted_by_its_headings(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go("programs.html")
    head = visitor.page.locator("th", has=visitor.page.locator("button[data-sort='7']"))
    amounts = visitor.find("#list tbody td:nth-child(6)")
    for sense, order in (("descending", -1), ("ascending", 1)):
        head.locator("button").press("Enter")
        assert head.get_attribute("aria-sort") == sense
        shown = [text.replace(",", "") for text in amounts.all_inner_texts()]
        known = [float(text) for text in shown if text != "—"]
        assert known == sorted(known, key=lambda value: order * value) and len(known) > 3
        assert shown[: len(known)] == [text for text in shown if text != "—"], "what is not stated comes last"
    assert visitor.page.locator("th[aria-sort]:not([aria-sort=none])").count() == 1


def test_kinds_of_programs_are_told_apart(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go("programs.html")
    visitor.page.check("input[name=kind][value=account]")
    rows = samples.ask("SELECT name FROM programs WHERE kind = 'account'")
    assert sorted(visitor.names()) == sorted(str(row["name"]) for row in rows)


def test_documents_are_found_by_title_and_file(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples, "en-GB")
    visitor.go("documents.html")
    assert len(visitor.names()) == 3
    assert len(visitor.search("イノベーション")) == len(visitor.search("h20_draft")) == 1


def test_a_program_has_a_chart_with_a_name_over_a_table_of_the_same(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go(samples.program(PROGRAM))
    chart = visitor.page.get_by_role("img", name=re.compile(f"{PROGRAM}：予算の推移"))
    budgets = samples.ask(f"SELECT * FROM program_budgets WHERE name = '{PROGRAM}'")
    assert chart.locator("rect").count() == len(budgets)
    assert "2009" in (chart.text_content() or "") and "5,500" in (chart.text_content() or "")
    table = visitor.page.get_by_role("region", name="予算の推移").get_by_role("row")
    assert table.count() == 1 + len(budgets)
    assert "2009（平成21）年度" in table.last.inner_text() and "5,500" in table.last.inner_text()
    visitor.page.click("button[data-lang=en]")
    visitor.page.get_by_role("img", name=re.compile("Budget by fiscal year")).wait_for()


def test_regions_stand_by_cohort(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go(samples.program(PROGRAM))
    chart = visitor.page.get_by_role("img", name=re.compile("開始年度別の内訳"))
    assert [text for text in ("2002", "19地域", "2007", "10地域") if text not in (chart.text_content() or "")] == []
    assert "69 地域" in visitor.find("section[aria-labelledby=regions]").inner_text()


def test_evidence_leads_from_a_program_to_the_box_of_its_figure(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go(samples.program(PROGRAM))
    row = visitor.page.get_by_role("row", name=re.compile("概算要求.*5,500"))
    row.get_by_role("link", name="概算要求における地域科学技術の事業").first.click()
    (amount,) = samples.ask(f"SELECT amount_id FROM program_budgets WHERE name = '{PROGRAM}' AND fiscal_year = 2009")
    assert visitor.page.url.endswith(f"#a-{amount['amount_id']}")
    box = visitor.page.locator(f"#b-{amount['amount_id']}")
    assert "chosen" in (box.get_attribute("class") or "")
    playwright.expect(box).to_be_in_viewport()


def test_figure_and_box_lead_to_each_other(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go(samples.document(SLIDES))
    figures = samples.ask(
        "SELECT figure_id, page FROM evidence JOIN documents USING (document_id) WHERE file_name = "
        f"'{SLIDES}' ORDER BY page, top"
    )
    last = figures[-1]["figure_id"]
    figure, box = visitor.page.locator(f"#a-{last}"), visitor.page.locator(f"#b-{last}")
    for one in figures:
        assert visitor.page.locator(f"a#a-{one['figure_id']}").count() == 1
        assert visitor.page.locator(f"#p-{one['page']} a.box#b-{one['figure_id']}").count() == 1
    figure.hover()
    assert "hot" in (box.get_attribute("class") or "")
    figure.click()
    playwright.expect(box).to_be_in_viewport()
    playwright.expect(box).to_have_class(re.compile("chosen"))
    first = figures[0]["figure_id"]
    visitor.page.locator(f"#b-{first}").focus()
    assert "hot" in (visitor.page.locator(f"#a-{first}").get_attribute("class") or "")
    visitor.page.keyboard.press("Enter")
    playwright.expect(visitor.page.locator(f"#a-{first}")).to_be_in_viewport()
    playwright.expect(visitor.page.locator(f"#a-{first}")).to_have_class(re.compile("chosen"))


def test_boxes_lie_over_the_figures_of_the_picture(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go(samples.document(BOXES))
    picture = visitor.page.locator(".sheet img")
    picture.scroll_into_view_if_needed()
    visitor.page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    around = picture.bounding_box()
    assert around is not None
    rows = samples.ask(
        "SELECT amount_id, x0, top, x1, bottom, width, height FROM amounts a JOIN documents d USING (document_id) "
        f"JOIN pages p USING (document_id, page) WHERE file_name = '{BOXES}'"
    )
    for row in rows:
        box = visitor.page.locator(f"#b-{row['amount_id']}").bounding_box()
        assert box is not None
        middle = (float(str(row["x0"])) + float(str(row["x1"]))) / 2 / float(str(row["width"]))
        assert abs((box["x"] + box["width"] / 2 - around["x"]) / around["width"] - middle) < 0.003


def test_a_text_has_its_figures_marked_where_they_are_printed(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go(samples.document(TEXT))
    for row in samples.ask(
        f"SELECT figure_id, page_text FROM evidence JOIN documents USING (document_id) WHERE file_name = '{TEXT}'"
    ):
        mark = visitor.page.locator(f"#b-{row['figure_id']}")
        assert mark.inner_text() == row["page_text"]
    mark.click()
    assert visitor.page.url.endswith(f"#a-{row['figure_id']}")


def test_a_release_is_shown_as_what_it_is_made_of(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples)
    visitor.go(samples.document(SLIDES))
    icicle = visitor.page.get_by_role("group", name="事項の構成")
    whole = icicle.get_by_role("link", name="産学官連携の戦略的な展開").bounding_box()
    part = icicle.get_by_role("link", name="産学官連携戦略展開事業").bounding_box()
    rest = icicle.locator(".rest").bounding_box()
    assert whole and part and rest
    assert abs(part["height"] / (part["height"] + rest["height"]) - 2819 / 22796) < 0.02
    assert abs(part["height"] + rest["height"] - whole["height"]) < 3 and part["x"] > whole["x"]
    icicle.get_by_role("link", name="産学官連携戦略展開事業").click()
    assert "#l-" in visitor.page.url


def test_language_and_colours_are_chosen_and_remembered(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples, "en-GB")
    visitor.go("index.html")
    assert visitor.find("h1").inner_text() == "Overview"
    visitor.page.get_by_role("button", name="日本語").click()
    assert visitor.find("h1").inner_text() == "概況"
    visitor.page.click("button[data-theme=dark]")
    visitor.go(samples.program(PROGRAM))
    assert visitor.find("h2").first.inner_text() == "予算の推移"
    assert visitor.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"
    assert visitor.page.locator("button[data-theme=dark]").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize(("lang", "dark"), [("ja-JP", False), ("en-GB", True)])
def test_axe_finds_no_grave_fault(
    samples: Reported, troubles: Reported, nothing: Reported, visit: Visit, lang: str, dark: bool
) -> None:
    program, slides = (samples, samples.program(PROGRAM)), (samples, samples.document(SLIDES))
    light = [(troubles, "index.html"), (samples, "programs.html"), (troubles, "checks.html"), slides]
    faults = []
    visitor = visit(samples, lang, dark=dark)
    for reported, place in (
        [program, (troubles, troubles.document("troubles.txt")), (nothing, "index.html")] if dark else light
    ):
        visitor.root = reported.root
        visitor.go(place)
        found = Axe().run(visitor.page, options=AXE).response["violations"]
        faults += [(place, one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in GRAVE]
    assert faults == []


@pytest.mark.soak  # every page in every language and colour: make soak
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("lang", ["ja-JP", "en-GB"])
def test_axe_finds_no_grave_fault_anywhere(
    samples: Reported, troubles: Reported, nothing: Reported, visit: Visit, lang: str, dark: bool
) -> None:
    faults = []
    visitor = visit(samples, lang, dark=dark)
    for reported in (samples, troubles, nothing):
        visitor.root = reported.root
        for path in sorted(reported.root.rglob("*.html")):
            visitor.go(path.relative_to(reported.root).as_posix())
            found = Axe().run(visitor.page, options=AXE).response["violations"]
            faults += [(path.name, one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in GRAVE]
    assert faults == []


def test_pictures_of_the_readme_show_a_program_and_a_document(samples: Reported, visit: Visit, tmp_path: Path) -> None:
    visitor, folder = visit(samples, "en-GB"), pictures_folder(tmp_path)
    visitor.go(samples.program(PROGRAM))
    visitor.page.get_by_role("img", name=re.compile("Budget by fiscal year")).wait_for()
    keep_picture(visitor.page, folder / "report.png", DESKTOP["width"], 860, Image.Quantize.FASTOCTREE)
    (figure,) = samples.ask("SELECT figure_id FROM evidence WHERE figure_text = '4,600百万円'")
    visitor.go(f"{samples.document(SLIDES)}#a-{figure['figure_id']}")
    visitor.page.wait_for_function("[...document.images].some(image => image.complete && image.naturalWidth > 0)")
    keep_picture(visitor.page, folder / "report-document.png", DESKTOP["width"], 860, Image.Quantize.FASTOCTREE)
    for name in ("report", "report-document"):
        assert (folder / f"{name}.png").stat().st_size < MOST_BYTES


def test_every_page_is_narrow_enough_for_a_telephone(samples: Reported, troubles: Reported, visit: Visit) -> None:
    visitor = visit(samples, "en-GB", MOBILE)
    for reported, place in (
        *((samples, place) for place in ("programs.html", samples.program(PROGRAM), samples.document(SLIDES))),
        *((troubles, place) for place in ("index.html", "checks.html")),
    ):
        visitor.root = reported.root
        visitor.go(place)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= MOBILE["width"], place


def test_names_that_attack_are_text(troubles: Reported, visit: Visit) -> None:
    visitor = visit(troubles)
    visitor.go("programs.html")
    names = visitor.names()
    assert f"{ATTACK}拠点整備事業" in names and f"{CLOSING}人材育成事業" in names
    assert sorted(visitor.search("<SCRIPT>")) == sorted([f"{ATTACK}拠点整備事業", f"{CLOSING}人材育成事業"])
    for name in (f"{ATTACK}拠点整備事業", f"{CLOSING}人材育成事業"):
        visitor.go("programs.html")
        visitor.page.get_by_role("link", name=name, exact=True).click()
        assert visitor.find("h1").inner_text() == name
        visitor.page.get_by_role("img", name=re.compile("予算の推移")).wait_for()
    for place in ("index.html", "checks.html", troubles.document("troubles.txt"), troubles.document("formula.txt")):
        visitor.go(place)
        own = visitor.page.locator("script[src], script[type='application/json']").count()
        assert visitor.page.locator("script").count() == own, "a dialog would be a complaint as well"


def test_checks_that_fail_are_written_out(troubles: Reported, visit: Visit) -> None:
    visitor = visit(troubles)
    visitor.go("checks.html")
    failed = troubles.ask(
        "SELECT * FROM unreconciled WHERE status IN ('mismatch', 'exceeds') ORDER BY abs(residual) DESC"
    )
    shown = visitor.find(".failures > li")
    assert shown.count() == len(failed) > 0
    first = shown.first.inner_text()
    assert str(failed[0]["label"]) in first and "2,400" in first and "不一致" in first
    shown.first.get_by_role("link", name=str(failed[0]["label"]), exact=True).first.click()
    assert visitor.page.url.endswith(f"#l-{failed[0]['line_id']}")
    playwright.expect(visitor.page.locator(f"#l-{failed[0]['line_id']} > .line")).to_be_in_viewport()


def test_figures_that_are_no_numbers_are_no_zeros(troubles: Reported, visit: Visit) -> None:
    visitor = visit(troubles)
    visitor.go(troubles.program("海洋観測網整備事業"))
    row = visitor.page.get_by_role("row", name=re.compile("予算案")).first.inner_text()
    assert "—" in row and "内数：2,000 の内数" in row
    visitor.go(troubles.program("先端研究基盤整備事業"))
    row = visitor.page.get_by_role("row", name=re.compile("予算案")).first.inner_text()
    assert "1,100" in row and "印字は 1,000" in row and "the ministry's table of the same day" in row


def test_what_needs_a_person_is_told_first(troubles: Reported, visit: Visit) -> None:
    visitor = visit(troubles)
    visitor.go("index.html")
    tasks = visitor.find(".tasks").inner_text()
    assert "1 読み取れなかった資料" in tasks.replace("\n", " ")
    visitor.page.click(".tasks a[href='#unread']")
    visitor.page.click("#unread + ul a")
    assert "empty.pdf" in visitor.find("h1").inner_text() and visitor.find(".alarm").count() == 1
    visitor.go(troubles.document("withdrawn.txt"))
    assert "この資料は取り下げられました" in visitor.find(".alarm").first.inner_text()


def test_an_empty_warehouse_says_how_to_fill_it(nothing: Reported, visit: Visit) -> None:
    visitor = visit(nothing, "en-GB")
    visitor.go("index.html")
    assert "yosan run" in visitor.find(".empty").inner_text()
    visitor.go("programs.html")
    assert visitor.names() == []


def test_a_printer_gets_all_of_it(samples: Reported, visit: Visit) -> None:
    visitor = visit(samples, dark=True)
    visitor.go(samples.document(SLIDES))
    visitor.page.emulate_media(media="print")
    assert visitor.page.locator(".switches").is_hidden()
    assert visitor.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert visitor.page.evaluate("getComputedStyle(document.querySelector('.reel')).overflowY") == "visible"
