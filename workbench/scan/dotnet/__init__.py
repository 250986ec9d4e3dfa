"""MSBuild projects, their frameworks, and NuGet's versions."""
