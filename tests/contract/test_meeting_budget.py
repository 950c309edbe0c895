"""The pages of an open meeting ask the database for no more when there are more items or agencies."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest
from flask import Flask

from config import REPOSITORY

SCRIPT = REPOSITORY / "scripts" / "bench_meeting"


@pytest.mark.parametrize(("items", "agencies"), [(2, 2), (12, 8)])
def test_the_pages_of_an_open_meeting_keep_to_their_budget(app: Flask, items: int, agencies: int) -> None:
    loader = SourceFileLoader("bench_meeting", str(SCRIPT))
    bench = module_from_spec(spec_from_loader(loader.name, loader) or pytest.fail("no script"))
    loader.exec_module(bench)
    with app.app_context():
        room = bench.Room(app, items, agencies)
    queries = bench.pages.Queries(app)
    client = app.test_client()
    client.set_cookie("concord", room.filler.token)
    room.start(client)
    assert bench.over_budget(client, queries, room) == {}
    page = client.get(room.pages()["item"][0]).get_data(as_text=True)
    assert page.count('class="concord-voice"') == agencies + 1, "each agency, and who told of it"
    assert f"item 1 of {items}" in page
