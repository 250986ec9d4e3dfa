"""Ansible: tasks of playbooks and roles, and the variables that they use."""
