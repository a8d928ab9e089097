"""Orders, shops and vehicles from the spreadsheets a shopkeeper has, with a verdict for every row."""
