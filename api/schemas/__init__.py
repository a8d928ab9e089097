"""What is sent and answered, one module a resource; unknown fields are refused."""
