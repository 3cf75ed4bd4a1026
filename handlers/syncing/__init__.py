"""Records from other systems, kept in step: read page by page, each kept whole or not at all."""
