"""What other systems may post to us over HTTP: signed, idempotent, stored before it is answered."""
