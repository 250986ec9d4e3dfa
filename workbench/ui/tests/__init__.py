"""The Tests place: what both architectures' runs say."""
