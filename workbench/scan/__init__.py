"""Folder to components and findings: knows files, knows no network and no window."""
