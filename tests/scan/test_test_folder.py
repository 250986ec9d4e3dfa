"""What lies in folders of tests is in the test scope, whichever format saw it."""

from workbench.model.component import Origin, Scope, Sighting
from workbench.scan.scanner import scan


def scopes(tmp_path, files):
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return {
        e.occurrence.path: e.occurrence.scope
        for e in scan(tmp_path)
        if isinstance(e, Sighting) and e.origin is Origin.DOWNLOADED
    }


def test_that_what_test_folders_hold_is_of_the_test_scope(tmp_path):
    pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: redis:7\n"
    peer = '{"name": "a", "peerDependencies": {"left-pad": "^1.0.0"}, "peerDependenciesMeta": '
    peer += '{"left-pad": {"optional": true}}}'
    assert scopes(
        tmp_path,
        {
            "deploy/redis.yaml": pod,
            "health/testdata/redis.yaml": pod,
            "latest/redis.yaml": pod,
            "web/__tests__/fixtures/a/package.json": '{"devDependencies": {"left-pad": "1.0.0"}}',
            "tests/b/package.json": peer,
        },
    ) == {
        "deploy/redis.yaml": Scope.RUNTIME,
        "health/testdata/redis.yaml": Scope.TEST,
        "latest/redis.yaml": Scope.RUNTIME,
        "tests/b/package.json": Scope.OPTIONAL,
        "web/__tests__/fixtures/a/package.json": Scope.TEST,
    }
