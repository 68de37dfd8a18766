"""Signing in: by a password, a code, an app and a passkey; what nobody learns from it, and how often it may be tried."""
