"""Documents for people's own word processors. The only home of `docx`.

    document = Document("Minutes of 19 November 2026", marking="OFFICIAL-SENSITIVE", line="For Priya N, Housing")
    document.heading("Present")
    document.table("People", ["Name", "Agency"], [["Priya N", "Housing"]])
    document.paragraph("He is back at school.", lead="What was said")
    data = document.to_bytes()

Headings are real headings, tables have a header row that is marked as one, and every page carries the marking.
"""

from app.platform.document.document import Document
from app.platform.document.text import safe_text

MIME_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = ["MIME_TYPE", "Document", "safe_text"]
