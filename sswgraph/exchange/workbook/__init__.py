"""A framework as a workbook (.xlsx), both ways: one sheet for each kind of element, one row for each element."""
