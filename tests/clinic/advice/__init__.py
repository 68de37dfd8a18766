"""Deciding: what is advised is accepted, changed, declined or overridden by whom it belongs to, and exits are settled by people."""
