"""`kg mcp`, spoken to by the official client over stdio, in front of a real service."""

import asyncio
import json
import sys

import pytest
from serving import KG, ServeProcess, kg_environment

from api.client import Client

pytest.importorskip("mcp")

ADA = "Ada Lovelace was born in London."
READING = {"search", "ask", "explain", "sparql"}
BORN = "SELECT ?s { ?s <http://www.wikidata.org/prop/direct/P19> ?o }"


def talk(conversation, *options, **settings):
    """Have a conversation, an async function of a session, with `kg mcp`."""
    from mcp import ClientSession, StdioServerParameters, stdio_client

    environment = kg_environment(**settings)
    started = StdioServerParameters(command=KG[0], args=[*KG[1:], "mcp", *options], env=environment)

    async def whole():
        async with stdio_client(started) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await conversation(session)

    return asyncio.run(whole())


async def said(session, tool, **arguments):
    answer = await session.call_tool(tool, arguments)
    return answer.is_error, "".join(one.text for one in answer.content)


def test_an_assistant_reads_the_graph_and_cannot_write(server):
    with Client(server.address) as client:
        client.wait(client.put("ada", ADA).job)
        statement = client.statements("ada")[0].id

    async def conversation(session):
        tools = {tool.name for tool in (await session.list_tools()).tools}
        return tools, [
            await said(session, "search", name="Ada"),
            await said(session, "ask", question="Where was Ada Lovelace born?"),
            await said(session, "explain", statement=statement),
            await said(session, "sparql", query=BORN),
            await said(session, "explain", statement="no-such-id"),
            await said(session, "sparql", query="DELETE WHERE { ?s ?p ?o }"),
            await said(session, "ingest", text=ADA),
        ]

    tools, (found, answer, proof, rows, missing, update, ingest) = talk(
        conversation, server=server.address
    )

    assert tools == READING
    assert json.loads(found[1])["entities"][0]["name"] == "Ada Lovelace"
    assert "London" in json.loads(answer[1])["answer"]
    assert ADA.rstrip(".") in proof[1]
    assert len(json.loads(rows[1])["results"]["bindings"]) == 1
    assert missing[0]
    assert "no-such-id" in missing[1]
    assert update[0]
    assert ingest[0]


def test_an_assistant_that_may_write_adds_documents_and_triples(server):
    async def conversation(session):
        hints = {one.name: one.annotations for one in (await session.list_tools()).tools}
        return hints, [
            await said(session, "ingest", text="Eve Jones was born in Paris.", title="Eve"),
            await said(session, "update", sparql="INSERT DATA { <u:a> <u:p> <u:b> }"),
            await said(session, "sparql", query="ASK { <u:a> <u:p> <u:b> }"),
        ]

    hints, (ingested, updated, asked) = talk(conversation, "--allow-writes", server=server.address)

    assert not ingested[0], ingested[1]
    assert not updated[0], updated[1]
    assert json.loads(asked[1])["boolean"]
    assert {name for name, hint in hints.items() if hint.read_only_hint} == READING
    assert hints["update"].destructive_hint
    with Client(server.address) as client:
        assert client.document(json.loads(ingested[1])["id"]).title == "Eve"


@pytest.mark.long  # a service of its own, in the process of the command
def test_without_a_service_the_data_folder_is_opened(tmp_path):
    folder = str(tmp_path / "data")
    offline = {"extractor": "scripted", "examples": "0"}

    async def conversation(session):
        return [
            await said(session, "ingest", text=ADA),
            await said(session, "ask", question="Where was Ada Lovelace born?"),
        ]

    ingested, answer = talk(conversation, "--data", folder, "--allow-writes", **offline)

    assert not ingested[0], ingested[1]
    assert "London" in json.loads(answer[1])["answer"]


def test_without_the_package_the_command_says_what_to_install(kg, monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)

    ended = kg("mcp")

    assert ended.exit_code == 1
    assert "kg[mcp]" in ended.output


def test_an_assistant_is_told_when_its_document_could_not_be_read(tmp_path):
    service = ServeProcess(tmp_path / "data", extractor="tests.cli.choosy:extractor")

    async def conversation(session):
        return await said(session, "ingest", text="This is unreadable.")

    is_error, told = talk(conversation, "--allow-writes", server=service.address)
    service.stop()

    assert is_error
    assert "This cannot be read." in told
