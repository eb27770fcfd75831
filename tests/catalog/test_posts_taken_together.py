"""Documents.take: the posts of several clients in one transaction, each told what holds for it."""

import random

from kg.catalog import Catalog
from kg.catalog.posts import Post
from kg.catalog.rows import NewDocument
from tests.catalog.given import ADA, BOB, claim, fail, ids, post, put


def posts_of(catalog: Catalog, *documents: NewDocument) -> list[Post]:
    return [Post(catalog.jobs.new_id(), "json", (document,)) for document in documents]


def test_posts_are_read_in_the_order_in_which_they_came(catalog: Catalog):
    posts = posts_of(catalog, *(NewDocument(f"Text {n}.", id=f"d{n}") for n in range(20)))

    catalog.documents.take(posts)

    assert ids(claim(catalog)) == [f"d{n}" for n in range(20)]
    assert {catalog.jobs.progress(each.job).documents for each in posts} == {1}


def test_two_texts_under_one_id_are_one_taken_and_one_rejected(catalog: Catalog):
    posts = posts_of(catalog, NewDocument(ADA, id="letter"), NewDocument(BOB, id="letter"))

    (first,), (second,) = catalog.documents.take(posts)

    assert (first.status, second.status) == ("queued", "rejected")
    assert catalog.documents.text("letter") == ADA
    assert [catalog.jobs.progress(each.job).rejected for each in posts] == [0, 1]


def test_a_failed_document_that_two_clients_post_again_belongs_to_both(catalog: Catalog):
    post(catalog, NewDocument(ADA, id="ada"))
    fail(catalog)
    posts = posts_of(catalog, NewDocument(ADA), NewDocument(ADA))

    receipts = catalog.documents.take(posts)

    assert [(one.status, one.duplicate) for (one,) in receipts] == [("queued", True)] * 2
    assert {catalog.jobs.progress(each.job).documents for each in posts} == {1}
    assert ids(claim(catalog)) == ["ada"]


def test_a_text_that_is_being_deleted_is_new_to_the_first_client_only(catalog: Catalog):
    post(catalog, NewDocument(ADA, id="ada"))
    catalog.documents.delete("ada")
    posts = posts_of(catalog, NewDocument(ADA, id="ada"), NewDocument(ADA, id="ada"))

    receipts = catalog.documents.take(posts)

    assert [(one.status, one.duplicate) for (one,) in receipts] == [
        ("queued", False),
        ("queued", True),
    ]
    assert catalog.documents.text("ada") == ADA


def test_whatever_is_posted_together_each_receipt_holds(catalog: Catalog):
    chance = random.Random(5)
    for turn in range(15):
        texts = [f"Text {turn} {n}." for n in range(4)]
        names = [None, f"a{turn}", f"b{turn}"]
        if chance.random() < 0.5:
            put(catalog, NewDocument(texts[0], id=f"a{turn}"))
        sent = [
            NewDocument(chance.choice(texts), id=chance.choice(names))
            for _ in range(chance.randrange(1, 9))
        ]
        posts = posts_of(catalog, *sent)

        receipts = [receipt for (receipt,) in catalog.documents.take(posts)]

        for document, each, receipt in zip(sent, posts, receipts, strict=True):
            progress = catalog.jobs.progress(each.job)
            kept = catalog.documents.text(receipt.id)
            rejected = receipt.status == "rejected"
            assert (kept == document.text) is not rejected
            assert (progress.documents, progress.rejected) == ((0, 1) if rejected else (1, 0))
            assert progress.duplicates == receipt.duplicate
        new = [
            receipt.id
            for receipt in receipts
            if receipt.status == "queued" and not receipt.duplicate
        ]
        assert len(new) == len(set(new))
