"""The review workbook: a comparison, alignment or merge plan to decide on in a spreadsheet, and to read back."""
