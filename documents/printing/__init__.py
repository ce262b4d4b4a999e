"""Papers that are printed: letters with an answer or a notice, one layout for DOCX and PDF."""
