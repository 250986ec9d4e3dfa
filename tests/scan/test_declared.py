"""What manifests say of their own modules."""

import pytest

from tests.scan.scanned import FIXTURES
from workbench.model.component import Trait
from workbench.scan.declared import Declared
from workbench.scan.formats import cargo, go_mod, npm, npm_lock, pyproject, requirements, ruby
from workbench.scan.tree import Tree
from workbench.scan.walk import folders


def declared(module, folder, path) -> Declared | None:
    tree = Tree(folder, folders(folder))
    return module.declared_module(tree.read(path), tree)


def written(tmp_path, module, name, text) -> Declared | None:
    (tmp_path / name).write_text(text)
    return declared(module, tmp_path, name)


def test_that_pyproject_declares_name_version_and_python(tmp_path):
    text = '[project]\nname = "shop"\nversion = "1.2"\nrequires-python = ">=3.8"\n'
    assert written(tmp_path, pyproject, "pyproject.toml", text) == Declared(
        name="shop",
        line=2,
        version="1.2",
        languages=("python",),
        runtimes=(("python", ">=3.8", 4),),
    )


def test_that_poetry_declares_python_as_a_runtime(tmp_path):
    text = '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.9"\n'
    found = written(tmp_path, pyproject, "pyproject.toml", text)
    assert found.runtimes == (("python", "^3.9", 4),)


def test_that_package_json_declares_node_and_the_language(tmp_path):
    assert declared(npm, FIXTURES / "npm/workspace", "package.json") == Declared(
        name="shop",
        line=2,
        version="2.1.0",
        languages=("typescript",),
        runtimes=(("node", ">=18", 6),),
    )
    assert written(tmp_path, npm, "package.json", "{}").languages == ("javascript",)


def test_that_go_mod_declares_go_and_its_toolchain(tmp_path):
    text = "module github.com/shop/api\n\ngo 1.15\ntoolchain go1.21.4\n"
    assert written(tmp_path, go_mod, "go.mod", text) == Declared(
        name="github.com/shop/api",
        line=1,
        languages=("go",),
        runtimes=(("go", "1.15", 3), ("go", "1.21.4", 4)),
    )


def test_that_ruby_manifests_declare_ruby():
    shop = FIXTURES / "ruby/shop"
    assert declared(ruby, shop, "Gemfile").runtimes == (("ruby", "3.2.2", 3),)
    gemspec = declared(ruby, shop, "shop.gemspec")
    assert (gemspec.name, gemspec.runtimes) == ("shop", (("ruby", ">= 3.1", 4),))


def test_that_cargo_manifests_declare_what_they_inherit():
    assert declared(cargo, FIXTURES / "cargo/workspace", "crates/store/Cargo.toml") == Declared(
        name="store",
        line=2,
        version="0.9.0",
        languages=("rust",),
        runtimes=(("rust", "1.70", 5),),
        traits=(Trait("rust-edition", "2021"),),
    )


@pytest.mark.parametrize(
    ("module", "name", "text"),
    [
        (pyproject, "pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
        (npm, "package.json", "[]"),
        (npm_lock, "package-lock.json", '{"name": "x"}'),
        (go_mod, "go.mod", "go 1.15\n"),
        (ruby, "Gemfile.lock", "GEM\n"),
        (cargo, "Cargo.toml", "[workspace]\n"),
        (cargo, "Cargo.lock", "version = 3\n"),
        (requirements, "requirements.txt", "a\n"),
    ],
)
def test_that_what_names_no_module_declares_none(tmp_path, module, name, text):
    assert written(tmp_path, module, name, text) is None
