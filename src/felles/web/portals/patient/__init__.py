"""What has happened to me, what is planned, and who has looked? For the patient."""
