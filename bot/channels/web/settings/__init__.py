"""The pages under 设置."""
