"""What collected files are, and their pixels. Pillow, OpenCV and PyAV stay in this room."""
