"""What may be read of the register: lists, pages, histories, figures, exports."""
