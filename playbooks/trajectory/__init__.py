"""The customer experience trajectory: how attitude and behaviour of an account move over months."""
