"""Archives: thousands of files in, Parquet tables out, and what is asked of them afterwards.

    inputs ─► tasks ─► hosts (guarded children) ─► pieces ─► tables ─► query, search, panel, attention
    (batch)            (one machine, or Dask)      (files)   (store)

`batch.batch` fills a store; `store.open_store` reads one.
"""
