# Derived from _async/__init__.py by `npm run generate --workspace @berth/python`; change that, not this.

"""The synchronous half, from which the other one is derived."""
