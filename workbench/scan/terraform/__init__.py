"""Terraform: configurations of folders, and what their expressions come to."""
