"""What a workspace says as sheets of rows and columns, and changes made of such sheets."""
