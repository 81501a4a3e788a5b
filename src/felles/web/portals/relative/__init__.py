"""What does who stands close to a patient see: what the patient shares, and what help there is for themselves."""
