"""Passages, retrieval, language understanding and models.

This layer alone imports openai, langchain and chromadb. It knows nothing of `storage`, its
sibling: what it needs from the database comes in through a seam.
"""
