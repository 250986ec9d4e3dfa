"""The step of continuous integration that builds a Bake file for both architectures."""

from __future__ import annotations

import json

SERVICES = ("github", "gitlab")

_GITHUB = """\
# A workflow of GitHub Actions: put it into .github/workflows/. It builds for both architectures,
# arm64 in emulation; a runner on arm64 (ubuntu-24.04-arm) builds that without.
name: images
on:
  push:
    branches: [main]
  pull_request:
jobs:
  images:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      packages: write
    steps:
      - uses: actions/checkout@v4
      - uses: docker/setup-qemu-action@v3
        with:
          platforms: arm64
      - uses: docker/setup-buildx-action@v3
      - uses: docker/login-action@v3
        if: github.event_name != 'pull_request'
        with:
          registry: ghcr.io
          username: ${{ github.actor }}
          password: ${{ secrets.GITHUB_TOKEN }}
      - uses: docker/bake-action@v6
        env:
          REGISTRY: ghcr.io/${{ github.repository_owner }}/
          TAG: ${{ github.sha }}
        with:
          source: .
          files: FILE
          push: ${{ github.event_name != 'pull_request' }}
"""
_GITLAB = """\
# A job of GitLab CI: put it into .gitlab-ci.yml. It builds for both architectures, arm64 in
# emulation; a runner on arm64 (saas-linux-small-arm64) builds that without.
images:
  image: docker:27
  services: [docker:27-dind]
  variables:
    REGISTRY: $CI_REGISTRY_IMAGE/
    TAG: $CI_COMMIT_SHORT_SHA
  before_script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"
    - docker run --privileged --rm tonistiigi/binfmt --install arm64
    - docker buildx create --use
  script:
    - docker buildx bake -f FILE --push
"""


def ci_step(service: str, file: str) -> str:
    """Return the step of `service` (one of SERVICES) that builds the Bake file called `file`."""
    template = {"github": _GITHUB, "gitlab": _GITLAB}[service]
    plain = (
        file
        if file.replace("/", "").replace(".", "").replace("-", "").isalnum()
        else json.dumps(file)
    )
    return template.replace("FILE", plain)
