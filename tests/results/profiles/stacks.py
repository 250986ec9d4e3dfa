"""Profiles as plain dictionaries, and back."""

from workbench.results.profiles.tally import Tally


def stacks_of(profile):
    """Return stacks (outermost frame first) with their weights."""
    paths = {0: ()}

    def path(node):
        if node not in paths:
            frame = profile.names[profile.frames[node]]
            paths[node] = (*path(int(profile.parents[node])), frame)
        return paths[node]

    found = {}
    for node, weight in enumerate(profile.weights):
        if weight:
            found[path(node)] = found.get(path(node), 0) + float(weight)
    return found


def profile_from(stacks, tool="test", unit="samples"):
    """Return the profile of `{"a;b": weight}`."""
    tally = Tally()
    for stack, weight in stacks.items():
        tally.add(stack.split(";"), weight)
    return tally.profile(tool, unit)
