"""`miller doctor`: whether the two stores are whole, agree with each other and with the workspace.

`examine` only reads. `repair` mends what it has found with what an index run does anyway.
"""

from __future__ import annotations

from miller.doctor.examination import Examination, examine
from miller.doctor.findings import Finding, Repair
from miller.doctor.repairs import repair

__all__ = ["Examination", "Finding", "Repair", "examine", "repair"]
