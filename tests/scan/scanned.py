"""What a scan of a few files gives, in a shape that tests can compare."""

from dataclasses import dataclass, field
from pathlib import Path

from workbench.model.component import Occurrence, Sighting
from workbench.model.problem import Coverage, Problem
from workbench.scan.formats import (
    autoconf,
    bazel,
    bun_lock,
    cargo,
    cmake,
    composer,
    conan,
    conda_environment,
    conda_lock,
    devcontainer,
    go_mod,
    go_vendor,
    go_work,
    meson,
    mise,
    mix,
    npm,
    npm_lock,
    pdm_lock,
    perl,
    pipfile,
    pnpm_lock,
    poetry_lock,
    pub,
    pylock,
    pyproject,
    r,
    requirements,
    ruby,
    sdkman,
    setuptools,
    swift,
    tool_versions,
    uv_lock,
    vcpkg,
    wheel,
    yarn_lock,
)
from workbench.scan.scanner import scan
from workbench.scan.source.inspect import ID as SOURCE

MANIFESTS = (
    *cargo.FORMATS,
    *mix.FORMATS,
    *pub.FORMATS,
    *swift.FORMATS,
    *r.FORMATS,
    *perl.FORMATS,
    *conan.FORMATS,
    vcpkg.FORMAT,
    cmake.FORMAT,
    *meson.FORMATS,
    autoconf.FORMAT,
    *bazel.FORMATS,
    *composer.FORMATS,
    go_mod.FORMAT,
    go_vendor.FORMAT,
    go_work.FORMAT,
    npm.FORMAT,
    npm_lock.FORMAT,
    yarn_lock.FORMAT,
    pnpm_lock.FORMAT,
    bun_lock.FORMAT,
    pyproject.FORMAT,
    requirements.FORMAT,
    *setuptools.FORMATS,
    *pipfile.FORMATS,
    poetry_lock.FORMAT,
    uv_lock.FORMAT,
    pdm_lock.FORMAT,
    pylock.FORMAT,
    wheel.FORMAT,
    conda_environment.FORMAT,
    *conda_lock.FORMATS,
    *ruby.FORMATS,
    tool_versions.FORMAT,
    *mise.FORMATS,
    sdkman.FORMAT,
    devcontainer.FORMAT,
)
FIXTURES = Path(__file__).parent.parent / "fixtures"


@dataclass
class Scanned:
    sightings: list[Sighting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)

    @property
    def purls(self) -> set[str]:
        return {s.purl for s in self.sightings}

    @property
    def places(self) -> list[tuple[str, str]]:
        """Place and purl of each sighting, in order."""
        return [(s.occurrence.place, s.purl) for s in self.sightings]

    def at(self, place: str) -> Occurrence:
        """The one occurrence at `place` (`path:line`)."""
        (found,) = [s.occurrence for s in self.sightings if s.occurrence.place == place]
        return found

    def of(self, purl: str) -> list[Occurrence]:
        return [s.occurrence for s in self.sightings if s.purl == purl]


def scan_folder(root: Path) -> Scanned:
    """Scan with the manifests of language packages only: what they say, and nothing beside it."""
    found = Scanned()
    for event in scan(root, formats=MANIFESTS):
        match event:
            case Sighting() if event.occurrence.reader != SOURCE:
                found.sightings.append(event)
            case Problem():
                found.problems.append(event)
            case Coverage():
                found.coverage = event
    return found


def scan_files(root: Path, files: dict[str, str | bytes]) -> Scanned:
    """Write `files` under `root` and scan it."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return scan_folder(root)
