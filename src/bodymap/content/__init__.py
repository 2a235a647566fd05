"""What a picture shows: the views, how much of the body, the muscles with their parts."""
