"""Messages to customers, prepared for a person to edit and to send; nothing is sent from here."""
