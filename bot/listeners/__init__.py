"""What Slack tells the app: each delivery is kept for good, acknowledged, and then worked on.

Bolt does not notice that a delivery is repeated, and one whose listener failed is gone. So a
listener only enqueues a job under the delivery's key, before the acknowledgement; the worker does
the rest. Two things cannot wait: a form opens within three seconds or not at all, and a submitted
form is answered in its acknowledgement.
"""
