"""The recipes behind ``data/boundaries``: one module a region, one function a shape."""
