"""Many pictures, handouts, slides and cards from a table, one from each row.

tables      a file into rows with their lines          columns   what a row may say
rows        a row's values into a record               naming    the names of its files
check       rows into jobs, or every error at once     inputs    which of the user's own files a job reads
work        a job into bytes; knows no disk            versions  what else decides the bytes
pool        jobs to processes of this machine          cluster   jobs to a Dask cluster
journal     what is done, safe from crashes            run       all of it together
progress    what the user sees of it                   signals   requests to stop
schema      what a row may say, for editors            preload   what forked workers share
"""
