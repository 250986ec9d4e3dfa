"""Programs that describe infrastructure: AWS CDK and Pulumi, in Python and TypeScript."""
