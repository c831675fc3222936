"""SPARQL from users: what is refused, that nothing reaches the network, and what the answers look like."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from sswgraph.errors import QueryError
from sswgraph.exchange import parse_framework
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.query import MAX_DEPTH, MAX_QUERY, guard
from sswgraph.model import Mapping, MappingSet
from tests.test_reading import HEAD, competency

ROOT = Path(__file__).parent.parent
VALUES = """
xx:c ex:whole 5 ; ex:big 99999999999999999999999999 ; ex:real 1.5e0 ; ex:exact 0.25 ; ex:endless "INF"^^xsd:double ;
    ex:true true ; ex:false "0"^^xsd:boolean ; ex:day "2020-01-01"^^xsd:date ; ex:text "plain" ;
    ex:see xx:d , ex:thing .
"""


@pytest.fixture(scope="module")
def small() -> CompetencyGraph:
    framework = parse_framework(HEAD + competency("c", '; skos:notation "C1"') + competency("d") + VALUES)
    rows = (
        Mapping(subject="xx:c", relation="exact", object="yy:c"),
        Mapping(subject="xx:c", relation="close", object="yy:d", negated=True),
    )
    return CompetencyGraph([framework], [MappingSet(id="m", mappings=rows)])


# Refused before anything runs


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://example.org/> { ?s ?p ?o } }",
        "SELECT*{SeRvIcE<http://example.org/>{?s ?p ?o}}",
        "SELECT * { ?x a ?y .SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { ?x a ?y.SERVICE\n?x { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE<http://example.org/>{?s ?p ?o} FILTER(3>2) }",
        "SELECT * { # a comment\n SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'one' , \"two\" . SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''it's''' . SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a\\'' . SERVICE <http://example.org/> { ?s ?p ?o } } # '",
        "ASK { { SERVICE <http://example.org/> { ?s ?p ?o } } UNION { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "insert { ?s ?p ?o } where { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE {}",
        "LOAD <http://example.org/>",
        "LOAD SILENT <file:///etc/passwd>",
        "CLEAR ALL",
        "DROP DEFAULT",
        "CREATE GRAPH <a:b>",
        "COPY <a:b> TO <a:c>",
        "MOVE <a:b> TO <a:c>",
        "ADD <a:b> TO <a:c>",
        "ASK {} ; CLEAR ALL",
    ],
)
def test_what_reaches_out_or_changes_something_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="is not allowed"):
        guard(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?from $load { ?service ?from $load }",
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "SELECT * { ?s <http://example.org/#FROM> ?o }",
        "SELECT * { ?s ?p 'SERVICE' , \"LOAD it\" , '''FROM 'here' ''' , \"\"\"INSERT \"x\" \"\"\" }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://example.org/>",
        "SELECT * { ?s ?p 'social service from here'@en }",
        "SELECT * { ?s ?p _:from }",
    ],
)
def test_the_words_do_no_harm_elsewhere(query: str) -> None:
    guard(query)


def test_long_and_deep_queries_are_refused() -> None:
    guard("ASK {" + " " * (MAX_QUERY - 6) + "}")
    with pytest.raises(QueryError, match="64 KB"):
        guard("ASK {" + " " * (MAX_QUERY - 5) + "}")
    with pytest.raises(QueryError, match="64 KB"):
        guard("# " + "é" * (MAX_QUERY // 2))
    guard("ASK " + "{" * MAX_DEPTH + "}" * MAX_DEPTH)
    for opening, closing in ("{}", "()", "[]"):
        for depth in (MAX_DEPTH + 1, 10_000):
            with pytest.raises(QueryError, match="deeper than 60"):
                guard("ASK " + opening * depth + closing * depth)


def test_brackets_in_texts_are_no_depth(small: CompetencyGraph) -> None:
    text = "{[(" * 1_000
    assert small.sparql(f'SELECT ("{text}" AS ?x) {{}}') == [{"x": text}]


# No way out


@pytest.fixture
def listener(socket_enabled: None) -> Iterator[tuple[str, list[str]]]:
    """An address on this machine that must never be asked, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/secret", asked
    server.shutdown()
    server.server_close()
    thread.join()


HIDDEN = "the guard reads other tokens than the parser: the request is sent"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <HERE> { ?s ?p ?o } }",
        "SELECT * { BIND(<HERE> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "SELECT * FROM <HERE> { ?s ?p ?o }",
        "LOAD <HERE>",
        "SELECT * { \\u0053ERVICE <HERE> { ?s ?p ?o } }",
        "SELECT * { #\rSERVICE <HERE> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { ?s skos:a\\' ?o } SERVICE <HERE> { ?s ?p ?o } } # '",
        'SELECT * { BIND("""\\"""" AS ?q) SERVICE <HERE> { ?s ?p ?o } #"""\n }',
        "SELECT * { BIND('''\\'''' AS ?q) SERVICE <HERE> { ?s ?p ?o } #'''\n }",
        "PREFIX : <HERE> SELECT * { SERVICE: { ?s ?p ?o } }",
        "SELECT * { ?s ?p 5SERVICE <HERE> { ?a ?b ?c } }",
    ],
)
def test_no_query_sends_anything(query: str, listener: tuple[str, list[str]], small: CompetencyGraph) -> None:
    address, asked = listener
    with pytest.raises(QueryError):
        small.sparql(query.replace("HERE", address))
    assert asked == []


ASKING = "import sys; sys.path[0] = sys.argv[1]; import sswgraph as ssw; print(ssw.CompetencyGraph().sparql('ASK {}'))"


def test_a_query_runs_no_code_from_the_current_folder(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    (tmp_path / "json.py").write_text(f"open({str(marker)!r}, 'w').close()\nraise SystemExit\n", encoding="utf-8")
    command = [sys.executable, "-c", ASKING, str(ROOT)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert not marker.exists()
    assert done.stdout.strip() == "True"


# Time and memory


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }",
        "SELECT * { ?a (!a:b|^!a:b)* ?b . ?c (!a:b|^!a:b)* ?d . ?e (!a:b|^!a:b)* ?f . FILTER(?a = ?nobody) }".replace(
            "a:b", "skos:b"
        ),
    ],
)
def test_what_takes_too_long_is_stopped(query: str, small: CompetencyGraph) -> None:
    with pytest.raises(QueryError, match=r"longer than 0\.5 seconds"):
        small.sparql(query, time_limit=0.5)


@pytest.mark.parametrize("time_limit", [0, -1])
def test_no_time_is_too_little_time(time_limit: float, small: CompetencyGraph) -> None:
    with pytest.raises(QueryError):
        small.sparql("ASK {}", time_limit=time_limit)


def test_a_machine_that_allows_less_memory_still_answers() -> None:
    capped = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30)); {ASKING}"
    done = subprocess.run([sys.executable, "-c", capped, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr


def test_what_ends_the_parser_does_not_end_this_process(small: CompetencyGraph) -> None:
    with pytest.raises(QueryError):
        small.sparql("SELECT ((" + "!" * 20_000 + "true) AS ?x) {}")
    with pytest.raises(QueryError):
        small.sparql("SELECT ((1" + "+1" * 30_000 + ") AS ?x) {}")
    assert small.sparql("ASK {}") is True


# What comes back


def test_rows_are_plain_dicts_with_ids(small: CompetencyGraph) -> None:
    rows = small.sparql("SELECT ?c ?name ?none { ?c a ssw:Competency ; skos:prefLabel ?name } ORDER BY ?c")
    assert rows == [{"c": "xx:c", "name": "c", "none": None}, {"c": "xx:d", "name": "d", "none": None}]


def test_ask_gives_a_truth_value(small: CompetencyGraph) -> None:
    assert small.sparql("ASK { ?c a ssw:Competency }") is True
    assert small.sparql("ASK { ?c a ssw:Cadre }") is False


def test_literals_become_python_values(small: CompetencyGraph) -> None:
    wanted: dict[str, object] = {
        "whole": 5,
        "big": 99999999999999999999999999,
        "real": 1.5,
        "exact": 0.25,
        "endless": float("inf"),
        "true": True,
        "false": False,
        "day": "2020-01-01",
        "text": "plain",
    }
    pattern = " ; ".join(f"<http://example.org/{name}> ?{name}" for name in wanted)
    (row,) = _rows(small, f"SELECT * {{ xx:c {pattern} }}")
    assert row == wanted
    assert {name: type(value) for name, value in row.items()} == {name: type(value) for name, value in wanted.items()}


def _rows(graph: CompetencyGraph, query: str, **bindings: object) -> list[dict[str, Any]]:
    found = graph.sparql(query, bindings=bindings or None)
    assert isinstance(found, list)
    return found


def test_iris_of_ours_become_ids_and_others_stay(small: CompetencyGraph) -> None:
    rows = _rows(small, "SELECT ?o { xx:c <http://example.org/see> ?o } ORDER BY ?o")
    assert rows == [{"o": "http://example.org/thing"}, {"o": "xx:d"}]


def test_the_prefixes_of_the_project_and_the_frameworks_are_there(small: CompetencyGraph) -> None:
    assert small.sparql("ASK { xx:c skos:inScheme <https://w3id.org/sswgraph/id/xx> ; ssw:evidence xx:e }") is True


def test_mappings_are_part_of_the_graph_unless_negated(small: CompetencyGraph) -> None:
    assert _rows(small, "SELECT ?o { xx:c skos:exactMatch ?o }") == [{"o": "yy:c"}]
    assert _rows(small, "SELECT ?o { xx:c skos:closeMatch ?o }") == []


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", "DESCRIBE xx:c"])
def test_only_select_and_ask_are_answered(query: str, small: CompetencyGraph) -> None:
    with pytest.raises(QueryError, match="to_rdflib"):
        small.sparql(query)


@pytest.mark.parametrize("query", ["", "nonsense", "SELECT * { ?s foo:bar ?o }"])
def test_what_is_no_sparql_is_told(query: str, small: CompetencyGraph) -> None:
    with pytest.raises(QueryError, match="not valid SPARQL"):
        small.sparql(query)


def test_a_literal_that_is_not_what_it_says_comes_back_as_text() -> None:
    odd = parse_framework(HEAD + competency("c", '; ex:n "abc"^^xsd:integer'))
    assert _rows(CompetencyGraph([odd]), "SELECT ?o { ?s <http://example.org/n> ?o }") == [{"o": "abc"}]


def test_foreign_blank_nodes_can_be_asked_for() -> None:
    framework = parse_framework(HEAD + competency("c", "; ex:p [ ex:says 1 ] , [ ex:says 2 ]"))
    query = "SELECT ?n { xx:c <http://example.org/p>/<http://example.org/says> ?n } ORDER BY ?n"
    assert _rows(CompetencyGraph([framework]), query) == [{"n": 1}, {"n": 2}]


# Bindings


def test_a_binding_may_be_an_id_or_an_iri(small: CompetencyGraph) -> None:
    query = "SELECT ?c ?name { ?c skos:prefLabel ?name }"
    wanted = [{"c": "xx:c", "name": "c"}]
    assert _rows(small, query, c="xx:c") == wanted
    assert small.sparql(query, bindings={"?c": "https://w3id.org/sswgraph/id/xx/c"}) == wanted
    assert small.sparql(query, bindings={"$c": "xx:c"}) == wanted
    assert small.sparql("ASK { ?c a ssw:Competency }", bindings={"c": "xx:gone"}) is False


NOT_SHOWN = "the library underneath takes only variables that SELECT shows; and the message speaks of memory"


def test_a_bound_variable_need_not_be_shown(small: CompetencyGraph) -> None:
    assert _rows(small, "SELECT ?name { ?c skos:prefLabel ?name }", c="xx:c") == [{"name": "c"}]


GIVEN = (
    5,
    -1,
    10**30,
    1.5,
    float("inf"),
    True,
    False,
    "Social worker",
    "KM-01",
    '" } SERVICE <http://127.0.0.1:9/> { "',
    "'; DROP ALL #",
    "?x0",
    "two\nlines \\ \u0000 😀",
    "",
)


def test_a_binding_is_never_part_of_the_query(small: CompetencyGraph) -> None:
    names = [f"x{n}" for n in range(len(GIVEN))]
    query = "SELECT " + " ".join(f"?{name} (isLiteral(?{name}) AS ?is_{name})" for name in names) + " {}"
    (row,) = _rows(small, query, **dict(zip(names, GIVEN, strict=True)))
    assert tuple(row[name] for name in names) == GIVEN
    assert [type(row[name]) for name in names] == [type(value) for value in GIVEN]
    assert all(row[f"is_{name}"] is True for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "volunteer",
        "note:this",
        "a:b<c>",
    ],
)
def test_any_text_can_be_bound_as_text(text: str, small: CompetencyGraph) -> None:
    (row,) = _rows(small, "SELECT ?x (isLiteral(?x) AS ?is_literal) {}", x=text)
    assert row == {"x": text, "is_literal": True}


def test_a_text_is_a_name_only_where_the_graph_knows_it(small: CompetencyGraph) -> None:
    query = "SELECT (isIRI(?x) AS ?is) {}"
    known = ["xx", "xx:c", "yy:c", "https://example.org/whatever"]
    unknown = ["xx:gone", "ug", "urn:x:y", "see https://example.org/", "ssw:Competency"]
    assert [_rows(small, query, x=text)[0]["is"] for text in known] == [True] * len(known)
    assert [_rows(small, query, x=text)[0]["is"] for text in unknown] == [False] * len(unknown)


def test_a_graph_is_written_out_once_for_all_its_queries(small: CompetencyGraph, monkeypatch: Any) -> None:
    assert small.sparql("ASK {}") is True
    monkeypatch.setattr("sswgraph.graph.query.statements_of", None)
    assert small.sparql("ASK { ?s ?p ?o }") is True


@pytest.mark.parametrize("bindings", [[1], {5: 1}, "x", {"x": 10**5_000}, {"x": -(10**1_000)}])
def test_bindings_of_another_kind_are_refused(bindings: Any, small: CompetencyGraph) -> None:
    with pytest.raises(QueryError):
        small.sparql("SELECT ?x {}", bindings=bindings)


@pytest.mark.parametrize("value", [None, ["a"], {"a": 1}, object(), b"bytes"])
def test_a_binding_of_another_type_is_refused(value: object, small: CompetencyGraph) -> None:
    with pytest.raises(QueryError, match="A binding is"):
        small.sparql("SELECT ?x {}", bindings={"x": value})


@pytest.mark.parametrize(
    ("query", "bindings"),
    [
        ("SELECT * {}", {"a b": "X"}),
        ("SELECT * {}", {"": "X"}),
        ("SELECT * {}", {"x": "http://a<b"}),
        ("SELECT ?y {}", {"x": "X"}),
        ("SELECT * {}", {"x": "\ud800"}),
        ("SELECT (<http://example.org/f>(1) AS ?x) {}", {}),
    ],
)
def test_the_reason_of_a_refusal_is_the_true_one(
    query: str, bindings: dict[str, object], small: CompetencyGraph
) -> None:
    with pytest.raises(QueryError) as caught:
        small.sparql(query, bindings=bindings)
    assert "memory" not in str(caught.value)


@pytest.mark.slow
def test_the_shipped_frameworks_can_be_asked(g: CompetencyGraph) -> None:
    query = "SELECT ?code { ?m ssw:partOf za:98890 ; skos:notation ?code } ORDER BY ?code"
    assert _rows(g, query)[0] == {"code": "KM-01"}


# The process that stays


LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?c a ssw:Competency }"
posix = pytest.mark.skipif(os.name != "posix", reason="signals, forks and /proc")


def fresh() -> CompetencyGraph:
    return CompetencyGraph([parse_framework(HEAD + competency("c") + competency("d"))])


def pid_of(graph: CompetencyGraph) -> int:
    assert graph.sparql("ASK {}") is True
    asker: Any = graph._asker
    return int(asker._running._process.pid)


def gone(pid: int, within: float = 5.0) -> bool:
    """Whether a process ends; one that ended and that nobody asked after is a zombie."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat")
            if state.exists() and state.read_text(encoding="utf-8").rpartition(") ")[2].startswith("Z"):
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_a_second_query_is_asked_of_the_same_process() -> None:
    g = fresh()
    first = pid_of(g)
    assert _rows(g, COUNT) == [{"n": 2}]
    with pytest.raises(QueryError, match="not valid"):
        g.sparql("nonsense")
    assert pid_of(g) == first


@posix
def test_it_has_no_descriptors_but_its_pipes_and_cannot_open_others() -> None:
    g = fresh()
    pid = pid_of(g)
    if not Path(f"/proc/{pid}/limits").exists():
        pytest.skip("no /proc")
    limits = Path(f"/proc/{pid}/limits").read_text(encoding="utf-8").splitlines()
    assert [line.split()[3:5] for line in limits if line.startswith("Max open files")] == [["3", "3"]]
    assert sorted(one.name for one in Path(f"/proc/{pid}/fd").iterdir()) == ["0", "1", "2"]
    assert g.sparql("ASK {}") is True


@posix
def test_a_process_killed_in_the_middle_of_a_query_is_told_and_the_next_query_answered() -> None:
    g = fresh()
    pid = pid_of(g)
    g.sparql("ASK {}")
    killer = threading.Timer(0.3, lambda: kill_all(g))
    killer.start()
    with pytest.raises(QueryError, match=r"too much memory or nests too deep|longer than"):
        g.sparql(LONG, time_limit=2.0)
    killer.join()
    assert gone(pid)
    assert _rows(g, COUNT) == [{"n": 2}]


def kill_all(g: CompetencyGraph) -> None:
    """Kill the process of a query, and the one in which it is tried again."""
    asker: Any = g._asker
    seen: set[int] = set()
    until = time.monotonic() + 1.5
    while len(seen) < 2 and time.monotonic() < until:
        running = asker._running
        if running is not None and running._process.pid not in seen:
            seen.add(running._process.pid)
            running._process.kill()
        time.sleep(0.02)


@posix
def test_a_process_killed_between_queries_is_not_missed() -> None:
    g = fresh()
    pid = pid_of(g)
    os.kill(pid, signal.SIGKILL)
    assert _rows(g, COUNT) == [{"n": 2}]
    assert pid_of(g) != pid


def test_after_a_query_that_took_too_long_or_too_much_the_next_is_answered() -> None:
    g = fresh()
    with pytest.raises(QueryError, match="longer than"):
        g.sparql(LONG, time_limit=0.5)
    assert _rows(g, COUNT) == [{"n": 2}]
    with pytest.raises(QueryError, match="too much memory or nests too deep"):
        g.sparql("SELECT ((" + "!" * 20_000 + "true) AS ?x) {}")
    assert _rows(g, COUNT) == [{"n": 2}]


@posix
def test_the_answer_of_an_interrupted_query_is_not_given_to_the_next() -> None:
    g = fresh()
    g.sparql("ASK {}")

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(KeyboardInterrupt):
            g.sparql(LONG, time_limit=5.0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert _rows(g, COUNT) == [{"n": 2}]


@posix
def test_it_ends_with_the_graph() -> None:
    g = fresh()
    pid = pid_of(g)
    del g
    gc.collect()
    assert gone(pid)


PID = (
    "import sys; import sswgraph as ssw; g = ssw.CompetencyGraph(); g.sparql('ASK {}');"
    "print(g._asker._running._process.pid, flush=True);"
)


@posix
@pytest.mark.parametrize("ending", ["sys.exit(3)", "import os; os._exit(1)", "import os; os.kill(os.getpid(), 9)"])
def test_it_ends_with_the_interpreter(ending: str) -> None:
    done = subprocess.run([sys.executable, "-c", PID + ending], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert gone(int(done.stdout))


@posix
def test_it_ends_even_where_the_interpreter_is_killed_during_a_query() -> None:
    asking = f"{PID} g.sparql({LONG.replace('(COUNT(*) AS ?n)', '*')!r}, time_limit=0.5)"
    graph_of_many = asking.replace("ssw.CompetencyGraph()", "ssw.load('psw')")
    with subprocess.Popen([sys.executable, "-c", graph_of_many], cwd=ROOT, stdout=subprocess.PIPE) as asker:
        assert asker.stdout is not None
        pid = int(asker.stdout.readline())
        time.sleep(0.1)
        asker.kill()
    assert gone(pid)


@posix
def test_a_forked_process_asks_one_of_its_own() -> None:
    g = fresh()
    pid = pid_of(g)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, f"{pid_of(g)} {_rows(g, COUNT)[0]['n']}".encode())
            g._asker = None
            gc.collect()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    other, n = os.read(reader, 100).split()
    os.close(reader)
    os.close(writer)
    assert (int(n), int(other) != pid) == (2, True)
    assert pid_of(g) == pid
    assert gone(int(other))


def test_a_copy_by_pickle_asks_one_of_its_own() -> None:
    g = fresh()
    pid = pid_of(g)
    other = pickle.loads(pickle.dumps(g))
    assert _rows(other, COUNT) == [{"n": 2}]
    assert pid_of(other) != pid
    assert pid_of(g) == pid


def test_threads_do_not_wait_for_each_other_nor_mix_their_answers() -> None:
    g = fresh()
    with ThreadPoolExecutor(4) as several:
        found = list(several.map(lambda n: _rows(g, "SELECT ?x {}", x=n), range(12)))
    assert found == [[{"x": n}] for n in range(12)]
