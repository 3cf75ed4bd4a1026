"""The sample workspace in the browser: a page that shows the loopback Slack as people see Slack.

The real Slack app runs behind it, over `bot.playground`. The page shows what the app sent and
sends back what a person does; it knows nothing about customers. It is served on 127.0.0.1 only,
asks nothing of any other host, and treats all that it shows as data.
"""
