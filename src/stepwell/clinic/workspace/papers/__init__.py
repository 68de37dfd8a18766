"""Letters and the printed programme, in two clicks."""
