"""The page of one speech: what it shows, that text stays text, that it needs nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from speeches import TEXT, bare, document, yunxiu

from sanxin.pages import render
from sanxin.records import Action, Facts, Furniture, Role, Section, Slogan, SloganKind, Speech, Status

VOID = {"meta", "link", "input"}


class Reader(HTMLParser):
    """The elements of a page, and its words without markup."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: dict[str, str] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes) -> None:
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        for tag in set(self.open):
            self.words[tag] = self.words.get(tag, "") + data

    def marks(self, name: str) -> list[dict[str, str | None]]:
        """The pieces of text that a record covers."""
        return [
            a for tag, a in self.elements if tag == "a" and name in (a.get("data-r") or "").split() and "class" in a
        ]


@pytest.fixture(scope="module")
def page() -> str:
    return render(yunxiu())


@pytest.fixture(scope="module")
def read(page) -> Reader:
    return Reader(page)


def test_the_whole_text_is_there(read) -> None:
    shown = re.sub(r"\s", "", read.words["main"])
    assert shown == re.sub(r"\s", "", TEXT)


def test_every_element_is_closed(read) -> None:
    assert read.open == []


def test_every_record_is_marked_and_leads_to_its_card(read) -> None:
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    speech = yunxiu()
    names = [
        *(f"q{n}" for n in range(len(speech.quantities))),
        *(f"s{n}" for n in range(len(speech.slogans))),
        *(f"a{n}" for n in range(len(speech.actions))),
    ]
    assert len(ids) == len(set(ids))
    for name in names:
        assert {f"m-{name}", f"r-{name}"} <= set(ids)
        assert read.marks(name)
    targets = [a["href"] for tag, a in read.elements if tag == "a" and a["href"].startswith("#")]
    assert {target[1:] for target in targets} <= set(ids)


@pytest.mark.parametrize(
    ("name", "classes", "tip"),
    [
        ("q0", {"q", "q-achievement", "a", "a-achievement"}, "achievement · 地区生产总值 · 312.6亿元"),
        ("q2", {"q", "q-commitment"}, "commitment · 地区生产总值 · ≥ 6% ↑ · 2031-12-31 · soft"),
        ("q3", {"q", "q-reference", "a", "a-action"}, "reference · ≥ 1亿元"),
        ("q4", {"q", "q-commitment", "unsure", "a", "a-action"}, "commitment · ≥ 45个 · 2031-12-31 · hard"),
        ("s3", {"s", "s-abbreviation", "unsure"}, "abbreviation · 三进 · 进企业、进社区、进田头"),
    ],
)
def test_marks_say_kind_and_fields_without_any_script(read, name, classes, tip) -> None:
    (mark,) = read.marks(name)
    assert set(mark["class"].split()) == classes
    assert mark["title"].split("\n")[0] == tip


def test_a_record_in_pieces_is_one_stop_for_the_tab_key(read) -> None:
    pieces = read.marks("a1")
    own = [piece for piece in pieces if piece["data-r"] == "a1"]
    assert len(pieces) == 4
    assert [piece.get("tabindex") for piece in own] == [None, "-1"]


def test_furniture_is_dimmed_and_said_to_be_such(page) -> None:
    assert '<span class="furniture" title="page_number">第1/2页</span>' in page


def test_targets_are_listed_with_their_values(page) -> None:
    listed = page[page.index('<nav class="targets"') : page.index("</nav>")]
    assert listed.count("<li>") == 4
    assert "<span>地区生产总值</span> <b>≥ 6% ↑</b>" in listed
    assert "hard" in listed
    assert '<span class="sure">?0.55</span>' in listed


def test_the_legend_counts_and_filters_what_there_is(read) -> None:
    boxes = [a["id"] for tag, a in read.elements if tag == "input"]
    assert boxes == [
        "f-q-commitment",
        "f-q-achievement",
        "f-q-reference",
        "f-s-abbreviation",
        "f-s-campaign",
        "f-s-metaphor",
        "f-a-action",
        "f-a-achievement",
        "f-furniture",
    ]


@pytest.mark.parametrize(
    "name",
    [
        *(f"q-{status}" for status in Status),
        *(f"s-{kind}" for kind in SloganKind),
        *(f"a-{role}" for role in Role if role is not Role.OTHER),
        "furniture",
    ],
)
def test_every_filter_has_its_rule(page, name) -> None:
    assert re.search(rf"#f-{name}:not\(:checked\)\) main \.{name}\b", page)


def test_headings_and_paragraphs(page) -> None:
    assert "<h2>一、去年的成绩</h2>" in page
    assert '<p class="indent">去年，' in page
    assert "<p>\u3000\u3000今年要奋力拼搏" in page


def test_a_heading_that_runs_on_into_its_text_is_a_paragraph() -> None:
    text = "一是加快建设。全年新建学校若干，修好道路，办好医院。"
    speech = replace(bare(text, facts=Facts()), sections=(Section(0, len(text), 2, "加快建设"),))
    assert f'<p class="indent">{text}</p>' in render(speech)


def test_a_card_shows_every_field_that_says_something(page) -> None:
    card = page[page.index('id="r-q2"') : page.index('id="r-q3"')]
    fields = re.findall(r"<dt>(\w+)", card)
    expected = (
        "value low high unit dimension comparator direction status modality modality_words deadline indicator "
        "indicator_name rule"
    )
    assert fields == expected.split(" ")
    assert "<dd>commitment (0.90)</dd>" in card


def test_an_action_leads_to_its_quantities(page) -> None:
    card = page[page.index('id="r-a1"') : page.index('id="r-a2"')]
    assert re.search(r'<a href="#r-q4">q\d+</a>', card)


def test_a_speech_without_records_is_a_page_too() -> None:
    page = render(bare("坚定信心，团结奋斗。", facts=Facts()))
    assert "坚定信心，团结奋斗。" in page
    assert "sets no target in numbers" in page
    assert Reader(page).open == []


# ---- alone, and inert ----


def test_nothing_is_fetched(read, page) -> None:
    for tag, attributes in read.elements:
        assert tag not in {"img", "iframe", "object", "embed", "base"}
        assert "src" not in attributes
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert [a["href"] for tag, a in read.elements if tag == "link"] == ["data:,"]
    assert not re.search(r"url\(|@import|https?:", page)


def test_the_policy_names_the_hashes_of_style_and_script_and_no_more(read, page) -> None:
    (policy,) = (a["content"] for _, a in read.elements if a.get("http-equiv") == "Content-Security-Policy")
    for tag in ("style", "script"):
        content = page[page.index(f"<{tag}>") + len(tag) + 2 : page.index(f"</{tag}>")]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


CLOSERS = ["", '">', "'>", "</a>", "</script>", "</style>", "</title>", "-->", "]]>", "</textarea></template>"]
PAYLOADS = [
    "<script>document.documentElement.dataset.ran=1</script>",
    "<script src=//x.invalid/a.js></script>",
    "<SCRIPT\n>document.documentElement.dataset.ran=1</SCRIPT\n>",
    "<img src=x onerror=document.documentElement.dataset.ran=1>",
    "<svg onload=document.documentElement.dataset.ran=1>",
    "<svg><script>document.documentElement.dataset.ran=1</script></svg>",
    "<body onload=document.documentElement.dataset.ran=1>",
    "<iframe srcdoc='<script>parent.document.documentElement.dataset.ran=1</script>'></iframe>",
    "<a href=javascript:document.documentElement.dataset.ran=1 autofocus onfocus=click()>x</a>",
    "<input autofocus onfocus=document.documentElement.dataset.ran=1>",
    "<details open ontoggle=document.documentElement.dataset.ran=1>",
    "<style>@import '//x.invalid/a.css'</style>",
    "<link rel=stylesheet href=//x.invalid/a.css>",
    "<meta http-equiv=refresh content='0;url=//x.invalid'>",
    "<base href=//x.invalid/>",
    "<math><mtext><style><img src=x onerror=document.documentElement.dataset.ran=1></style></mtext></math>",
    '" onmouseover="document.documentElement.dataset.ran=1" x="',
    "' autofocus onfocus='document.documentElement.dataset.ran=1",
    "&lt;script&gt;document.documentElement.dataset.ran=1&lt;/script&gt;",
    "$title ${script} {{7*7}} <%= 7*7 %>",
]
ATTACKS = [closer + payload for closer in CLOSERS for payload in PAYLOADS]
DULL = "坚持稳中求进"


def everywhere(words: str) -> Speech:
    """A speech with the words in every field that a page shows."""
    text = f"{words}\n前{words}后\n{words}"
    start = text.index("前") + 1
    end = start + len(words)
    quantity = yunxiu().quantities[4]
    given = {"id": words, "start": start, "end": end, "text": words}
    return Speech(
        replace(
            document(text, id=words, source=words, furniture=(Furniture(0, len(words), words),)),
            facts=Facts(title=words, region=words, level=words, speaker=words, occasion=words),
        ),
        words,
        quantities=(
            replace(
                quantity,
                **given,
                low=None,
                high=None,
                unit=words,
                dimension=words,
                modality_words=(words,),
                indicator_name=words,
                scope=words,
                pathway=words,
                rule=words,
            ),
            replace(quantity, **given, unit=words),
        ),
        slogans=(Slogan(words, start, end, words, words, SloganKind.METAPHOR, members=(words,)),),
        actions=(
            Action(words, start, end, words, Role.ACTION, 0.5, words, words, words, words, 0.5, (words,), (words,)),
        ),
        sections=(Section(0, len(text), 1, words),),
    )


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(attributes)) for tag, attributes in Reader(page).elements]


def test_there_are_two_hundred_attacks() -> None:
    assert len(set(ATTACKS)) == 200


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_text_never_becomes_markup(attack) -> None:
    assert shape(render(everywhere(attack.replace("\n", " ")))) == shape(render(everywhere(DULL)))


def test_characters_that_a_page_may_not_hold_are_replaced() -> None:
    page = render(bare("甲\x00乙\x1b丙\u202e丁\udc80戊", facts=Facts()))
    assert "甲\ufffd乙\ufffd丙\ufffd丁\ufffd戊" in page


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no_policy"])
def test_nothing_of_a_text_runs_in_a_browser(tmp_path, policy) -> None:
    page = render(everywhere(" ".join(attack.replace("\n", " ") for attack in ATTACKS)))
    if not policy:
        page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync --dump-dom"
    flags += " --disable-background-networking --disable-component-update --virtual-time-budget=3000"
    run = subprocess.run(
        ["chromium", *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", (tmp_path / "page.html").as_uri()],
        capture_output=True,
        timeout=120,
        check=False,
    )
    drawn = run.stdout.decode()
    assert re.search(r'<details id="records">', drawn)  # the page's own script has run: it closes the records
    assert "data-ran" not in drawn[: drawn.index("<head>")]
