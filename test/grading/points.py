"""Prints the points of every student's graded cells in an nbgrader gradebook, as JSON.

Usage: points.py GRADEBOOK_FILE ASSIGNMENT
"""

import json
import sys

from nbgrader.api import Gradebook


def points(file, assignment):
    with Gradebook(f"sqlite:///{file}") as gradebook:
        return {
            submission.student.id: {
                grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(assignment)
        }


json.dump(points(*sys.argv[1:]), sys.stdout)
