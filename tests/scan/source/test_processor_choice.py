"""Tests for a processor: only those that leave arm64 with nothing are findings that count."""

from __future__ import annotations

import pytest

from workbench.scan.source.hit import Guard

from .test_languages import hits

PYTHON = "import platform\nm = platform.machine()\n"
JAVA = 'String arch = System.getProperty("os.arch");\n'
GO = 'package a\n\nimport "runtime"\n\nfunc f() {{\n{}\n}}\n'
NODE = "const { arch } = process;\n"
CS = "var a = RuntimeInformation.ProcessArchitecture;\n"
RUBY = "cpu = RbConfig::CONFIG['host_cpu']\n"
PHP = "<?php $m = php_uname('m');\n"
RUST = 'let arch = env::var("CARGO_CFG_TARGET_ARCH").unwrap();\n'


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("a.py", f'{PYTHON}if m == "x86_64":\n    fast()\n', ("python-machine", Guard.ALONE)),
        (
            "a.py",
            f'{PYTHON}if m in ("x86_64", "AMD64"):\n    a()\nelse:\n    b()\n',
            ("python-machine", Guard.FALLBACK),
        ),
        (
            "a.py",
            f'{PYTHON}if m != "x86_64":\n    raise RuntimeError("no")\n',
            ("python-machine", Guard.REFUSED),
        ),
        (
            "a.py",
            f'{PYTHON}if m == "x86_64":\n    a()\nelif m == "i386":\n    b()\n',
            ("python-machine", Guard.OPEN),
        ),
        (
            "a.py",
            f'{PYTHON}if m == "x86_64":\n    a()\nelif m == "aarch64":\n    b()\n',
            ("python-machine", Guard.PORTED),
        ),
        ("A.java", f'{JAVA}if ("amd64".equals(arch)) a();\n', ("java-arch", Guard.ALONE)),
        (
            "A.java",
            f'{JAVA}if (!arch.equals("amd64")) {{ throw new Error(); }}\n',
            ("java-arch", Guard.REFUSED),
        ),
        (
            "A.java",
            f'{JAVA}switch (arch) {{ case "x86_64": a(); break; default: throw new Error(); }}\n',
            ("java-arch", Guard.REFUSED),
        ),
        ("A.kt", f'{JAVA}if (arch == "amd64") a() else b()\n', ("java-arch", Guard.FALLBACK)),
        (
            "a.go",
            GO.format('\tif runtime.GOARCH == "amd64" { a() }'),
            ("go-arch", Guard.ALONE),
        ),
        (
            "a.go",
            GO.format('\tif runtime.GOARCH != "amd64" { s = runtime.GOARCH }\n\tpanic("x")'),
            ("go-arch", Guard.FALLBACK),
        ),
        (
            "a.go",
            GO.format(
                '\tswitch runtime.GOARCH {\n\tcase "amd64":\n\tdefault:\n\t\tpanic("x")\n\t}'
            ),
            ("go-arch", Guard.REFUSED),
        ),
        ("a.js", f"{NODE}if (arch === 'x64') a();\n", ("node-arch", Guard.ALONE)),
        (
            "a.js",
            f"{NODE}const s = arch === 'x64' ? 'amd64' : arch;\n",
            ("node-arch", Guard.FALLBACK),
        ),
        (
            "a.ts",
            "switch (process.arch) {\n  case 'x64': return a;\n  default: throw new Error(x);\n}\n",
            ("node-arch", Guard.REFUSED),
        ),
        (
            "a.ts",
            "if (!['x64', 'ia32'].includes(process.arch)) { throw new Error('no'); }\n",
            ("node-arch", Guard.REFUSED),
        ),
        (
            "A.cs",
            f"{CS}if (a == Architecture.X64) {{ x(); }} else {{ y(); }}\n",
            ("dotnet-arch", Guard.FALLBACK),
        ),
        (
            "A.cs",
            f"{CS}if (a != Architecture.X64) throw new NotSupportedException();\n",
            ("dotnet-arch", Guard.REFUSED),
        ),
        ("a.rb", f"{RUBY}if cpu =~ /x86_64/\n  a\nend\n", ("ruby-arch", Guard.ALONE)),
        (
            "a.rb",
            f"{RUBY}unless cpu =~ /x86_64/\n  abort 'no'\nend\n",
            ("ruby-arch", Guard.REFUSED),
        ),
        (
            "a.php",
            f"{PHP}if ($m === 'x86_64') {{ a(); }} else {{ b(); }}\n",
            ("php-arch", Guard.FALLBACK),
        ),
        (
            "build.rs",
            f'{RUST}match arch.as_str() {{ "x86_64" => a(), _ => panic!("no") }}\n',
            ("rust-choice", Guard.REFUSED),
        ),
        (
            "build.rs",
            f'{RUST}if arch == "x86_64" {{ a(); }} else {{ b(); }}\n',
            ("rust-choice", Guard.FALLBACK),
        ),
    ],
)
def test_that_a_test_counts_by_what_is_left_for_arm64(path, source, found):
    assert hits(path, source) == [found]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", 'if name == "x86_64": pass\n'),  # asks no machine
        ("a.py", f"# {PYTHON}".replace("\n", "\n# ") + 'if m == "x86_64": pass\n'),
        ("A.java", f'{JAVA}// if ("amd64".equals(arch)) a();\n'),
        ("A.java", f'{JAVA}if ("s390x".equals(arch)) a();\n'),
        ("a.js", "if (target === 'x64') a();\n"),
        ("a.js", f"{NODE}// if (arch === 'x64') a();\n"),
        ("a.go", 'package a\n\nfunc f(s string) bool { return s == "amd64" }\n'),
        ("A.cs", f"{CS}/* if (a == Architecture.X64) */\n"),
        ("a.rb", "if name =~ /x86_64/\n  a\nend\n"),
        ("a.php", "<?php if ($m === 'x86_64') { a(); }\n"),
        ("a.php", f"{PHP}# if ($m === 'x86_64')\n"),
        ("build.rs", 'if name == "x86_64" { a(); }\n'),
    ],
)
def test_that_what_asks_no_processor_is_no_finding(path, source):
    assert hits(path, source) == []
