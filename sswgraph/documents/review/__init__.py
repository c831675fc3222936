"""The review workbook: a comparison or an alignment as a spreadsheet to decide on, and the decisions read back."""
