"""What every page is made of: frame, elements, forms, assets."""
