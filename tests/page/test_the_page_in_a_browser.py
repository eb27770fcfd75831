"""What somebody sees and does at `/`, in a real browser."""

import re
import time

import httpx2
import pytest
from selenium.webdriver.common.keys import Keys
from serving import run_kg

pytestmark = pytest.mark.slow

VIEWS = ["documents", "reader/ada", "graph?entity=person/ada_lovelace", "sparql", "ask", "analogy", "teach", "review", "review/facts", "review/merges", "review/refused", "review/suggestions", "review/conflicts"]  # fmt: skip


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_every_view_is_accessible_fits_the_window_and_keeps_to_its_policy(browser, size, scheme):
    wrong = []
    browser.look(size, scheme)
    browser.open("documents")
    for view in VIEWS:
        browser.execute_script("location.hash = arguments[0]", f"#/{view}")
        browser.one(f"main .view-{re.split('[/?]', view)[0]} .recipe summary")
        wide = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
        wrong += [(view, line) for line in [*browser.accessible(), *browser.errors()]]
        wrong += [(view, f"{wide} px too wide")] if wide > 0 else []

    assert wrong == []


def test_a_pasted_text_is_read_and_leads_to_its_facts(browser):
    browser.open("documents")
    browser.one("#pasted").send_keys("Grace Hopper was born in Manhattan.")
    browser.one("#title").send_keys("Grace")
    browser.one("#pasted").submit()
    browser.one("td .chip[data-status=done]")
    browser.press("td a", "Grace")
    browser.one("button.fact", "Grace Hopper place of birth Manhattan")

    assert browser.errors() == []


def test_a_text_without_a_title_goes_by_its_first_words_and_its_job_leads_to_it(browser):
    text = "Hedy Lamarr was born in Vienna. What else there was to tell of her filled three more books."
    browser.open("documents")
    browser.one("#pasted").send_keys(text)
    browser.one("#pasted").submit()
    title = browser.one(".job a", "Hedy Lamarr").text
    browser.one("tr", title)
    browser.press(".job a", title)
    browser.one("button.fact", "Hedy Lamarr place of birth Vienna")

    assert title == "Hedy Lamarr was born in Vienna. What else there was to tell …"
    assert browser.errors() == []


def test_a_text_that_is_not_taken_stays_in_its_field(browser):
    browser.open("documents")
    browser.one("#pasted").send_keys("Bob Hope was born in Eltham.")
    browser.execute_script(
        "document.querySelector('#title').removeAttribute('maxlength');"
        "document.querySelector('#title').value = 'x'.repeat(9000)"
    )
    browser.one("#pasted").submit()
    browser.one(".toast")
    browser.errors()

    assert browser.one("#pasted").get_attribute("value") == "Bob Hope was born in Eltham."


def test_a_file_that_cannot_be_read_is_named_with_the_reason(browser, tmp_path):
    bad = tmp_path / "picture.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    browser.open("documents")
    browser.find_element("css selector", "#files").send_keys(str(bad))

    assert browser.one(".toast", "picture.png")


def test_a_fact_lights_up_its_sentence_even_behind_an_emoji(browser):
    browser.open("reader/ada")
    browser.press("button.fact", "place of birth")

    lit = browser.until(lambda: browser.find_elements("css selector", ".text .lit, .text .within"))

    assert "".join(one.text for one in lit).replace(" ", "") == "AdaLovelacewasborninLondon"
    assert browser.one(".text mark.subject").text == "Ada Lovelace"
    assert browser.one(".text mark.object").text == "London"
    assert browser.one("aside blockquote", "scripted 1")
    assert "fact=" in browser.current_url


def test_a_mention_shows_its_own_facts_only(browser):
    browser.open("reader/bob")
    browser.press(".text mark", "Eltham")
    browser.one("aside h2", "Eltham")

    facts = [one.text for one in browser.find_elements("css selector", "button.fact .triple")]

    assert facts == ["Bob Hope place of birth Eltham"]


def test_texts_and_titles_are_never_html(browser):
    browser.open("documents")
    browser.press("td a", "<img src=x")
    text = browser.one(".text", "<script>")

    assert "alert(1)</script>" in text.text
    assert browser.find_elements("css selector", "main script, main img") == []
    assert browser.errors() == []


def test_the_graph_opens_neighbours_and_filters_them(browser):
    browser.open("graph")
    field = browser.one("input[role=combobox]")
    field.send_keys("ada lov")
    browser.one("[role=option]", "Ada Lovelace")
    field.send_keys(Keys.ENTER)
    browser.one(".small.soft, .row .soft", "3 things, 2 facts")
    browser.press("button.quiet", "to London")
    browser.one("button.main", "Open its neighbours")
    browser.one("legend", "Relations")
    browser.press(".filters label", "employer")
    browser.one(".row .soft", "2 things, 1 fact")
    browser.press("button", "SVG")
    browser.one(".toast", "graph.svg")

    assert browser.errors() == []


@pytest.mark.parametrize(("view", "told"), [("reader/gone", "No such document"), ("graph?entity=person/gone", "No such thing")])  # fmt: skip
def test_an_address_of_what_has_gone_says_so(browser, view, told):
    browser.open(view)

    assert "gone" in browser.one("main .empty", told).text
    assert browser.accessible() == []
    assert browser.errors() == []


def test_an_example_query_answers_in_a_table(browser):
    browser.open("sparql")
    browser.press(".examples button", "place of birth")

    cells = browser.one(".yasr table", "Lovelace").text

    assert "London" in cells
    assert browser.errors() == []


def test_what_this_server_does_not_have_says_so(browser):
    browser.open("review/conflicts")
    state = browser.one("main .card, main [data-state=absent], main .empty, main .problem")

    assert "not on this server" in state.text or "GET /conflicts" not in browser.page_source


def mark_an_example(browser):
    """Type a sentence in the Teach view, mark its ends by keys, and name the relation."""
    browser.open("teach")
    sentence = browser.one("#sentence")
    sentence.send_keys("Greta Holm leads Rovers")
    browser.execute_script("arguments[0].setSelectionRange(0, 10)", sentence)
    sentence.send_keys(Keys.ALT, "s")
    browser.execute_script("arguments[0].setSelectionRange(17, 23)", sentence)
    sentence.send_keys(Keys.ALT, "o")
    browser.one("#relation").send_keys("captain of")
    browser.one("button", "Add example").send_keys(Keys.ENTER)
    return browser.one("ul.facts li", "Greta Holm leads Rovers")


def test_selected_words_become_an_example_by_keys_alone(browser):
    shown = mark_an_example(browser)

    assert [one.text for one in shown.find_elements("css selector", "mark")] == ["Greta Holm", "Rovers"]  # fmt: skip


def test_a_taught_relation_shows_what_it_would_have_found_then_stays_until_it_is_forgotten(browser):
    mark_an_example(browser)
    browser.press("button", "What would it have found?")
    browser.one("section[aria-label=Try] li", "Dan Orr captain of Albion")
    browser.one("section[aria-label=Try] blockquote", "Dan Orr leads Albion")
    browser.press("button", "Keep the relation")
    taught = "section[aria-label='Taught relations']"
    browser.one(f"{taught} li", "captain of 0 facts")
    wrong = browser.accessible()
    browser.press(f"{taught} button", "Read documents again")
    browser.one(".toast", "documents will be read again")
    browser.open("reader/dan")
    browser.one("button.fact", "Dan Orr captain of Albion")
    browser.open("teach")
    browser.one(f"{taught} li", "captain of 1 fact")
    browser.press(f"{taught} button", "Preview")
    browser.one(f"{taught} .chip", "in the graph")
    browser.press(f"{taught} button", "Forget")
    browser.one(f"{taught} li", "None yet")

    assert wrong == []
    assert browser.errors() == []


def test_a_rejected_fact_leaves_the_graph_and_comes_back_when_that_is_taken_back(browser):
    browser.open("review/facts")
    before = browser.one("section h2").text
    page = browser.one("body")
    page.send_keys("r")
    browser.one(".toast", "Rejected")
    after = browser.one("section h2").text
    page.send_keys("u")
    browser.one(".toast", "Taken back")

    assert after != before


def test_a_fact_is_corrected_to_words_that_the_model_did_not_mark_by_keys_alone(
    browse, serve, tmp_path
):
    text = "\N{GRINNING FACE} Ada Lovelace was born in London, near Wapping Stairs. It is old."
    process = serve(tmp_path / "data")
    with httpx2.Client(base_url=process.address) as client:
        job = client.post("/documents", json={"id": "d", "text": text}).json()["job"]
        browser = browse(process.address)
        browser.until(lambda: client.get(f"/jobs/{job}").json()["finished"])
    browser.open("review/facts")
    browser.one("section h2", "London")
    browser.one("body").send_keys("c")
    area = browser.one("#right-words")
    start = len(text[: text.index("Wapping")].encode("utf-16-le")) // 2
    browser.execute_script(f"arguments[0].focus(); arguments[0].setSelectionRange({start}, {start})", area)  # fmt: skip

    area.send_keys(Keys.SHIFT, *[Keys.ARROW_RIGHT] * len("Wapping Stairs"))
    area.send_keys(Keys.ALT, "o")
    marks = [one.text for one in browser.find_elements("css selector", "form .review-sentence mark")]  # fmt: skip
    kind = browser.one("#right-object-type").get_attribute("value")
    wrong = browser.accessible()
    browser.look("phone", "dark")
    wrong += browser.accessible()
    wide = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
    browser.look()
    browser.one("button", "Save the correction").send_keys(Keys.ENTER)
    browser.one(".toast", "Corrected")

    assert marks == ["Ada Lovelacesubject", "Wapping Stairsobject"]
    assert kind == "place"
    assert (wrong, wide) == ([], 0)
    with httpx2.Client(base_url=process.address) as client:
        (fact,) = client.get("/documents/d/statements").json()["statements"]
    assert fact["object"]["name"] == "Wapping Stairs"
    assert browser.errors() == []


def test_what_comes_too_late_for_its_queue_is_not_drawn_over_another(browser):
    browser.open("review/conflicts")
    slow = "const quick = window.fetch; window.fetch = async (...given) => { if (String(given[0]).includes(arguments[0])) await new Promise((done) => setTimeout(done, 700)); return quick(...given); }"  # fmt: skip

    for queue, path in (("facts", "judgements/due"), ("merges", "reviews"), ("refused", "refused")):
        browser.execute_script(slow.replace("arguments[0]", repr(path)))
        browser.press(f"button[data-queue={queue}]")
        browser.press("button[data-queue=suggestions]")
        browser.one(".empty", "Of whom, or of what?")
        time.sleep(1.0)
        assert "Of whom, or of what?" in browser.one("main").text
    browser.one("body").send_keys("?")

    assert "Refuse" in browser.one("dialog[open]").text


def test_a_refused_fact_is_shown_with_its_reason_and_can_be_let_in_and_kept_out_again(
    site, browser
):
    policies = {"policies": [{"name": "towns", "phrase": "Eltham", "message": "No small towns."}]}
    with httpx2.Client(base_url=site.address) as client:
        client.put("/policies", json=policies).raise_for_status()
        browser.until(lambda: client.get("/refused").json()["refused"])
    browser.open("review/refused")
    reason = browser.one("section li").text
    page = browser.one("body")
    page.send_keys("a")
    browser.one(".toast", "Let in")
    browser.one(".empty", "Nothing was refused")
    page.send_keys("u")
    shown = browser.one("section h2", "Eltham").text

    assert "No small towns." in reason
    assert "Bob Hope" in shown
    assert browser.accessible() == []
    assert browser.errors() == []
    with httpx2.Client(base_url=site.address) as client:
        client.delete("/policies").raise_for_status()


FIRMS = [
    {"text": text}
    for n, (one, other) in enumerate([("Ann", "Abe"), ("Bea", "Ben"), ("Eve", "Eli")])
    for text in (
        f"{one} Moss works for Firm{n}.",
        f"Firm{n} was founded by {other} Moss.",
        *([f"{one} Moss is married to {other} Moss."] if n < 2 else []),
    )
]


def test_suggestions_are_of_a_thing_that_is_named(browser):
    browser.open("review/suggestions")
    field = browser.one("input[role=combobox]")
    field.send_keys("Lovelace")
    browser.one("[role=option]", "Ada Lovelace")
    field.send_keys(Keys.ENTER)

    assert "No suggestions" in browser.one(".empty, .card h2", "No suggestions").text
    assert browser.errors() == []


def test_a_suggestion_is_accepted_refused_and_taken_back_by_keys_alone(browse, serve, tmp_path):
    process = serve(tmp_path / "data")
    with httpx2.Client(base_url=process.address) as client:
        job = client.post("/documents", json=FIRMS).json()["job"]
        browser = browse(process.address)
        browser.until(lambda: client.get(f"/jobs/{job}").json()["finished"])
    browser.open("review/suggestions")
    field = browser.one("input[role=combobox]")
    field.send_keys("Eve Moss")
    browser.one("[role=option]", "Eve Moss")
    field.send_keys(Keys.ENTER)
    fact = browser.one("section[aria-current] h2", "Moss").text
    browser.execute_script("document.activeElement.blur()")
    page = browser.one("body")

    page.send_keys("a")
    browser.one(".toast", "it is a fact now")
    browser.one(".empty", "No suggestions")
    page.send_keys("u")
    browser.one(".toast", "Taken back")
    assert browser.one("section[aria-current] h2", fact).text == fact
    page.send_keys("r")
    browser.one(".toast", "Refused")
    browser.until(lambda: fact not in browser.one("main").text)
    page.send_keys("u")

    assert browser.one("section[aria-current] h2", fact).text == fact
    assert browser.accessible() == []
    browser.look("phone", "dark")
    assert browser.accessible() == []
    page.send_keys("?")
    assert "Refuse" in browser.one("dialog[open]").text
    assert browser.errors() == []


def test_an_accepted_suggestion_shows_whose_word_it_is_and_what_spoke_for_it(
    browse, serve, tmp_path
):
    process = serve(tmp_path / "data")
    with httpx2.Client(base_url=process.address) as client:
        job = client.post("/documents", json=FIRMS).json()["job"]
        browser = browse(process.address)
        browser.until(lambda: client.get(f"/jobs/{job}").json()["finished"])
        (found,) = client.get("/suggestions?subject=person/eve_moss").json()["suggestions"]
        fact = {part: found[part]["iri"] for part in ("subject", "predicate", "object")}
        id = client.put("/suggestions", json=fact | {"verdict": "accepted"}).json()["document"]
        # shapes and policies look at it first
        browser.until(lambda: client.get(f"/documents/{id}/statements").json()["statements"])

    browser.open("documents")
    listed = browser.one("tr", "a person’s word").text
    browser.open(f"reader/{id}")
    lead = browser.one(".lead", "accepted a suggestion").text
    browser.one(".card .small", "Suggested by rules")
    wrong = browser.accessible()
    browser.press("button.fact", "Eve Moss spouse Eli Moss")
    shown = browser.one(".about blockquote", "accepted by a person").text
    wrong += browser.accessible()
    browser.look("phone", "dark")
    wrong += browser.accessible()

    assert "Accepted suggestion" in listed
    assert "read by" not in lead
    assert "held in" in shown
    assert "Eve Moss employer Firm2" in shown
    assert wrong == []
    assert browser.errors() == []


def test_numbers_change_the_view_and_a_question_mark_shows_the_keys(browser):
    browser.open("documents")
    browser.one("body").send_keys("3")
    browser.one("h1", "SPARQL")
    browser.one("nav a").send_keys("?")

    assert "Review" in browser.one("dialog[open]").text


def test_the_first_tab_leads_past_the_navigation(browser):
    browser.open("ask")
    browser.execute_script("document.activeElement.blur(); window.focus()")
    browser.one("body").send_keys(Keys.TAB)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    time.sleep(0.1)

    assert browser.switch_to.active_element.get_attribute("id") == "main"


def test_the_page_asks_for_a_key_and_keeps_it_for_the_tab(browse, serve, tmp_path):
    site = serve(tmp_path / "data")
    made = run_kg("keys", "create", "me", "--scope", "admin", "--data", str(site.data))
    key = made.stdout.strip()
    httpx2.put(f"{site.address}/workspaces/acme", headers={"Authorization": f"Bearer {key}"})
    time.sleep(1.2)
    browser = browse(site.address)
    browser.get(f"{site.address}/#/documents")
    browser.one("dialog[open] [role=alert]", "needs a key")

    assert browser.accessible() == []
    browser.one("#who-key").send_keys(key)
    browser.press("dialog[open] button.main")
    browser.one("main h2", "No documents yet")
    browser.one("#pasted").send_keys("Grace Hopper was born in Manhattan.")
    browser.one("#pasted").submit()

    browser.one("td .chip[data-status=done]")
    browser.press("#whose")
    browser.until(lambda: browser.find_elements("css selector", "#who-names option[value=acme]"))
    assert key not in browser.current_url
    assert browser.execute_script("return localStorage.length") == 0
    unexpected = [line for line in browser.errors() if "status of 401" not in line]
    assert unexpected == []


def test_another_workspace_is_shown_when_it_is_chosen(browse, serve, tmp_path):
    site = serve(tmp_path / "data")
    httpx2.put(f"{site.address}/workspaces/acme")
    text = {"text": "Grace Hopper was born in Manhattan.", "title": "Grace"}
    httpx2.post(f"{site.address}/documents", json=text, headers={"KG-Workspace": "acme"})
    browser = browse(site.address)
    browser.open("documents")
    browser.one("main h2", "No documents yet")

    browser.press("#whose")
    browser.one("#who-workspace").send_keys("acme")
    browser.press("dialog[open] button.main")

    browser.one("td a", "Grace")
    browser.one("td .chip[data-status=done]")
    assert browser.one("#whose").text == "acme"
    assert browser.errors() == []
