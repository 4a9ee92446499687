"""The asynchronous half, from which the other one is derived."""
