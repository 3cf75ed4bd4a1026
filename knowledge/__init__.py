"""Passages, retrieval, language understanding and models.

This layer alone imports openai, langchain and chromadb. It knows nothing of `storage`, its
sibling: what it needs from the database comes in through a seam.

Words are taken in three ways: `tokens` takes them to be searched for (stemmed, without those that
stand everywhere, Chinese in pairs), `wording` as they stand in a text (each with its place, Chinese
by the character), `particulars.terms` as they carry meaning (unstemmed, Chinese cut into words).
"""
