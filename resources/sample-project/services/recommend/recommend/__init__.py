"""Nightly recommendations: what people who bought this also bought."""
