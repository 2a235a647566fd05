"""Many pictures, handouts, slides and cards from a table, one row each.

tables      a file into rows with their lines          columns   what a row may say
rows        a row's values into a record               naming    what its files are called
check       rows into jobs, or every fault at once     inputs    which files of the user's own a job reads
work        a job into bytes; knows no disk            engine    what else the bytes hang on
pool        jobs to processes of this machine          cluster   jobs to a Dask cluster
journal     what is done, kept from crash to crash     run       all of it together
progress    what the user sees of it                   stopping  signals
schema      what a row may say, for editors
"""
