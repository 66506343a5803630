"""How well records agree with marks, or two annotators with one another: pairs of Marks in, one Report out.

read_gold(path)                     # Marks of gold.json files, or of stand-off labels with the texts they were made on
predict(marks, nlp)                 # what the tool says of the same text
evaluate([(marks, others), ...])    # figures with intervals, confusions, agreement, every disagreement
"""

from __future__ import annotations

from sanxin.evaluation.gold import read_gold
from sanxin.evaluation.marks import Marks
from sanxin.evaluation.predictions import Predictions, predict
from sanxin.evaluation.report import Report, evaluate

__all__ = ["Marks", "Predictions", "Report", "evaluate", "predict", "read_gold"]
