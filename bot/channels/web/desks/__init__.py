"""The pages 首报, 审核 and 文件库."""
