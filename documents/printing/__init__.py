"""Papers that are printed: letters with an answer or a notice, protocols and extracts; one layout for DOCX and PDF."""
