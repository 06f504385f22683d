"""The sheet: a programme as a workbook that people edit, and what they changed in it."""
