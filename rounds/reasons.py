"""Why an order is in no round, in words a shopkeeper understands."""

from kernel.text import Text


def sentence(reason, leg, vehicles):
    return Text(str(reason), str(reason))
