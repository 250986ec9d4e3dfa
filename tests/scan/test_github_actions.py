"""Images in GitHub Actions workflows."""

from tests.scan.container_files import scanned
from workbench.model.component import Scope

WORKFLOW = """\
on: push
jobs:
  test:
    container: node:18
    services:
      db:
        image: postgres:14
      other: {image: "redis:${{ matrix.redis }}"}
    steps:
    - uses: actions/checkout@v4
    - uses: docker://ghcr.io/o/lint:1.2
    - run: |
        image: no:1
  build:
    container:
      image: ${{ matrix.image }}
  odd:
    container: [a]
    services: text
    steps: {uses: docker://no}
"""


def test_that_the_images_of_jobs_services_and_steps_are_listed(tmp_path):
    found = scanned(tmp_path, {".github/workflows/ci.yml": WORKFLOW})
    assert [
        (s.occurrence.line, s.name, s.version, s.occurrence.scope) for s in found.sightings
    ] == [
        (4, "node", "18", Scope.BUILD),
        (7, "postgres", "14", Scope.TEST),
        (8, "redis", "", Scope.TEST),
        (11, "ghcr.io/o/lint", "1.2", Scope.BUILD),
    ]
    assert found.problems == []
