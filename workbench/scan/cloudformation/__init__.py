"""CloudFormation and SAM templates, and what their functions come to."""
