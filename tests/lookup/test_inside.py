"""Images that are opened: what they say that they are for, and what lies in them."""

from __future__ import annotations

import io
import subprocess
import tarfile

import pytest
import zstandard

from tests.lookup.asking import by_image, looked_up, session_of
from tests.lookup.pushing import GZIPPED, layer
from tests.real_parts import debian_packages, program, unpack
from tests.scan.binaries.compiled import AARCH64, ARM, OBJECT, PROGRAM, SHARED, X86_64, elf
from workbench.engine.online import Ask
from workbench.lookup.inside.contents import Layers
from workbench.lookup.inside.started import real_path
from workbench.lookup.inside.unpacked import FAULTS, TooMuch
from workbench.model.component import Kind
from workbench.model.evidence import Source
from workbench.model.status import Confidence, Status

ASK = Ask(inside=True)
ARM64, X86 = elf(AARCH64, PROGRAM), elf(X86_64, PROGRAM)
STATUS = (
    "Package: libc6\nStatus: install ok installed\nArchitecture: arm64\nVersion: 2.36-9+deb12u4\n\n"
    "Package: gone\nStatus: deinstall ok config-files\nArchitecture: arm64\nVersion: 1\n"
)
OS_RELEASE = 'ID=debian\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n'
APK = "C:Q1x=\nP:musl\nV:1.2.4-r2\nA:aarch64\n\nP:busybox\nV:1.36.1-r5\nA:aarch64\n\n"


@pytest.fixture
def opened(plain_registry, tmp_path):
    """Push an index whose arm64 image holds these layers; return its assessment."""

    def open_(name, *layers, packing=GZIPPED, config=None, architecture="arm64", told="arm64"):
        made = plain_registry.image(
            name, "", architecture, layers=[(data, packing) for data in layers], config=config
        )
        made["platform"] = {"os": "linux", "architecture": told}
        plain_registry.index(name, "1", [plain_registry.image(name, "", "amd64"), made])
        found = looked_up(tmp_path / name, f"{plain_registry.host}/{name}:1", ask=ASK)
        return found[f"{plain_registry.host}/{name}:1"]

    return open_


def artifact(assessment):
    (found,) = (e for e in assessment.evidence if e.source is Source.ARTIFACT)
    return found


def test_that_an_arm64_image_that_starts_an_x86_program_is_blocked(opened):
    found = opened(
        "trap",
        layer({"app/server": X86, "usr/lib/libz.so": ARM64}),
        config={"Entrypoint": ["/app/server"]},
    )
    assert (found.status, found.confidence) == (Status.BLOCKED, Confidence.OBSERVED)
    assert "starts /app/server, which is made for linux-x86_64" in found.why
    assert found.disagreement  # the registry still says that it is for arm64


def test_that_an_arm64_image_with_nothing_for_arm64_is_blocked(opened):
    found = opened("all-x86", layer({"bin/tool": X86}))
    assert found.status is Status.BLOCKED
    assert "holds no program for arm64: /bin/tool" in found.why


def test_that_a_few_programs_for_x86_among_many_are_a_change(opened):
    found = opened("some", layer({"bin/a": ARM64, "bin/b": X86, "opt/c.so": elf(X86_64, SHARED)}))
    assert found.status is Status.CHANGE
    assert "2 of 3 programs" in found.why
    assert "/bin/b, /opt/c.so" in found.why


def test_that_programs_for_32_bits_do_not_run_on_graviton(opened):
    found = opened("old-arm", layer({"bin/tool": elf(ARM, PROGRAM, wide=False)}))
    assert found.status is Status.BLOCKED


def test_that_what_is_for_x86_on_purpose_or_has_a_twin_is_no_trap(opened):
    found = opened(
        "several",
        layer(
            {
                "bin/app": ARM64,
                "app/prebuilds/linux-x64/addon.node": X86,
                "app/prebuilds/linux-arm64/addon.node": ARM64,
                "usr/lib/go/src/debug/elf/testdata/gcc-amd64-linux-exec": X86,
                "opt/a/helper": X86,
                "opt/b/helper": ARM64,
                "usr/lib/crt1.o": elf(X86_64, OBJECT),
                "usr/share/doc.txt": b"no program" * 10,
            }
        ),
    )
    assert found.status is Status.READY
    assert artifact(found).text.startswith("All 3 programs and libraries")


def test_that_content_for_arm64_under_a_configuration_for_x86_is_said(opened):
    found = opened("mislabelled", layer({"bin/app": ARM64}), architecture="amd64")
    assert found.status is Status.READY
    assert artifact(found).note == "Its configuration says linux/amd64"


def test_that_an_image_without_programs_keeps_the_word_of_the_registry(opened):
    found = opened("data", layer({"data.txt": b"x" * 100}))
    assert found.status is Status.READY
    assert found.deciding.source is Source.INDEX


def test_that_a_pin_in_the_project_stays_one(plain_registry, tmp_path):
    made = plain_registry.image("pin", "", "arm64", layers=[(layer({"a": ARM64}), GZIPPED)])
    plain_registry.index("pin", "1", [made, plain_registry.image("pin", "", "amd64")])
    session = session_of(tmp_path, f"{plain_registry.host}/pin:1\n    platform: linux/amd64")
    for _ in session.look_up(ASK):
        pass
    (found,) = by_image(session).values()
    assert found.status is Status.CHANGE
    assert {e.status for e in found.evidence if e.source is Source.ARTIFACT} == {Status.READY}


class TestLayers:
    def test_that_whiteouts_hide_what_lies_below(self, opened):
        found = opened(
            "whiteouts",
            layer({"bin/a": X86, "opt/x/b": X86, "opt/x/y/c": X86, "srv/d": X86, "srv/e": X86}),
            layer({"bin/.wh.a": b"", "opt/.wh.x": b"", "srv/.wh..wh..opq": b"", "srv/e": ARM64}),
        )
        assert found.status is Status.READY
        assert "All 1 programs" in artifact(found).text

    def test_that_a_later_layer_replaces(self, opened):
        found = opened(
            "replaced",
            layer({"bin/a": X86, "lib/b": X86, "var/c/d": X86}),
            layer({"bin/a": ARM64, "lib/b/": None, "var/c": "elsewhere"}),
        )
        assert "All 1 programs" in artifact(found).text

    def test_that_a_folder_said_again_hides_nothing(self, opened):
        found = opened("folders", layer({"bin/": None, "bin/a": ARM64}), layer({"bin/": None}))
        assert "All 1 programs" in artifact(found).text

    @pytest.mark.parametrize("packing", ["gzip", "zstd", "plain", "two members"])
    def test_that_layers_are_unpacked_by_what_they_are(self, opened, packing):
        plain = layer({"bin/a": X86, "big": bytes(3_000_000)}, packed=False)
        packed = {
            "gzip": layer({"bin/a": X86}),
            "zstd": zstandard.ZstdCompressor().compress(plain),
            "plain": plain,
            "two members": _two_members(plain),
        }[packing]
        media = "application/vnd.oci.image.layer.v1.tar+zstd"
        assert opened(f"packing-{packing[:3]}", packed, packing=media).status is Status.BLOCKED

    def test_that_an_image_repacked_by_skopeo_is_read(self, plain_registry, tmp_path):
        skopeo = program("skopeo", "skopeo")
        plain_registry.image("from", "1", "arm64", layers=[(layer({"bin/a": X86}), GZIPPED)])
        host = plain_registry.host
        subprocess.run(
            [
                *(skopeo, "--override-arch", "arm64", "copy", "--format", "oci"),
                *("--src-tls-verify=false", "--dest-tls-verify=false"),
                *("--dest-compress", "--dest-compress-format", "zstd"),
                *(f"docker://{host}/from:1", f"docker://{host}/repacked:1"),
            ],
            check=True,
            capture_output=True,
        )
        found = looked_up(tmp_path / "p", f"{host}/repacked:1", ask=ASK)[f"{host}/repacked:1"]
        assert found.status is Status.BLOCKED

    def test_that_the_program_is_found_over_links_and_the_path(self, opened):
        found = opened(
            "linked",
            layer({"usr/bin/python3.11": X86, "usr/bin/python3": "python3.11", "bin": "usr/bin"}),
            layer({"usr/local/bin/python": "/bin/python3", "lib/a": ARM64}),
            config={"Cmd": ["python", "app.py"], "Env": ["PATH=/usr/local/bin:/usr/bin"]},
        )
        assert "starts /usr/bin/python3.11" in found.why

    def test_that_links_in_a_circle_end(self):
        assert real_path("/a/b", {"a": "c", "c": "a"}) in ("a/b", "c/b")

    @pytest.mark.parametrize("data", [b"", b"no tar" * 200, b"\x1f\x8b" + b"x" * 100])
    def test_that_a_broken_layer_is_one_line(self, opened, data):
        found = opened(f"broken-{len(data)}", data)
        if data:
            assert "cannot be unpacked" in artifact(found).text
        assert found.status is Status.READY  # as the registry has it: the look inside failed


def _two_members(plain: bytes) -> bytes:
    import gzip

    return gzip.compress(plain[:1000]) + gzip.compress(plain[1000:])


def platforms(head: bytes, size: int) -> tuple[str, ...]:
    return ("linux-aarch64",)


class TestBounds:
    def test_that_a_bomb_is_not_unpacked(self, monkeypatch):
        monkeypatch.setattr("workbench.lookup.inside.contents.MOST_UNPACKED", 1_000_000)
        with pytest.raises(TooMuch):
            Layers(platforms).add(io.BytesIO(layer({"big": bytes(5_000_000)})))

    def test_that_files_are_counted(self, monkeypatch):
        monkeypatch.setattr("workbench.lookup.inside.contents.MOST_FILES", 10)
        with pytest.raises(TooMuch):
            Layers(platforms).add(io.BytesIO(layer({f"f{n}": b"" for n in range(11)})))

    def test_that_a_name_of_gigabytes_is_refused(self):
        entry = tarfile.TarInfo("x")
        entry.type, entry.size = tarfile.XHDTYPE, 8 * 1024**3
        with pytest.raises(FAULTS):
            Layers(platforms).add(io.BytesIO(entry.tobuf(format=tarfile.GNU_FORMAT) * 4))

    def test_that_names_do_not_lead_out(self):
        layers = Layers(platforms)
        layers.add(io.BytesIO(layer({"../../etc/passwd": ARM64, "/abs": ARM64})))
        assert set(layers.contents.programs) == {"etc/passwd", "abs"}


class TestPackages:
    def packages(self, session):
        return {
            a.component.purl: a
            for a in session.snapshot.assessments
            if a.component.kind in (Kind.OS_PACKAGE, Kind.OPERATING_SYSTEM)
        }

    def look(self, plain_registry, tmp_path, name, files):
        made = plain_registry.image(name, "1", "arm64", layers=[(layer(files), GZIPPED)])
        assert made
        session = session_of(tmp_path, f"{plain_registry.host}/{name}:1")
        for _ in session.look_up(ASK):
            pass
        return session

    def test_that_debian_packages_are_components_of_the_image(self, plain_registry, tmp_path):
        files = {
            "usr/lib/os-release": OS_RELEASE.encode(),
            "etc/os-release": "../usr/lib/os-release",
            "var/lib/dpkg/status": STATUS.encode(),
            "bin/a": ARM64,
        }
        session = self.look(plain_registry, tmp_path, "debian", files)
        found = self.packages(session)
        assert set(found) == {"pkg:deb/debian/libc6@2.36-9%2Bdeb12u4", "pkg:generic/debian@12"}
        libc = found["pkg:deb/debian/libc6@2.36-9%2Bdeb12u4"].component
        assert libc.traits("image") == (f"{plain_registry.host}/debian:1",)
        assert libc.traits("installed-arch") == ("arm64",)
        assert libc.occurrences[0].place == "compose.yaml:3"
        for _ in session.scan():
            pass
        assert set(self.packages(session)) == set(found)  # a new scan keeps what was seen

    def test_that_distroless_and_alpine_are_read(self, plain_registry, tmp_path):
        control = b"Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n"
        files = {"var/lib/dpkg/status.d/tzdata": control, "lib/apk/db/installed": APK.encode()}
        session = self.look(plain_registry, tmp_path, "mixed", files)
        names = {a.component.name for a in self.packages(session).values()}
        assert {"tzdata", "musl", "busybox"} <= names

    def test_that_older_databases_of_rpm_are_said_not_to_be_read(self, plain_registry, tmp_path):
        session = self.look(plain_registry, tmp_path, "bdb", {"var/lib/rpm/Packages": b"x" * 99})
        (problem,) = session.snapshot.coverage.problems
        assert "var/lib/rpm/Packages" in problem.reason
        assert "older format" in problem.reason

    def test_that_a_real_database_of_rpm_is_read(self, plain_registry, tmp_path):
        rpm, build = program("rpm", "rpm"), program("rpmbuild", "rpm")
        spec = tmp_path / "shop.spec"
        spec.write_text(
            "Name: shop-tools\nVersion: 1.2\nRelease: 3\nSummary: x\nLicense: x\n"
            "Vendor: The shop\nBuildArch: noarch\n%description\nx\n%files\n"
        )
        subprocess.run(
            [build, "-bb", "-D", f"_topdir {tmp_path}/top", str(spec)],
            check=True,
            capture_output=True,
        )
        (package,) = tmp_path.glob("top/RPMS/*/*.rpm")
        database = tmp_path / "db"
        common = [rpm, "-D", "_db_backend sqlite", "--dbpath", str(database)]
        subprocess.run([*common, "-i", "--justdb", "--nodeps", str(package)], check=True)
        asked = subprocess.run(
            [*common, "-qa", "--qf", "%{NAME} %{VERSION}-%{RELEASE}\\n"],
            check=True,
            capture_output=True,
            text=True,
        )
        assert asked.stdout == "shop-tools 1.2-3\n"
        # A list that is still open keeps its newest pages apart; an image's are in the file.
        import sqlite3

        with sqlite3.connect(database / "rpmdb.sqlite") as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
        data = (database / "rpmdb.sqlite").read_bytes()
        session = self.look(
            plain_registry, tmp_path / "p", "rpm", {"var/lib/rpm/rpmdb.sqlite": data}
        )
        (found,) = self.packages(session).values()
        assert found.component.name == "shop-tools"
        assert found.component.version == "1.2-3"
        assert found.component.traits("vendor") == ("The shop",)

    def test_that_a_broken_database_is_one_warning(self, plain_registry, tmp_path):
        files = {"var/lib/rpm/rpmdb.sqlite": b"SQLite format 3\0" + b"x" * 5000}
        session = self.look(plain_registry, tmp_path, "bad-rpm", files)
        (problem,) = session.snapshot.coverage.problems
        assert "is no database of RPM" in problem.reason


def test_that_real_arm64_programs_of_debian_are_seen_as_such(plain_registry, tmp_path):
    """busybox-static for arm64 as Debian builds it, and the same from its package for amd64."""
    roots = {}
    for architecture in ("arm64", "amd64"):
        folder = tmp_path / architecture
        folder.mkdir()
        (package,) = debian_packages(folder, architecture, "busybox-static")
        unpack(package, folder / "root")
        roots[architecture] = folder / "root"
    control = (roots["arm64"] / "DEBIAN" / "control").read_bytes()
    for name, architecture in (("honest", "arm64"), ("liar", "amd64")):
        (program_,) = (
            p
            for p in roots[architecture].rglob("busybox")
            if p.is_file() and p.parent.name == "bin"
        )
        files = {
            "bin/busybox": program_.read_bytes(),
            "bin/sh": "busybox",
            "var/lib/dpkg/status.d/busybox-static": control,
        }
        plain_registry.image(
            name, "1", "arm64", layers=[(layer(files), GZIPPED)], config={"Cmd": ["/bin/sh"]}
        )
    host = plain_registry.host
    found = looked_up(tmp_path / "p", f"{host}/honest:1", f"{host}/liar:1", ask=ASK)
    assert found[f"{host}/honest:1"].status is Status.READY
    assert found[f"{host}/liar:1"].status is Status.BLOCKED
    assert "starts /bin/busybox, which is made for linux-x86_64" in found[f"{host}/liar:1"].why
    assert any(name.startswith("busybox-static:") for name in found)
