"""The words of the field as frozen values. Nothing here reads, writes, or asks the clock."""
