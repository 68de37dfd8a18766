"""Published patients: what Stepwell says of them, decision by decision."""
