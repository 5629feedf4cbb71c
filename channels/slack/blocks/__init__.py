"""Slack's blocks, as pure functions: small values in, lists of dictionaries out, within Slack's lengths."""
