"""Small copies of the two sources, in their shapes, with products that do not exist."""

from pathlib import Path

GUIDE = {
    "isv.md": """\
# Vendors

| Category | ISV | Product | Resources |
| --- | --- | --- | --- |
| Analytics | [Acme](https://acme.example/) | [Acme Lake](https://acme.example/lake) | \
Announcement: https://acme.example/arm64 |
| Database | Borealis | Borealis DB | Release: https://borealis.example/releases |
""",
    "containers.md": """\
| Name  | URL | Comment |
| :---- | :-- | :------ |
| Istio | https://github.com/istio/istio/releases/ | images since 1.15.0 |
| Zephyr Proxy | https://github.com/zephyr/proxy/releases | starting with 2.1.0 |
""",
    "CommonNativeJarsTable.md": """\
Org | jar | Builds on Arm | Arm Artifact available | Minimum Version
----|-----|---------------|------------------------|----------------
org.lz4 | [lz4-java](https://github.com/lz4/lz4-java) | yes | \
[yes](https://repository.example/lz4) | 1.4.0
org.acme | hashing | yes | no |
""",
    "os.md": """\
 Name | Version | [LSE Support](optimizing.md) | Kernel page size | AMI | Metal support | Comment
------ | ----- | ----- | ----- | ----- | ----- | -----
Debian | 12 | Yes | 4KB | [Community](https://debian.example/) | Yes |
~~CentOS~~ | ~~7.x~~ | ~~No~~ | ~~64KB~~ | ~~AMIs~~ | | old
SuSE | 15 SP2 or later| Planned | 4KB | [Shop](https://suse.example/) | Yes |
""",
    "README.md": """\
Package | Version | Improvements
--------|:-:|-------------
HAProxy | 2.4+ | faster
zlib    | zlib-ng 2.3.3+ | faster

More words, and another table:

CPU | GCC
----|----
A   | 9
""",
    "managed_services.md": """\
Service | Status | Resources |
 :-: | :-: | --- |
[Example Queue](https://queue.example/) | GA | Blog: https://queue.example/blog |
""",
}

OPEN_SOURCE = """\
---
name: Zephyr Proxy
category: Networking
description: A proxy.
download_url: https://zephyr.example/releases
works_on_arm: true
supported_minimum_version:
    version_number: 1.10
    release_date: 2021/01/02\t
optional_info:
    arm_recommended_minimum_version:
        version_number:
---
"""
COMMERCIAL = """\
---
name: Acme Lake
vendor: Acme
category: Analytics
product_url: https://acme.example/lake
works_on_arm: FALSE
---
"""
DASHBOARD = {
    "content/linux/opensource_packages/_index.md": "---\ntitle: all\n---\n",
    "content/linux/opensource_packages/zephyr.md": OPEN_SOURCE,
    "content/linux/commercial_packages/acme_lake.md": COMMERCIAL,
}


def write(root: Path, files: dict[str, str], **changed: tuple[str, str]) -> Path:
    """Write a copy; `changed` maps a file's stem to what to replace in it, and by what."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        old, new = changed.get(target.stem, ("", ""))
        assert old in text
        target.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return root
