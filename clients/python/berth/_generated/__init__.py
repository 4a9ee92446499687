"""Made from the gateway's schema."""
