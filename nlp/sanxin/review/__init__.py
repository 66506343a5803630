"""The loop of correction: records go out to a person, and come back as marks that the judges are trained on.

| file | what |
| --- | --- |
| items | a record as it is shown to a person, and which records are shown |
| table | the columns of the table that is edited, and its rows read back |
| tasks | lines of text with labelled spans, as tools for annotation show them |
| doccano, labelstudio | these tasks as files of the two tools, and their exports read back |
| corrections | what a person said of one record, from any of these files |
| texts | the texts that were reviewed, found again and compared |
| marks | corrections and texts together: marked texts for `training`, and what no trainer can use |
"""
