"""MSBuild projects and NuGet versions."""
