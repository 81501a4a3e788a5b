"""Which patient, and what has happened to her? For nurses, doctors, coordinators and general practitioners."""
