"""Makes many pictures, handouts, slides and cards from a table, one per row.

tables      reads a file into rows with line numbers   columns   the columns of a table
rows        converts a row's values to a record        naming    file names
check       turns rows into jobs, or lists all errors  inputs    the user's own files that a job reads
work        turns a job into the bytes of its files    versions  what else affects the bytes
pool        runs jobs in processes on this machine     cluster   runs jobs on a Dask cluster
journal     crash-safe record of what is done          run       runs the whole batch
progress    progress bar and summary                   signals   requests to stop
schema      JSON Schema of a table, for editors        preload   what forked workers share
"""
