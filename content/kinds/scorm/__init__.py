"""SCORM 1.2 packages with one SCO: opened in a frame that reaches nothing of lifow."""
