"""Roads as files: arrays that processes open where they lie and share, with what tells whether to trust them."""
