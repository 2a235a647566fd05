"""From what people say to what is known: names, places, pain and the muscles behind it."""
