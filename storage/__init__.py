"""Tables, queries, transactions and durable work.

Rows never leave this layer: it takes and returns the values that `playbooks` defines. It alone
imports sqlmodel, sqlalchemy, alembic and dbos, and knows nothing of `knowledge`, its sibling.
"""
